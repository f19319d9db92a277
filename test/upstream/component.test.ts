import semver from 'semver';
import { ShimRelease, SpinKubeVersion } from '../../src';
import { CERT_MANAGER_CHART } from '../../src/upstream/cert-manager';
import { Component, isOlder, Release } from '../../src/upstream/component';
import { CONTAINERD } from '../../src/upstream/containerd';
import { HTTP_ADD_ON } from '../../src/upstream/http-add-on';
import { isKubernetesVersion, KUBERNETES, minorOf } from '../../src/upstream/kubernetes';
import { RUNTIME_CLASS_MANAGER } from '../../src/upstream/runtime-class-manager';
import { SPIN_OPERATOR } from '../../src/upstream/spin-operator';
import { firstShimWith, newestWithKnownSpin, SPIN_SHIM } from '../../src/upstream/spin-shim';

const ALL: Component<any, Release>[] = [
  SPIN_OPERATOR, SPIN_SHIM, RUNTIME_CLASS_MANAGER, CERT_MANAGER_CHART, HTTP_ADD_ON, CONTAINERD, KUBERNETES,
];

describe.each(ALL.map((component) => [component.name, component] as const))('the releases of %s', (_, component) => {
  const versions = component.releases.map(({ version }) => version);

  test('come once each, the oldest first', () => {
    versions.slice(1).forEach((version, index) => expect([version, isOlder(versions[index], version)]).toEqual([version, true]));
  });

  test('brought each thing once', () => {
    const features = component.releases.flatMap(({ brought = {} }) => Object.keys(brought));
    expect(features).toEqual([...new Set(features)]);
  });

  test('do not have 99.0.0, which is newer', () => {
    expect(component.find('99.0.0')).toBeUndefined();
    expect(component.isNewer('99.0.0')).toBe(true);
    expect(versions.filter((version) => component.isNewer(version))).toEqual([]);
  });

  test('have what they and those before them brought, and so has one that is not known', () => {
    component.releases.forEach(({ brought = {} }, index) => Object.keys(brought).forEach((feature) => {
      expect(versions.map((version) => component.has(version, feature))).toEqual(versions.map((_version, at) => at >= index));
      expect(component.has('99.0.0', feature)).toBe(true);
    }));
  });
});

test.each([
  ['1.9', '1.28', true], ['1.28', '1.28.1', true], ['1.28', '1.28', false], ['0.24.0', '0.9.0', false], ['0.7.0-rc.1', '0.7.0', true], ['v1.2.3', '1.2.4', true],
])('%s is older than %s: %s', (version, other, older) => {
  expect(isOlder(version, other)).toBe(older);
});

test('each constant of SpinKubeVersion has a row, and each row a constant', () => {
  const constants = Object.values(SpinKubeVersion).filter((value): value is SpinKubeVersion => value instanceof SpinKubeVersion);
  expect(constants.map(({ version }) => version)).toEqual(SPIN_OPERATOR.releases.map(({ version }) => version));
});

test('a digest of the Spin shim that is built in is that of the table', () => {
  const constants = Object.values(ShimRelease).filter((value): value is ShimRelease => value instanceof ShimRelease && value.runtime.handler === 'spin');
  expect(constants.map(({ version, amd64, arm64 }) => [version, amd64!.sha256, arm64!.sha256])).toEqual(constants.map(({ version }) => {
    const { sha256 } = SPIN_SHIM.find(version!)!;
    return [version, sha256?.x86_64, sha256?.aarch64];
  }));
});

test('the Spin in shims never gets older, and is known but for the first and the newest', () => {
  const spins = SPIN_SHIM.releases.flatMap(({ spin }) => spin ?? []);
  expect(semver.sort([...spins])).toEqual(spins);
  expect(SPIN_SHIM.releases.filter(({ spin }) => spin === undefined).map(({ version }) => version)).toEqual(['0.1.0', '0.26.0']);
  expect(newestWithKnownSpin()).toEqual({ version: '0.25.1', spin: '4.0.1' });
});

test.each([['2.0.0', '0.12.0'], ['3.0.0', '0.17.0'], ['3.5.0', '0.22.0'], ['4.0.0', '0.25.0'], ['4.1.0', undefined]])('Spin %s is in shims from %s on', (spin, shim) => {
  expect(firstShimWith(spin)).toBe(shim);
});

test.each([
  ['1.37', '1.37'], ['v1.34.4', '1.34'], ['1.35.6+k3s1', '1.35'], ['1.33.5-eks-113cf36', '1.33'], ['1.34.1-gke.1829001', '1.34'], ['99.0.0', '99.0'],
])('%s is a version of Kubernetes, of the minor %s', (version, minor) => {
  expect(isKubernetesVersion(version)).toBe(true);
  expect(minorOf(version)).toBe(minor);
});

test.each(['', '1', '1.x', 'latest', '1.37.', '1.37.0.1', 'vv1.37', '1.37-rc'])('%j is no version of Kubernetes', (version) => {
  expect(isKubernetesVersion(version)).toBe(false);
});
