import { NodeProvisioning, PreinstalledOptions } from '../../src';

test.each<[string, NodeProvisioning, object]>([
  ['k3s', NodeProvisioning.k3s(), { handler: 'spin', runtimeClassName: 'spin', makesRuntimeClass: true }],
  ['runtime-class-manager', NodeProvisioning.runtimeClassManager(), { handler: 'spin-v2', runtimeClassName: 'spin-v2', makesRuntimeClass: true }],
  ['runtime-class-manager with a name of its own', NodeProvisioning.runtimeClassManager(Object.freeze({ runtimeClassName: 'wasmtime-spin-v2' })),
    { handler: 'spin-v2', runtimeClassName: 'wasmtime-spin-v2', makesRuntimeClass: true }],
  ['somebody else', NodeProvisioning.preinstalled(), { handler: 'spin', runtimeClassName: 'wasmtime-spin-v2', makesRuntimeClass: false }],
])('nodes that %s provisions have the handler and RuntimeClass that it writes', (_who, nodes, names) => {
  expect({ ...nodes }).toEqual(names);
});

test.each<[string, PreinstalledOptions | undefined, PreinstalledOptions]>([
  ["SpinKube's own names", undefined, { handler: 'spin', runtimeClassName: 'wasmtime-spin-v2' }],
  ["SpinKube's own names for what is left out", {}, { handler: 'spin', runtimeClassName: 'wasmtime-spin-v2' }],
  ['the handler of runtime-class-manager, which is the name too', { handler: 'spin-v2' }, { handler: 'spin-v2', runtimeClassName: 'spin-v2' }],
  ["k3s' RuntimeClass", { runtimeClassName: 'spin' }, { handler: 'spin', runtimeClassName: 'spin' }],
  ['a RuntimeClass with dots', { runtimeClassName: 'spin.example.com' }, { handler: 'spin', runtimeClassName: 'spin.example.com' }],
])('nodes with a preinstalled shim have %s', (_what, options, names) => {
  expect(NodeProvisioning.preinstalled(options && Object.freeze(options))).toMatchObject(names);
});

const LABEL = "a handler must be an RFC 1123 label of at most 63 characters: a-z, 0-9 and '-'; use lower-case letters, digits and dashes (InvalidHandler)";
const SUBDOMAIN = "must be an RFC 1123 subdomain of at most 253 characters: a-z, 0-9, '-' and '.'; use lower-case letters, digits, dashes and dots (InvalidName)";

test.each<[string, PreinstalledOptions, string]>([
  ['a handler with an upper-case letter', { handler: 'Spin' }, `handler: got "Spin"; ${LABEL}`],
  ['a handler with a dot', { handler: 'spin.v2' }, `handler: got "spin.v2"; ${LABEL}`],
  ['an empty handler', { handler: '' }, `handler: got ""; ${LABEL}`],
  ['a long handler', { handler: 'a'.repeat(64) }, `handler: got "${'a'.repeat(64)}"; ${LABEL}`],
  ['a RuntimeClass with a space', { runtimeClassName: 'my class' }, `runtimeClassName: got "my class"; ${SUBDOMAIN}`],
  ['an empty RuntimeClass', { runtimeClassName: '' }, `runtimeClassName: got ""; ${SUBDOMAIN}`],
])('fails for %s', (_what, options, message) => {
  expect(() => NodeProvisioning.preinstalled(options)).toThrow(new Error(`[NodeProvisioning] ${message}`));
});

test.each(['', 'My Class', 'a..b'])('fails for the RuntimeClass %j of runtime-class-manager', (runtimeClassName) => {
  expect(() => NodeProvisioning.runtimeClassManager({ runtimeClassName }))
    .toThrow(new Error(`[NodeProvisioning] runtimeClassName: got ${JSON.stringify(runtimeClassName)}; ${SUBDOMAIN}`));
});
