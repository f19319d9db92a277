import { readdirSync } from 'fs';
import { ApiObject, App, Chart, Testing } from 'cdk8s';
import { EnvValue } from 'cdk8s-plus-28';
import * as jsYaml from 'js-yaml';
import { FleetApp, WasmApp } from '../../src';

const HALF = 'Hello 😀'.slice(0, 7);
const RULE = 'it was cut inside a character, and no YAML file can hold half of one; '
  + "cut it between characters: Array.from(text).slice(0, 7).join('') (InvalidText)";

function fleet(): FleetApp {
  return new FleetApp({ outdir: Testing.app().outdir });
}

function raw(app: App, chart: string, fields: object): ApiObject {
  return new ApiObject(new Chart(app, chart), 'map', { apiVersion: 'v1', kind: 'ConfigMap', ...fields });
}

test.each<[string, () => App]>([
  ['the stock App', () => new App()], ['a FleetApp', fleet],
])('fails for half a character in a construct of ours under %s', (_what, app) => {
  const variables = { greeting: EnvValue.fromValue(HALF) };
  expect(() => new WasmApp(new Chart(app(), 'apps'), 'api', { image: 'ghcr.io/acme/api:v1', variables }))
    .toThrow(new Error(`[apps/api] spec.variables["greeting"].value: got "Hello \\ud83d"; ${RULE}`));
});

describe('a FleetApp with half a character in a raw object', () => {
  const app = fleet();
  raw(app, 'good', { data: { a: 'x' } });
  raw(app, 'maps', { metadata: { annotations: { 'a.b/note': HALF } }, data: { list: [{ deep: HALF }], [HALF]: '1' } });
  class Own extends Chart {
    toJson() {
      return [{ kind: 'Own', text: `two\nlines ${HALF}` }];
    }
  }
  new Own(app, 'own');
  const message = [
    `[maps/map] metadata.annotations["a.b/note"]: got "Hello \\ud83d"; ${RULE}`,
    `[maps/map] data key: got "Hello \\ud83d"; ${RULE}`,
    `[maps/map] data.list[0].deep: got "Hello \\ud83d"; ${RULE}`,
    `[own] text: got "two\\nlines Hello \\ud83d"; ${RULE}`,
  ].join('\n');

  test('fails before anything is written, and names all places', () => {
    expect(() => app.synth()).toThrow(new Error(message));
    expect(readdirSync(app.outdir)).toEqual([]);
  });

  test('fails to give its text', () => {
    expect(() => app.synthYaml()).toThrow(new Error(message));
  });
});

test('JSON with escapes for characters is text like any other, however often', () => {
  const app = fleet();
  const json = JSON.stringify({ title: '\\ud83d', pair: '\\ud83d\\ude00' });
  ['one', 'two'].forEach((chart) => raw(app, chart, { data: { json, lines: `${json}\n\\ud83d\n` } }));
  app.synth();
  expect((jsYaml.loadAll(app.synthYaml()) as any[]).map(({ data }) => data.json)).toEqual([json, json]);
});
