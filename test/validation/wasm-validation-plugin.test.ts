/** The plugin, as cdk8s-cli loads it: its own process, its own folder, no network. */
import { spawnSync } from 'child_process';
import fs from 'fs';
import os from 'os';
import path from 'path';
import { stringify } from 'yaml';
import { RuleCode, WasmValidationPlugin, WasmValidationPluginProps } from '../../src';
import { load } from '../support/manifest/load';

const ROOT = path.join(__dirname, '../..');

const EXECUTOR = {
  apiVersion: 'core.spinkube.dev/v1alpha1',
  kind: 'SpinAppExecutor',
  metadata: { name: 'spin' },
  spec: { createDeployment: true, deploymentConfig: { runtimeClassName: 'wasmtime-spin-v2' } },
};
const APP = {
  apiVersion: 'core.spinkube.dev/v1alpha1',
  kind: 'SpinApp',
  metadata: { name: 'api' },
  spec: { image: 'acme/api:v1', executor: 'spin', replicas: 1 },
};
const variable = (secretKeyRef: object) => ({ ...APP, spec: { ...APP.spec, variables: [{ name: 'token', valueFrom: { secretKeyRef } }] } });

const folder = () => fs.mkdtempSync(path.join(os.tmpdir(), 'cdk8s-wasm-plugin-'));

/** What the plugin reports, through cdk8s-cli's own context. */
async function report(files: object[][], properties?: WasmValidationPluginProps): Promise<any> {
  const { ValidationContext } = load(path.join(ROOT, 'node_modules/cdk8s-cli/lib/plugins/validation.js'));
  const out = folder();
  const manifests = files.map((objects, index) => {
    const file = path.join(out, `${index}.k8s.yaml`);
    fs.writeFileSync(file, objects.map((object) => stringify(object)).join('---\n'));
    return file;
  });
  const context = new ValidationContext(manifests, 'cdk8s-wasm', '0.0.0', { api: { path: 'chart/app/Resource' } }, false);
  await new WasmValidationPlugin(properties).validate(context);
  return context.report.toJson();
}

const codes = ({ violations }: any) => violations.map(({ ruleName }: any) => ruleName);

describe('the plugin', () => {
  test('passes what is fine, across files', async () => {
    const { summary, violations } = await report([[EXECUTOR], [APP]]);
    expect({ status: summary.status, violations }).toEqual({ status: 'success', violations: [] });
  });

  test('says where, what, why and how to fix it', async () => {
    const { summary, violations } = await report([[EXECUTOR, { ...APP, spec: { ...APP.spec, replicas: 0 } }]]);
    expect(summary.status).toBe('failure');
    expect(violations).toEqual([{
      ruleName: 'InvalidReplicas',
      recommendation: 'must be an integer >= 1 unless the app autoscales',
      fix: 'use an autoscaler for scale to zero',
      violatingConstructs: [{
        resourceName: 'api',
        locations: ['spec.replicas: got 0'],
        constructPath: 'chart/app/Resource',
        manifestPath: expect.stringMatching(/0\.k8s\.yaml$/),
      }],
    }]);
  });

  test('knows only what stands in manifests, and what it is told', async () => {
    const files = [[variable({ name: 'db', key: 'token' })]];
    expect(codes(await report(files))).toEqual(['UnresolvedReference', 'UnresolvedReference']);
    expect(codes(await report(files, { existing: ['SpinAppExecutor/spin', 'Secret/*'] }))).toEqual([]);
    expect(codes(await report(files, { existing: ['SpinAppExecutor/spin', 'Secret/other/db'] }))).toEqual(['UnresolvedReference']);
  });

  test('reads the keys of Secrets', async () => {
    const secret = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'db' }, data: { url: '' } };
    expect(codes(await report([[EXECUTOR, secret, variable({ name: 'db', key: 'token' })]]))).toEqual(['MissingKey']);
  });

  test('knows the releases and the handler that it is told', async () => {
    const files = [[{ ...EXECUTOR, spec: { createDeployment: true, deploymentConfig: { runtimeClassName: 'mine' } } },
      { apiVersion: 'node.k8s.io/v1', kind: 'RuntimeClass', metadata: { name: 'mine' }, handler: 'spin-v2' },
      { ...APP, spec: { ...APP.spec, components: ['api'], invocationLimits: { memory: '1Mi' } } }]];
    expect(codes(await report(files))).toEqual([]);
    expect(codes(await report(files, { operatorVersion: '0.5.0', shimVersion: '0.16.0', handler: 'spin' })))
      .toEqual(['HandlerMismatch', 'FieldTooNew', 'FieldTooNew', 'FieldTooNew']);
  });

  test('warns only of rules that it is told to', async () => {
    const stderr = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
    const { violations } = await report([[APP]], { warnOnly: { [RuleCode.UNRESOLVED_REFERENCE]: 'another team makes it' } });
    const lines = stderr.mock.calls.map(([text]) => String(text));
    stderr.mockRestore();
    expect(violations).toEqual([]);
    expect(lines).toEqual([expect.stringMatching(/spec.executor: got "spin"; .*; allowed here: another team makes it\n$/)]);
  });

  test('skips what is no object, and reads strings as they are', async () => {
    const mode = { ...APP, spec: { ...APP.spec, variables: [{ name: 'mode', value: '0o17' }] } };
    expect(codes(await report([[EXECUTOR, mode, null as any, { a: 1 }], []]))).toEqual([]);
  });

  test('fails for an existing object in other words', async () => {
    await expect(report([], { existing: ['db'] })).rejects.toThrow(new Error(
      '[WasmValidationPlugin] existing: got "db"; must be Kind/name or Kind/namespace/name; write it as "Secret/db" (InvalidReference)',
    ));
  });
});

/** Runs cdk8s-cli's synth over a program with one SpinApp. */
function synth(replicas: number) {
  const work = folder();
  const write = (file: string, text: string) => fs.writeFileSync(path.join(work, file), text);
  fs.mkdirSync(path.join(work, 'plugin'));
  const here = (module: string) => JSON.stringify(path.join(ROOT, module));
  write('plugin/index.js', `require(${here('node_modules/ts-node')}).register({ transpileOnly: true, cwd: ${here('')} });
module.exports = require(${here('src/validation/wasm-validation-plugin')});`);
  write('main.js', `const { ApiObject, App, Chart } = require(${here('node_modules/cdk8s')});
const app = new App();
const chart = new Chart(app, 'shop');
new ApiObject(chart, 'executor', ${JSON.stringify(EXECUTOR)});
new ApiObject(chart, 'app', ${JSON.stringify({ ...APP, spec: { ...APP.spec, replicas } })});
app.synth();`);
  write('cdk8s.yaml', stringify({
    language: 'typescript',
    app: 'node main.js',
    validations: [{ package: './plugin', version: '0.0.0', class: 'WasmValidationPlugin', properties: { operatorVersion: '0.6.1' } }],
  }));
  const cli = path.join(ROOT, 'node_modules/cdk8s-cli/bin/cdk8s');
  return spawnSync(process.execPath, [cli, 'synth', '--no-check-upgrade'], { cwd: work, encoding: 'utf8' });
}

describe('cdk8s-cli', () => {
  test('passes a program that is fine', () => {
    const { status, stdout } = synth(1);
    expect({ status, passed: stdout.includes('Validations ended succesfully') }).toEqual({ status: 0, passed: true });
  }, 60_000);

  test('fails a program that is not, by the path of the construct', () => {
    const { status, stdout } = synth(0);
    expect(status).toBe(2);
    expect(stdout).toContain('InvalidReplicas (1 occurrences)');
    expect(stdout).toContain('- Construct Path: shop/app\n');
    expect(stdout).toContain('> spec.replicas: got 0\n');
    expect(stdout).toContain('How to fix: use an autoscaler for scale to zero');
  }, 60_000);
});
