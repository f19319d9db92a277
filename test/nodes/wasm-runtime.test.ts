import { CustomRuntimeOptions, WasmRuntime } from '../../src';

test.each([
  ['SPIN', 'spin', 'containerd-shim-spin-v2', 'io.containerd.spin.v2', true],
  ['WASMTIME', 'wasmtime', 'containerd-shim-wasmtime-v1', 'io.containerd.wasmtime.v1', true],
  ['WASMEDGE', 'wasmedge', 'containerd-shim-wasmedge-v1', 'io.containerd.wasmedge.v1', true],
  ['WASMER', 'wasmer', 'containerd-shim-wasmer-v1', 'io.containerd.wasmer.v1', true],
  ['WAMR', 'wamr', 'containerd-shim-wamr-v1', 'io.containerd.wamr.v1', true],
  ['SLIGHT', 'slight', 'containerd-shim-slight-v1', 'io.containerd.slight.v1', false],
  ['LUNATIC', 'lunatic', 'containerd-shim-lunatic-v1', 'io.containerd.lunatic.v1', false],
  ['WWS', 'wws', 'containerd-shim-wws-v1', 'io.containerd.wws.v1', false],
] as const)('%s has the names that its project gives it', (...[constant, handler, binary, runtimeType, maintained]) => {
  const { ...names } = WasmRuntime[constant];
  expect(names).toEqual({ handler, binary, runtimeType, maintained });
});

test('no runtime is without such a test', () => {
  expect(Object.keys(WasmRuntime).sort()).toEqual(['LUNATIC', 'SLIGHT', 'SPIN', 'WAMR', 'WASMEDGE', 'WASMER', 'WASMTIME', 'WWS']);
});

const CUSTOM: CustomRuntimeOptions = { handler: 'acme', binary: 'containerd-shim-acme-v1', runtimeType: 'io.containerd.acme.v1' };

test('a runtime that nobody knows has the names it is given', () => {
  const { ...names } = WasmRuntime.custom(Object.freeze(CUSTOM));
  expect(names).toEqual({ ...CUSTOM, maintained: true });
});

test.each(['', 'Acme', 'acme.v1', 'acme_v1', '-acme', 'a'.repeat(64)])('fails for a custom runtime with the handler %j', (handler) => {
  expect(() => WasmRuntime.custom({ ...CUSTOM, handler })).toThrow(new Error(
    `[WasmRuntime] handler: got ${JSON.stringify(handler)}; a handler must be an RFC 1123 label of at most 63 characters: a-z, 0-9 and '-'; `
    + 'use lower-case letters, digits and dashes (InvalidHandler)',
  ));
});
