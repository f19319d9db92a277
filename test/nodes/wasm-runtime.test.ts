import { CustomRuntimeOptions, WasmRuntime } from '../../src';

/** What a runtime runs: core modules, components, HTTP by itself. */
const M = { runsModules: true, runsComponents: false, servesHttp: false };
const NO_PORT = { defaultPort: undefined };

test.each([
  ['SPIN', 'spin', 'spin-v2', 'io.containerd.spin.v2', true, { runsModules: false, runsComponents: true, servesHttp: true, defaultPort: 80 }],
  ['WASMTIME', 'wasmtime', 'wasmtime-v1', 'io.containerd.wasmtime.v1', true, { ...M, runsComponents: true, servesHttp: true, defaultPort: 8080 }],
  ['WASMEDGE', 'wasmedge', 'wasmedge-v1', 'io.containerd.wasmedge.v1', true, { ...M, ...NO_PORT }],
  ['WASMER', 'wasmer', 'wasmer-v1', 'io.containerd.wasmer.v1', true, { ...M, ...NO_PORT }],
  ['WAMR', 'wamr', 'wamr-v1', 'io.containerd.wamr.v1', true, { ...M, ...NO_PORT }],
  ['SLIGHT', 'slight', 'slight-v1', 'io.containerd.slight.v1', false, { ...M, servesHttp: true, defaultPort: 3000 }],
  ['LUNATIC', 'lunatic', 'lunatic-v1', 'io.containerd.lunatic.v1', false, { ...M, defaultPort: 3000 }],
  ['WWS', 'wws', 'wws-v1', 'io.containerd.wws.v1', false, { ...M, servesHttp: true, defaultPort: 3000 }],
] as const)('%s has the names that its project gives it, and runs what that says', (...[constant, handler, shimName, runtimeType, maintained, can]) => {
  const { ...members } = WasmRuntime[constant];
  expect(members).toEqual({
    handler, shimName, binary: `containerd-shim-${shimName}`, runtimeType, takesSystemdCgroup: maintained, ...can,
  });
  expect(WasmRuntime[constant].maintained).toBe(maintained);
});

test('no runtime is without such a test', () => {
  expect(Object.keys(WasmRuntime).sort()).toEqual(['LUNATIC', 'SLIGHT', 'SPIN', 'WAMR', 'WASMEDGE', 'WASMER', 'WASMTIME', 'WWS']);
});

const CUSTOM: CustomRuntimeOptions = { handler: 'acme', binary: 'containerd-shim-acme-v1', runtimeType: 'io.containerd.acme.v1' };

test('a runtime that nobody knows has the names it is given, and runs modules', () => {
  const { ...members } = WasmRuntime.custom(Object.freeze(CUSTOM));
  expect(members).toEqual({ ...CUSTOM, shimName: 'acme-v1', ...M, ...NO_PORT, takesSystemdCgroup: false });
  expect(WasmRuntime.custom(CUSTOM).maintained).toBe(true);
});

test('a runtime that nobody knows runs what it is said to run', () => {
  const can = { runsModules: false, runsComponents: true, servesHttp: true, defaultPort: 9000, takesSystemdCgroup: true };
  expect(WasmRuntime.custom(Object.freeze({ ...CUSTOM, ...can }))).toMatchObject(can);
});

test('a shim that is called otherwise has no name under runtime-class-manager', () => {
  expect(WasmRuntime.custom({ ...CUSTOM, binary: 'acme-shim' }).shimName).toBeUndefined();
});

test.each(['', 'Acme', 'acme.v1', 'acme_v1', '-acme', 'a'.repeat(64)])('fails for a custom runtime with the handler %j', (handler) => {
  expect(() => WasmRuntime.custom({ ...CUSTOM, handler })).toThrow(new Error(
    `[WasmRuntime] handler: got ${JSON.stringify(handler)}; a handler must be an RFC 1123 label of at most 63 characters: a-z, 0-9 and '-'; `
    + 'use lower-case letters, digits and dashes (InvalidHandler)',
  ));
});

const TYPE_RULE = 'a runtime type is at least two names with a dot between them, from the last two of which containerd makes that of the binary; '
  + 'write it as "io.containerd.acme.v1" (InvalidRuntimeType)';

test.each(['', 'acme', '.v1', 'io.containerd.', 'io..v1', '/opt/acme', 'io.containerd.acme v1'])('fails for the runtime type %j', (runtimeType) => {
  expect(() => WasmRuntime.custom({ ...CUSTOM, runtimeType }))
    .toThrow(new Error(`[WasmRuntime] runtimeType: got ${JSON.stringify(runtimeType)}; ${TYPE_RULE}`));
});

test.each(['', 'a b', 'bin/shim', '-shim', '.shim'])('fails for the binary %j', (binary) => {
  expect(() => WasmRuntime.custom({ ...CUSTOM, binary })).toThrow(new Error(
    `[WasmRuntime] binary: got ${JSON.stringify(binary)}; must be the name of a file, without its folder; `
    + 'write it as "containerd-shim-acme-v1" (InvalidName)',
  ));
});

test('fails for all that is wrong with a custom runtime, at once', () => {
  expect(() => WasmRuntime.custom({ handler: 'Acme', binary: '', runtimeType: 'acme', defaultPort: 0 })).toThrow(
    /^\[WasmRuntime] handler: .*\n\[WasmRuntime] binary: .*\n\[WasmRuntime] runtimeType: .*\n\[WasmRuntime] defaultPort: got 0; .* \(InvalidPort\)$/);
});
