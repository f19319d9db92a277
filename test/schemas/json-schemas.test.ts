import { execFileSync } from 'child_process';
import fs from 'fs';
import Ajv from 'ajv';
import addFormats from 'ajv-formats';
import { App, Chart, Size } from 'cdk8s';
import { EnvValue, Probe } from 'cdk8s-plus-28';
import { jsonSchemas } from '../../projenrc/json-schemas';
import { ShimRelease, SpinAppExecutor, WasmApp, WasmShim } from '../../src';

const FILES = ['shim_v1alpha1.json', 'spinapp_v1alpha1.json', 'spinappexecutor_v1alpha1.json'];

/** What a validator of JSON schemas says of an object. */
function problems({ kind, apiVersion, ...rest }: any): string[] {
  const file = `schemas/${kind.toLowerCase()}_${apiVersion.split('/')[1]}.json`;
  const validate = addFormats(new Ajv({ allErrors: true })).compile(JSON.parse(fs.readFileSync(file, 'utf8')));
  return validate({ kind, apiVersion, ...rest }) ? [] : validate.errors!.map(({ instancePath, message }) => `${instancePath} ${message}`);
}

const SPEC = { image: 'acme/api:v1', executor: 'spin' };
const app = (spec: object) => ({ apiVersion: 'core.spinkube.dev/v1alpha1', kind: 'SpinApp', metadata: {}, spec: { ...SPEC, ...spec } });

test('schemas/ is what crds/ makes; if not, run `npx projen schemas`', () => {
  expect(fs.readdirSync('schemas').sort()).toEqual(FILES);
  expect(Object.fromEntries(jsonSchemas())).toEqual(Object.fromEntries(FILES.map((file) => [file, fs.readFileSync(`schemas/${file}`, 'utf8')])));
});

test('the package has them', () => {
  const [{ files }] = JSON.parse(execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
  expect(files.map(({ path }: any) => path).filter((path: string) => path.startsWith('schemas/')).sort()).toEqual(FILES.map((file) => `schemas/${file}`));
}, 60_000);

test('they take what the constructs make', () => {
  const chart = new Chart(new App(), 'test');
  new SpinAppExecutor(chart, 'executor', { spinImage: 'spin:v1', otel: { endpoint: 'http://otel:4318' } });
  new WasmApp(chart, 'api', {
    image: 'acme/api:v1', variables: { a: EnvValue.fromValue('x') }, readiness: Probe.fromHttpGet('/'), resources: { memory: { limit: Size.mebibytes(64) } },
  });
  new WasmShim(chart, 'shim', { release: ShimRelease.WASMTIME_0_6_0 });
  expect(chart.toJson().map(problems)).toEqual([[], [], []]);
});

test.each<[string, object, string]>([
  ['a field that does not exist', app({ nodeSelector: {} }), '/spec must NOT have additional properties'],
  ['a field within a field', app({ checks: { readiness: { httpGet: { path: '/', port: 80 } } } }), '/spec/checks/readiness/httpGet must NOT have additional properties'],
  ['a number for a string', app({ variables: [{ name: 'a', value: 1 }] }), '/spec/variables/0/value must be string'],
  ['a quantity that is none', app({ resources: { limits: { cpu: 'much' } } }),
    '/spec/resources/limits/cpu must match pattern "^(\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))(([KMGTPE]i)|[numkMGTPE]|([eE](\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))))?$"'],
  ['no image', app({ image: undefined }), '/spec must have required property \'image\''],
  ['another kind', { ...app({}), kind: 'SpinAppExecutor' }, '/spec must have required property \'createDeployment\''],
])('they refuse %s', (_, object, message) => {
  expect(problems(JSON.parse(JSON.stringify(object)))).toContain(message);
});
