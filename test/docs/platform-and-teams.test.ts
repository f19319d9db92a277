/** Holds the page about platform and teams to the examples that it shows, and its table of names to what is written. */
import { readFileSync } from 'node:fs';
import { App, Chart } from 'cdk8s';
import { EdgeWasmApp, ExecutorManagement, SpinAppExecutor, WasmApp, WasmCluster, WasmNodePool } from '../../src';
import { parseManifests } from '../support/manifest-check';
import { yamlOf } from '../support/synth';

const PAGE = readFileSync('docs/platform-and-teams.md', 'utf8');
const IMAGE = 'ghcr.io/acme/api:v1';

test('shows both programs of examples/teams, whole', () => {
  const shown = [...PAGE.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, text]) => text);
  expect(shown).toEqual(['platform', 'team'].map((name) => readFileSync(`examples/teams/${name}.ts`, 'utf8')));
});

test('has the names that the apps of a team name', () => {
  const chart = new Chart(new WasmCluster(new App(), 'prod', { executors: ExecutorManagement.EXISTING }), 'apps', { namespace: 'shop' });
  new WasmApp(chart, 'app', { image: IMAGE });
  new EdgeWasmApp(chart, 'edge', { image: IMAGE });
  new WasmApp(chart, 'pooled', { image: IMAGE, nodePool: new WasmNodePool(chart, 'gpu') });
  new EdgeWasmApp(chart, 'placed', { image: IMAGE, nodeSelector: { site: 'far' } });
  const executor = SpinAppExecutor.fromSpinAppExecutorName(chart, 'executor', 'the-name-given');
  new WasmApp(chart, 'named', { image: IMAGE, executor });
  const written = parseManifests('team', yamlOf(chart.node.root)).map(({ spec }) => spec.executor.replace('shop', '<namespace>').replace(/[0-9a-f]{8}$/, '<hash>'));
  const rows = PAGE.slice(PAGE.indexOf('| the team says |')).split('\n\n')[0].split('\n').slice(2);
  expect(rows.map((row) => row.split('|')[2].trim().replace(/`/g, '').replace(/ /g, '-'))).toEqual(written);
});

test('speaks of names that two programs with owners have', () => {
  const executors = ['web', 'api'].map((owner) => {
    const cluster = new WasmCluster(new App(), 'prod', { owner });
    new WasmApp(new Chart(cluster, 'apps', { namespace: 'shop' }), 'app', { image: IMAGE });
    return parseManifests('program', yamlOf(cluster)).find(({ kind }) => kind === 'SpinAppExecutor').metadata.name;
  });
  expect(PAGE).toContain(executors.map((name) => `\`${name}\``).join(' and '));
});
