import { SpinKubeVersion } from '../../src';

const RELEASES = ['0.4.0', '0.5.0', '0.6.0', '0.6.1'];

test.each([
  [SpinKubeVersion.V0_4_0, '0.4.0'],
  [SpinKubeVersion.V0_5_0, '0.5.0'],
  [SpinKubeVersion.V0_6_0, '0.6.0'],
  [SpinKubeVersion.V0_6_1, '0.6.1'],
])('%j is the release %s, by its number with or without a v', (version, number) => {
  expect(version.version).toBe(number);
  expect(SpinKubeVersion.of(number)).toBe(version);
  expect(SpinKubeVersion.of(`v${number}`)).toBe(version);
});

test('a release includes what came with it and before it', () => {
  const included = RELEASES.map((version) => RELEASES.filter((release) => SpinKubeVersion.of(version).includes(release)));
  expect(included).toEqual(RELEASES.map((_, index) => RELEASES.slice(0, index + 1)));
});

test.each(['', '0.6', '0.7.0', 'vv0.6.1', '0.6.1 ', 'latest', '0.60.1'])('fails for the release %j, naming those that are known', (version) => {
  const error = new Error(`[SpinKubeVersion] version: got ${JSON.stringify(version)}; must be a release that this library knows: 0.4.0, 0.5.0, 0.6.0, 0.6.1; `
    + 'use one of them, or update cdk8s-wasm (UnknownVersion)');
  expect(() => SpinKubeVersion.of(version)).toThrow(error);
  expect(() => SpinKubeVersion.V0_6_1.includes(version)).toThrow(error);
});
