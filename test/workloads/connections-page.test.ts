import { readFileSync } from 'fs';
import { App, Chart } from 'cdk8s';
import { Deployment } from 'cdk8s-plus-28';
import { WasmApp } from '../../src';

const PAGE = readFileSync('docs/connections.md', 'utf8');

test('the page about connections names each policy as it is written', () => {
  const app = new App();
  const web = new Deployment(new Chart(app, 'web', { namespace: 'web' }), 'peer', {
    metadata: { name: 'peer' }, containers: [{ image: 'nginx:1', portNumber: 8080, resources: {} }],
  });
  const made = (connect: (api: WasmApp) => void) => {
    const program = new Chart(app, `apps-${app.charts.length}`, { namespace: `apps-${app.charts.length}` });
    const known = policies();
    connect(new WasmApp(program, 'api', { metadata: { name: 'name' }, image: 'ghcr.io/acme/api:v1' }));
    return policies().filter((name) => !known.includes(name)).map((name) => name.slice(0, -9)).sort();
  };
  const policies = (): string[] => app.charts.flatMap((chart) => chart.toJson()).filter(({ kind }) => kind === 'NetworkPolicy').map(({ metadata }) => metadata.name);
  const said = (verb: string) => {
    const rows = PAGE.split('\n').filter((line) => line.startsWith('| ')).map((line) => line.split(' | '));
    const first = rows.findIndex(([cell]) => cell.includes(`\`${verb}`));
    const after = rows.slice(first + 1).findIndex(([cell]) => cell.replace('|', '').trim() !== '');
    const own = rows.slice(first, after < 0 ? undefined : first + 1 + after);
    return own.flatMap((cells) => [...cells[2].matchAll(/`(\S+)-…`/g)].map(([, name]) => name.replace('<name>', 'name').replace('<peer>', 'peer'))).sort();
  };
  expect(said('isolate')).toEqual(made((api) => api.connections.isolate()));
  expect(said('allowTo')).toEqual(made((api) => api.connections.allowTo(web)));
  expect(said('allowFrom')).toEqual(made((api) => api.connections.allowFrom(web)));
});
