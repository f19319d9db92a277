/** The plugin, as cdk8s-cli loads it: its own process, its own folder, no network. */
import fs from 'fs';
import os from 'os';
import path from 'path';
import { stringify } from 'yaml';
import { RuleCode, WasmValidationPlugin, WasmValidationPluginProps } from '../../src';
import { cdk8sSynth, compiled, filesBelow } from '../support/cdk8s-cli';
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

/** A violation as any other message. */
const said = ({ ruleName, recommendation, fix, violatingConstructs: [{ locations }] }: any) => `${locations[0]}; ${recommendation}; ${fix} (${ruleName})`;

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

  test('reads lists', async () => {
    const list = { apiVersion: 'v1', kind: 'List', items: [EXECUTOR, { ...APP, spec: { ...APP.spec, replicas: 0 } }, null] };
    const { violations } = await report([[list as any]]);
    expect(violations.map(said)).toEqual([expect.stringMatching(/^spec\.replicas: got 0; .*\(InvalidReplicas\)$/)]);
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

  test('fails where it is handed no file', async () => {
    const { summary, violations } = await report([]);
    expect(summary.status).toBe('failure');
    expect(violations).toHaveLength(1);
    expect(said(violations[0])).toBe('manifests: got []; cdk8s-cli found no file in its output folder, so that nothing was checked; '
      + 'leave outdir out of the App, and let cdk8s.yaml or --output name the folder (NoManifests)');
  });

  test('passes files without an object of which there are rules', async () => {
    const { summary } = await report([[{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'map' } }]]);
    expect(summary.status).toBe('success');
  });

  test('words its fixes for cdk8s.yaml', async () => {
    const shop = (object: any) => ({ ...object, metadata: { ...object.metadata, namespace: 'shop' } });
    const scaler = {
      apiVersion: 'autoscaling/v2',
      kind: 'HorizontalPodAutoscaler',
      metadata: { name: 'web' },
      spec: {
        scaleTargetRef: {
          apiVersion: 'apps/v1', kind: 'Deployment', name: 'web',
        },
      },
    };
    const ingress = {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'Ingress',
      metadata: { name: 'web' },
      spec: {
        defaultBackend: { service: { name: 'web', port: { number: 80 } } },
      },
    };
    const elsewhere = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'db', namespace: 'other' } };
    const other = { apiVersion: 'node.k8s.io/v1', kind: 'RuntimeClass', metadata: { name: 'mine' }, handler: 'spin-v2' };
    const executor = (runtimeClassName: string) => ({ ...EXECUTOR, spec: { createDeployment: true, deploymentConfig: { runtimeClassName } } });
    const { violations } = await report([[
      shop({ ...APP, spec: { ...APP.spec, executor: 'spun', serviceAccountName: 'api' } }), shop(variable({ name: 'db', key: 'token' })), EXECUTOR,
      shop(executor('edge')), executor('mine'), shop(scaler), shop(ingress), elsewhere, other,
    ].map((object: any, index) => ({ ...object, metadata: { ...object.metadata, labels: { index: String(index) } } }))], { handler: 'spin' });
    const say = (reference: string) => `say that it exists: "${reference}" below existing: in cdk8s.yaml`;
    expect(violations.map(({ fix }: any) => fix)).toEqual([
      `did you mean "spin"? If not, ${say('SpinAppExecutor/shop/spun')}`,
      say('ServiceAccount/shop/api'),
      `make it in the namespace of the app, or, if it is there too, ${say('Secret/shop/db')}`,
      say('RuntimeClass/edge'),
      'use that handler, or say handler: spin-v2 in cdk8s.yaml',
      say('Deployment/shop/web'),
      say('Service/shop/web'),
    ]);
    expect(violations.map(({ fix }: any) => fix).join()).not.toMatch(/fromX|from[A-Z]|WasmValidation|Rules\.|WasmCluster/);
  });

  test('takes what its fixes say', async () => {
    const files = [[variable({ name: 'db', key: 'token' })]];
    const { violations } = await report(files);
    const existing = violations.map(({ fix }: any) => /"(.*)"/.exec(fix)![1]);
    expect(existing).toEqual(['SpinAppExecutor/spin', 'Secret/db']);
    expect(codes(await report(files, { existing }))).toEqual([]);
  });

  test('takes properties without a value for none', async () => {
    expect(codes(await report([[EXECUTOR], [APP]], { existing: null, warnOnly: null, handler: undefined } as any))).toEqual([]);
  });

  const HAS = 'the plugin has the properties operatorVersion, shimVersion, handler, existing and warnOnly';
  test.each<[string, object, string[]]>([
    ['that it does not have', { operatorVersoin: '0.6.1', exists: [], namespaces: [] }, [
      `operatorVersoin: got "0.6.1"; ${HAS}; did you mean "operatorVersion"?`,
      `exists: got []; ${HAS}; leave it out of cdk8s.yaml`,
      `namespaces: got []; ${HAS}; leave it out of cdk8s.yaml`,
    ]],
    ['that every object has', JSON.parse('{"constructor":1,"__proto__":1}'), [
      `constructor: got 1; ${HAS}; leave it out of cdk8s.yaml`, `__proto__: got 1; ${HAS}; leave it out of cdk8s.yaml`,
    ]],
    ['of another type', { operatorVersion: 0.6, shimVersion: ['0.24.0'], handler: true, existing: 'Secret/db', warnOnly: ['InvalidName'] }, [
      'operatorVersion: got 0.6; must be a text; write it in quotes',
      'shimVersion: got ["0.24.0"]; must be a text; write it in quotes',
      'handler: got true; must be a text; write it in quotes',
      'existing: got "Secret/db"; must be a list of texts; write each in a line of its own, as - Secret/db',
      'warnOnly: got ["InvalidName"]; must be a map of codes to reasons; write each in a line of its own, as InvalidName: the reason',
    ]],
    ['with an item of another type', { existing: [{ Secret: 'db' }], warnOnly: { InvalidName: null } }, [
      'existing: got [{"Secret":"db"}]; must be a list of texts; write each in a line of its own, as - Secret/db',
      'warnOnly: got {"InvalidName":null}; must be a map of codes to reasons; write each in a line of its own, as InvalidName: the reason',
    ]],
    ['that relaxes no rule', { warnOnly: { InvalidReplica: 'soon', NoSuchRule: 'soon' } }, [
      'warnOnly.InvalidReplica: got "soon"; no rule has this code; did you mean "InvalidReplicas"?',
      'warnOnly.NoSuchRule: got "soon"; no rule has this code; leave it out of cdk8s.yaml',
    ]],
  ])('fails for a property %s', (_, properties, messages) => {
    expect(() => new WasmValidationPlugin(properties as any))
      .toThrow(new Error(messages.map((message) => `[WasmValidationPlugin] properties.${message} (InvalidPlugin)`).join('\n')));
  });

  test('fails for an existing object in other words', async () => {
    await expect(report([], { existing: ['db'] })).rejects.toThrow(new Error(
      '[WasmValidationPlugin] existing: got "db"; must be Kind/name or Kind/namespace/name; write it as "Secret/db" (InvalidReference)',
    ));
  });
});

/** A program with one SpinApp that runs under cdk8s-cli. */
interface Program {
  readonly replicas: number;
  readonly app: string;
  readonly flags: string[];
  readonly variables?: { readonly [name: string]: string };
}

describe('cdk8s-cli', () => {
  const library = compiled();

  /** Runs `cdk8s synth`, and tells what it printed, how it ended, and what files there are. */
  function synth({ replicas, app, flags, variables }: Program) {
    const work = folder();
    const write = (file: string, text: string) => fs.writeFileSync(path.join(work, file), text);
    write('main.js', `const { ApiObject, App, Chart } = require(${JSON.stringify(path.join(ROOT, 'node_modules/cdk8s'))});
const { FleetApp, GitLayout } = require(${JSON.stringify(path.join(library, 'src'))});
const app = ${app};
const chart = new Chart(app, 'shop');
new ApiObject(chart, 'executor', ${JSON.stringify(EXECUTOR)});
new ApiObject(chart, 'app', ${JSON.stringify({ ...APP, spec: { ...APP.spec, replicas } })});
app.synth();`);
    write('cdk8s.yaml', stringify({
      language: 'typescript',
      app: 'node main.js',
      validations: [{ package: path.join(library, 'src'), version: '0.0.0', class: 'WasmValidationPlugin', properties: { operatorVersion: '0.6.1' } }],
    }));
    const { status, stdout, stderr } = cdk8sSynth(work, flags, variables);
    const files = ['build', 'dist'].flatMap((out) => filesBelow(path.join(work, out), '.yaml', '.json').map((file) => `${out}/${file}`));
    return { status, stdout, stderr, files };
  }

  const PASSED = 'Validations ended succesfully';

  const METADATA = 'construct-metadata.json';
  const WITHOUT = { CDK8S_RECORD_CONSTRUCT_METADATA: 'false' };

  test.each<[string, string, Partial<Program>, string[]]>([
    ['new App()', 'the folder of cdk8s-cli', {}, [`dist/${METADATA}`, 'dist/shop.k8s.yaml']],
    ['new FleetApp({ layout: GitLayout.kubectl() })', 'a folder of yours, without metadata', { flags: ['--output', 'build'], variables: WITHOUT }, [
      'build/4-executors/+no-namespace/shop.k8s.yaml', 'build/5-apps/+no-namespace/shop.k8s.yaml',
    ]],
  ])('passes %s, whose files go to %s', (app, _, given, files) => {
    const run = synth({ replicas: 1, app, flags: [], ...given });
    expect({ status: run.status, files: run.files, passed: run.stdout.includes(PASSED) }).toEqual({ status: 0, files, passed: true });
  }, 60_000);

  test('passes a program whose files go to stdout alone', () => {
    const { status, stdout, files } = synth({ replicas: 1, app: 'new FleetApp()', flags: ['--stdout'] });
    expect({ status, files, passed: stdout.includes(PASSED) }).toEqual({ status: 0, files: [], passed: true });
    expect(stdout.match(/^kind: .*$/gm)).toEqual(['kind: SpinAppExecutor', 'kind: SpinApp']);
  }, 60_000);

  test.each<[string, string[], string]>([
    ['new App()', ['--stdout'], 'STDOUT'],
    ['new FleetApp()', ['--output', 'build'], 'build/shop.k8s.yaml'],
  ])('fails %s with %j for a wrong object, by the path of its construct', (app, flags, file) => {
    const { status, stdout, stderr } = synth({ replicas: 0, app, flags });
    expect(status).toBe(2);
    expect(stdout).toContain('InvalidReplicas (1 occurrences)');
    expect(stdout).toContain(`- Construct Path: shop/app\n    - Manifest Path: ${file}\n`);
    expect(stdout).toContain('> spec.replicas: got 0\n');
    expect(stdout).toContain('How to fix: use an autoscaler for scale to zero');
    expect(stderr).toContain('Validation failed');
  }, 60_000);

  test('fails a program that writes to a folder of its own, of which it sees nothing', () => {
    const { status, stdout, files } = synth({ replicas: 0, app: "new App({ outdir: 'dist' })", flags: ['--stdout'] });
    expect({ status, files }).toEqual({ status: 2, files: [`dist/${METADATA}`, 'dist/shop.k8s.yaml'] });
    expect(stdout).toContain('NoManifests (1 occurrences)');
    expect(stdout).toContain('How to fix: leave outdir out of the App, and let cdk8s.yaml or --output name the folder');
  }, 60_000);
});
