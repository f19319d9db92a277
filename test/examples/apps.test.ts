/** The programs of examples/apps/, one for each family of fields. */
import fs from 'node:fs';
import path from 'node:path';
import { App } from 'cdk8s';
import { load } from '../support/manifest/load';
import { checkManifests } from '../support/manifest-check';
import { withEnvironment } from '../support/variables';

const FOLDER = path.join(__dirname, '../../examples/apps');
const NAMES = fs.readdirSync(FOLDER).filter((file) => file.endsWith('.ts')).map((file) => path.basename(file, '.ts'));

/** The families that the examples show at least. */
const FAMILIES = [
  'components', 'executors', 'hpa', 'http-route', 'ingress', 'invocation-limits', 'keda', 'private-image', 'probes', 'resources', 'runtime-config',
  'scale-to-zero', 'service-account', 'simple', 'validation', 'variables', 'volumes',
];

/** What is in the cluster before: SpinKube, and an executor that one of them names. */
const BEFORE = { runtimeClasses: ['wasmtime-spin-v2'], executors: ['containerd-shim-spin'] };

test('there is one for each family', () => {
  expect(NAMES).toEqual(expect.arrayContaining(FAMILIES));
});

describe.each(FAMILIES)('%s', (name) => {
  const lines = fs.readFileSync(path.join(FOLDER, `${name}.ts`), 'utf8').trimEnd().split('\n');

  test('has at most 60 lines, and says first what it shows', () => {
    expect(lines.length).toBeLessThanOrEqual(60);
    expect(lines[0]).toMatch(/^\/\*\* .+\. \*\/$/);
  });

  test('synthesises what a cluster takes, into the folder that cdk8s-cli says', () => {
    const apps: App[] = [];
    const synth = jest.spyOn(App.prototype, 'synth').mockImplementation(function (this: any) {
      apps.push(this);
    });
    withEnvironment({ CDK8S_OUTDIR: 'build' }, () => load(path.join(FOLDER, name)));
    synth.mockRestore();
    expect(apps.map(({ outdir }) => outdir)).toEqual(['build']);
    apps[0].synthYaml();
    const objects = apps[0].charts.flatMap((chart) => chart.toJson());
    expect(checkManifests(objects, BEFORE)).toEqual([]);
    expect(objects.length).toBeGreaterThan(1);
    // what it wrote over, it would take from all other apps when it is deleted
    const written = objects.filter(({ kind }) => kind === 'RuntimeClass').map(({ metadata }) => metadata.name);
    expect(written.filter((runtimeClass) => BEFORE.runtimeClasses.includes(runtimeClass))).toEqual([]);
  });
});
