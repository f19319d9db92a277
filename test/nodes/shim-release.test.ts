import fc from 'fast-check';
import { LOCATION, SHA256 } from '../../src/nodes/private/download';
import { CustomShimReleaseOptions, ShimRelease } from '../../src/nodes/shim-release';
import { WasmRuntime } from '../../src/nodes/wasm-runtime';

const SPIN = 'https://github.com/spinframework/containerd-shim-spin/releases/download';
const RUNWASI = 'https://github.com/containerd/runwasi/releases/download';
const ACME = WasmRuntime.custom({ binary: 'containerd-shim-acme-v1', runtimeType: 'io.containerd.acme.v1', handler: 'acme' });
const URL_RULE = 'a download location must be an HTTPS address with a path, without a user, spaces and a fragment; '
  + 'write it as "https://downloads.example.com/containerd-shim-acme-v1.tar.gz" (InvalidLocation)';
const DIGEST_RULE = 'a SHA-256 has 64 hexadecimal digits in lower case; '
  + 'write what sha256sum prints for the downloaded archive, or leave it out (InvalidDigest)';
const BINARY_RULE = 'a shim\'s binary must be called containerd-shim- and an RFC 1123 label of at most 63 characters, by which it is '
  + 'installed; name it as "containerd-shim-acme-v1" (InvalidName)';
const location = 'https://downloads.example.com/acme.tar.gz';

describe('the known releases', () => {
  test.each<[string, ShimRelease, string[]]>([
    ['SPIN_0_25_1', ShimRelease.SPIN_0_25_1, [
      'spin-v2', '0.25.1',
      `${SPIN}/v0.25.1/containerd-shim-spin-v2-linux-x86_64.tar.gz`,
      `${SPIN}/v0.25.1/containerd-shim-spin-v2-linux-aarch64.tar.gz`,
    ]],
    ['SPIN_0_25_0', ShimRelease.SPIN_0_25_0, [
      'spin-v2', '0.25.0',
      `${SPIN}/v0.25.0/containerd-shim-spin-v2-linux-x86_64.tar.gz`,
      `${SPIN}/v0.25.0/containerd-shim-spin-v2-linux-aarch64.tar.gz`,
    ]],
    ['SPIN_0_24_0', ShimRelease.SPIN_0_24_0, [
      'spin-v2', '0.24.0',
      `${SPIN}/v0.24.0/containerd-shim-spin-v2-linux-x86_64.tar.gz`,
      `${SPIN}/v0.24.0/containerd-shim-spin-v2-linux-aarch64.tar.gz`,
    ]],
    ['SPIN_0_23_0', ShimRelease.SPIN_0_23_0, [
      'spin-v2', '0.23.0',
      `${SPIN}/v0.23.0/containerd-shim-spin-v2-linux-x86_64.tar.gz`,
      `${SPIN}/v0.23.0/containerd-shim-spin-v2-linux-aarch64.tar.gz`,
    ]],
    ['WASMTIME_0_6_0', ShimRelease.WASMTIME_0_6_0, [
      'wasmtime-v1', '0.6.0',
      `${RUNWASI}/containerd-shim-wasmtime%2Fv0.6.0/containerd-shim-wasmtime-x86_64-linux-musl.tar.gz`,
      `${RUNWASI}/containerd-shim-wasmtime%2Fv0.6.0/containerd-shim-wasmtime-aarch64-linux-musl.tar.gz`,
    ]],
    ['WASMEDGE_0_6_0', ShimRelease.WASMEDGE_0_6_0, [
      'wasmedge-v1', '0.6.0',
      `${RUNWASI}/containerd-shim-wasmedge%2Fv0.6.0/containerd-shim-wasmedge-x86_64-linux-musl.tar.gz`,
      `${RUNWASI}/containerd-shim-wasmedge%2Fv0.6.0/containerd-shim-wasmedge-aarch64-linux-musl.tar.gz`,
    ]],
    ['WASMER_0_6_0', ShimRelease.WASMER_0_6_0, [
      'wasmer-v1', '0.6.0',
      `${RUNWASI}/containerd-shim-wasmer%2Fv0.6.0/containerd-shim-wasmer-x86_64-linux-musl.tar.gz`,
      `${RUNWASI}/containerd-shim-wasmer%2Fv0.6.0/containerd-shim-wasmer-aarch64-linux-musl.tar.gz`,
    ]],
    ['WAMR_0_2_0', ShimRelease.WAMR_0_2_0, [
      'wamr-v1', '0.2.0',
      `${RUNWASI}/containerd-shim-wamr%2Fv0.2.0/containerd-shim-wamr-x86_64-linux-musl.tar.gz`,
      `${RUNWASI}/containerd-shim-wamr%2Fv0.2.0/containerd-shim-wamr-aarch64-linux-musl.tar.gz`,
    ]],
  ])('%s is where upstream put it, for both architectures', (_name, { shimName, version, amd64, arm64, runtime }, expected) => {
    expect([shimName, version, amd64?.location, arm64?.location]).toEqual(expected);
    expect(runtime.binary).toBe(`containerd-shim-${shimName}`);
    expect([amd64, arm64].every((archive) => LOCATION.accepts(archive?.location))).toBe(true);
  });

  test('carry a SHA-256 of 0.25.1 for amd64 alone, and take the other from the user', () => {
    const { amd64, arm64 } = ShimRelease.SPIN_0_25_1;
    expect([amd64!.sha256, arm64!.sha256]).toEqual(['1755fbeb2dec7d026faf8c37031d8a025975f5e194b782da10188206a386d6e4', undefined]);
    const whole = ShimRelease.SPIN_0_25_1.withSha256({ arm64: 'a'.repeat(64) });
    expect([whole.amd64, whole.arm64]).toEqual([amd64, { ...arm64, sha256: 'a'.repeat(64) }]);
    expect([whole.version, whole.shimName, whole.runtime]).toEqual(['0.25.1', 'spin-v2', WasmRuntime.SPIN]);
    expect(ShimRelease.SPIN_0_25_1.arm64!.sha256).toBeUndefined();
    expect(whole.withSha256({ amd64: amd64!.sha256 }).amd64).toEqual(amd64);
  });

  test.each<[string, () => ShimRelease, string]>([
    ['what is no SHA-256', () => ShimRelease.SPIN_0_25_1.withSha256({ arm64: 'abc' }), `arm64.sha256: got "abc"; ${DIGEST_RULE}`],
    ['another SHA-256 than the known one', () => ShimRelease.SPIN_0_25_1.withSha256({ amd64: 'a'.repeat(64) }), `amd64.sha256: got "${'a'.repeat(64)}"; `
      + 'the archive of this release has the SHA-256 1755fbeb2dec7d026faf8c37031d8a025975f5e194b782da10188206a386d6e4; leave it out (UnusedOption)'],
    ['an archive that is not there', () => ShimRelease.custom({ runtime: ACME, amd64: { location } }).withSha256({ arm64: 'a'.repeat(64) }),
      `arm64.sha256: got "${'a'.repeat(64)}"; the release has no archive for this architecture; leave it out (UnusedOption)`],
  ])('fail for %s', (_, program, message) => {
    expect(program).toThrow(new Error(`[ShimRelease] ${message}`));
  });

  test('carry a SHA-256 where one is published', () => {
    expect([ShimRelease.SPIN_0_23_0.amd64?.sha256, ShimRelease.SPIN_0_23_0.arm64?.sha256]).toEqual([
      'eec8df96fa3a4fe5dbc57ffb706461692c055299dd6d22dff9444863a2a12281',
      'a923f08d91c110d2cda29fbc380273e6d0a97aa0bab455c55f613c8d5a8bfbe4',
    ]);
    const { SPIN_0_24_0, WASMTIME_0_6_0, WASMEDGE_0_6_0, WASMER_0_6_0, WAMR_0_2_0 } = ShimRelease;
    for (const release of [SPIN_0_24_0, WASMTIME_0_6_0, WASMEDGE_0_6_0, WASMER_0_6_0, WAMR_0_2_0]) {
      expect([release.amd64?.sha256, release.arm64?.sha256]).toEqual([undefined, undefined]);
    }
  });
});

describe('a release of one\'s own', () => {
  test('has its runtime, and archives for the architectures that are given', () => {
    const amd64 = { location, sha256: '0'.repeat(64) };
    const release = ShimRelease.custom({ runtime: ACME, version: '1.0.0', amd64 });
    amd64.location = 'changed';
    expect({ ...release }).toEqual({
      runtime: ACME, version: '1.0.0', shimName: 'acme-v1', amd64: { location, sha256: '0'.repeat(64) }, arm64: undefined,
    });
  });

  test('needs no version', () => {
    expect(ShimRelease.custom({ runtime: ACME, arm64: { location } }).version).toBeUndefined();
  });

  test.each<[string, Partial<CustomShimReleaseOptions>, string]>([
    ['no archive', {}, 'platforms: got []; a release has an archive for at least one architecture; give amd64, arm64 or both (EmptyList)'],
    ['plain HTTP', { amd64: { location: 'http://a.example.com/x' } }, `amd64.location: got "http://a.example.com/x"; ${URL_RULE}`],
    ['a password, which it does not repeat', { arm64: { location: 'https://me:secret@a.example.com/x' } },
      `arm64.location: got "https://…@a.example.com/x"; ${URL_RULE}`],
    ['a space', { amd64: { location: 'https://a.example.com/x y' } }, `amd64.location: got "https://a.example.com/x y"; ${URL_RULE}`],
    ['no path', { amd64: { location: 'https://a.example.com' } }, `amd64.location: got "https://a.example.com"; ${URL_RULE}`],
    ['an impossible port', { amd64: { location: 'https://a.example.com:99999/x' } },
      `amd64.location: got "https://a.example.com:99999/x"; ${URL_RULE}`],
    ['a short digest', { amd64: { location, sha256: 'abc' } }, `amd64.sha256: got "abc"; ${DIGEST_RULE}`],
    ['a digest with its algorithm', { amd64: { location, sha256: `sha256:${'0'.repeat(57)}` } },
      `amd64.sha256: got "sha256:${'0'.repeat(57)}"; ${DIGEST_RULE}`],
    ['a binary of another prefix', { runtime: runtimeOf('acme-shim') }, `runtime.binary: got "acme-shim"; ${BINARY_RULE}`],
    ['a binary of the prefix alone', { runtime: runtimeOf('containerd-shim-') }, `runtime.binary: got "containerd-shim-"; ${BINARY_RULE}`],
    ['a binary with a dot', { runtime: runtimeOf('containerd-shim-acme.v1') }, `runtime.binary: got "containerd-shim-acme.v1"; ${BINARY_RULE}`],
  ])('fails with %s', (_what, options, message) => {
    expect(() => ShimRelease.custom({ runtime: ACME, ...options })).toThrow(new Error(`[ShimRelease] ${message}`));
  });
});

describe('downloads', () => {
  const host = fc.domain();
  // path characters of RFC 3986
  const path = fc.stringMatching(/^[A-Za-z0-9._~!$&'()*+,;=:@%-]{1,20}(\/[A-Za-z0-9._~%-]{1,20}){0,3}$/);

  test('any HTTPS address with a path is a location', () => {
    fc.assert(fc.property(host, path, (at, file) => LOCATION.accepts(`https://${at}/${file}`)));
  });

  test('64 hexadecimal digits are a SHA-256, and nothing else is', () => {
    fc.assert(fc.property(fc.stringMatching(/^[0-9a-f]{64}$/), (digest) =>
      SHA256.accepts(digest) && !SHA256.accepts(digest.slice(1)) && !SHA256.accepts(`${digest}0`) && !SHA256.accepts(`${digest}\n`)));
  });
});

function runtimeOf(binary: string): WasmRuntime {
  return WasmRuntime.custom({ binary, runtimeType: 'io.containerd.acme.v1', handler: 'acme' });
}
