import { App, Chart } from 'cdk8s';
import * as fc from 'fast-check';
import { FleetApp, WasmDeployment, WasmImage, WasmJob, WasmRuntimeClass } from '../../src';
import { checkManifests, parseManifests } from '../support/manifest-check';

// the reference grammar of the OCI distribution specification, and of container runtimes around it
const WORD = fc.stringMatching(/^[a-z0-9]{1,6}$/);
const COMPONENT = fc.tuple(WORD, fc.array(fc.tuple(fc.constantFrom('.', '_', '__', '-', '---'), WORD).map((pair) => pair.join('')), { maxLength: 2 }))
  .map(([first, rest]) => first + rest.join(''));
const HOST = fc.tuple(WORD, WORD, fc.option(fc.integer({ min: 1, max: 65535 }))).map(([a, b, port]) => `${a}.${b}${port === null ? '' : `:${port}`}`);
const TAG = fc.stringMatching(/^[A-Za-z0-9_][A-Za-z0-9_.-]{0,20}$/).filter((tag) => tag !== 'latest');
const DIGEST = fc.stringMatching(/^[0-9a-f]{64}$/).map((hex) => `sha256:${hex}`);
const REFERENCE = fc.tuple(fc.option(HOST), fc.array(COMPONENT, { minLength: 1, maxLength: 3 }), TAG, fc.option(DIGEST))
  .map(([host, path, tag, digest]) => `${host === null ? '' : `${host}/`}${path.join('/')}:${tag}${digest === null ? '' : `@${digest}`}`);

/** Any text that a command line may hold, after a first word. */
const TEXT = fc.oneof(fc.string({ unit: 'grapheme-ascii' }), fc.string({ unit: 'grapheme' }), fc.constantFrom('0o17', '1e3', 'yes', '~', '- a'));
const COMMAND = fc.tuple(fc.constantFrom('/', '/a.wasm', 'a.wasm#run', '0x1f'), fc.array(TEXT, { maxLength: 3 })).map(([first, rest]) => [first, ...rest]);

/** The container of a program as a reader of its YAML sees it. */
function containerOf(app: App, make: (chart: Chart, runtimeClass: any) => unknown): any {
  const chart = new Chart(app, 'test');
  make(chart, WasmRuntimeClass.fromRuntimeClassName(chart, 'class', 'wasm'));
  const objects = parseManifests('synth', app.synthYaml());
  expect(checkManifests(objects, { runtimeClasses: ['wasm'] })).toEqual([]);
  return objects[0].spec.template.spec.containers[0];
}

test('every image reference is written as it was given', () => {
  fc.assert(fc.property(REFERENCE, (reference) => {
    const container = containerOf(new App(), (chart, runtimeClass) =>
      new WasmDeployment(chart, 'app', { runtimeClass, image: WasmImage.container(reference) }));
    expect(container).toMatchObject({ image: reference });
    expect(container).not.toHaveProperty('command');
  }), { numRuns: 50 });
});

test('every command is written as it was given, word by word, by a FleetApp', () => {
  fc.assert(fc.property(COMMAND, (command) => {
    const image = WasmImage.ociArtifact('hello:v1', { command });
    expect(containerOf(new FleetApp(), (chart, runtimeClass) => new WasmJob(chart, 'app', { runtimeClass, image })).command).toEqual(command);
  }), { numRuns: 50 });
});

test('every command is written as it was given by an App too, or fails because a reader would change it', () => {
  fc.assert(fc.property(COMMAND, (command) => {
    const image = WasmImage.ociArtifact('hello:v1', { command });
    const written = (() => {
      try {
        return containerOf(new App(), (chart, runtimeClass) => new WasmJob(chart, 'app', { runtimeClass, image })).command;
      } catch (error) {
        return (error as Error).message.split('\n').every((line) => line.endsWith('(AmbiguousScalar)')) ? command : error;
      }
    })();
    expect(written).toEqual(command);
  }), { numRuns: 50 });
});
