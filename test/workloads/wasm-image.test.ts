import * as fc from 'fast-check';
import { WasmImage } from '../../src';

const grammar = 'an image must be an OCI reference: [registry[:port]/]path[:tag][@digest], the path in lower case without white space; '
  + 'write it as "registry.example.com/team/app:v1" (InvalidImage)';
const digest = `sha256:${'0'.repeat(64)}`;

describe('an OCI artefact', () => {
  test('has a reference and the command that runs it', () => {
    const image = WasmImage.ociArtifact('ghcr.io/example/hello:v1', { command: ['hello.wasm', '--fast'] });
    expect(image.image).toBe('ghcr.io/example/hello:v1');
    expect(image.command).toEqual(['hello.wasm', '--fast']);
  });

  test.each([
    ['an empty command', { command: [] }, '[]'],
    ['a command without a first word', { command: ['', '--fast'] }, '["","--fast"]'],
    ['no command', {}, 'nothing'],
    ['no options', undefined, 'nothing'],
  ])('fails with %s', (_, options, shown) => {
    expect(() => WasmImage.ociArtifact('ghcr.io/example/hello:v1', options as any)).toThrow(new Error(
      `[WasmImage] command: got ${shown}; an OCI artefact has no entrypoint of its own; `
      + 'give the file name of the module, or ["/"] for Spin (MissingCommand)'));
  });
});

describe('a container image', () => {
  test('keeps its own entrypoint', () => {
    expect(WasmImage.container('ghcr.io/example/hello:v1').command).toBeUndefined();
  });

  test('takes a command in place of its entrypoint', () => {
    expect(WasmImage.container('ghcr.io/example/hello:v1', { command: ['/hello.wasm'] }).command).toEqual(['/hello.wasm']);
  });
});

test('the command is copied in and out', () => {
  const command = ['hello.wasm'];
  const image = WasmImage.ociArtifact('ghcr.io/example/hello:v1', { command });
  command.push('--wrong');
  image.command!.push('--wrong too');
  expect(image.command).toEqual(['hello.wasm']);
});

test.each([
  'hello',
  'hello:v1',
  'example/hello:V1_0.2-rc',
  'ghcr.io/example/hello:v1',
  'localhost:5000/hello',
  'registry.example.com:5000/team/a.b__c--d:v1',
  `ghcr.io/example/hello@${digest}`,
  `ghcr.io/example/hello:v1@${digest}`,
])('the reference %s is taken', (image) => {
  expect(WasmImage.container(image).image).toBe(image);
  expect(WasmImage.ociArtifact(image, { command: ['/'] }).image).toBe(image);
});

describe.each([
  '',
  ' ',
  'my registry/app',
  'Hello',
  'ghcr.io/Example/hello',
  'hello:',
  'hello:v 1',
  ':v1',
  'ghcr.io//hello',
  'hello/',
  'hello@sha256:0',
  `hello@${digest}@${digest}`,
  'https://ghcr.io/example/hello:v1',
  'hello\n',
  `hello:${'v'.repeat(129)}`,
])('the reference %j', (image) => {
  test.each([
    ['container', () => WasmImage.container(image)],
    ['ociArtifact', () => WasmImage.ociArtifact(image, { command: ['/'] })],
  ])('fails as %s', (_, make) => {
    expect(make).toThrow(new Error(`[WasmImage] image: got ${JSON.stringify(image)}; ${grammar}`));
  });
});

test('fails with any reference that has white space', () => {
  const text = fc.tuple(fc.string(), fc.constantFrom(' ', '\t', '\n', '\r', '\u00a0'), fc.string()).map((parts) => parts.join(''));
  fc.assert(fc.property(text, (image) => {
    expect(() => WasmImage.container(image)).toThrow('(InvalidImage)');
  }));
});

test('every reference by the published grammar is taken', () => {
  const component = fc.stringMatching(/^[a-z0-9]{1,8}((\.|_|__|-{1,3})[a-z0-9]{1,8}){0,2}$/);
  const registry = fc.stringMatching(/^[a-z0-9]{1,8}(-[a-z0-9]{1,4})?\.[a-z]{2,3}(:[0-9]{1,5})?\/$/);
  const tag = fc.stringMatching(/^:[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/);
  const hash = fc.stringMatching(/^@sha256:[0-9a-f]{64}$/);
  const optional = (part: fc.Arbitrary<string>) => fc.option(part, { nil: '' });
  // a first part with a dot would be a registry
  const first = component.filter((part) => !part.includes('.'));
  const path = fc.tuple(first, fc.array(component, { maxLength: 2 })).map(([head, tail]) => [head, ...tail].join('/'));
  fc.assert(fc.property(optional(registry), path, optional(tag), optional(hash), (...parts) => {
    expect(WasmImage.container(parts.join('')).image).toBe(parts.join(''));
  }));
});
