import { Chart, Size } from 'cdk8s';
import { Cpu, Namespace, Probe } from 'cdk8s-plus-28';
import { AppOverrides, EdgeWasmApp, FleetApp, GitLayout, SpinKubeVersion, WasmApp, WasmCluster } from 'cdk8s-wasm';

const REGIONS = ['eu', 'us', 'ap'];
const SITES = [1, 2, 3, 4];

// Two apps in the back room, three on the machines at the edge of each site
const BACK_ROOM = ['catalog', 'orders'];
const EDGE = ['checkout', 'signage', 'sensors'];

const app = new FleetApp({
  layout: GitLayout.argoCd({ repoUrl: 'https://git.example.com/platform/fleet.git', path: 'dist/fleet', targetRevision: 'main', name: 'shops' }),
});

// What differs from site to site, in one place: a name that no app or cluster has is an error
const overrides = new AppOverrides(app, 'overrides', [
  { cluster: 'eu-2', app: 'checkout', image: 'ghcr.io/example/checkout:v1.5.0-rc.1' },
]);

for (const region of REGIONS) {
  for (const number of SITES) {
    site(`${region}-${number}`, region);
  }
}

app.synth();

/** One site: a cluster with a node pool at its edge. */
function site(name: string, region: string): void {
  const cluster = new WasmCluster(app, name, {
    operatorVersion: SpinKubeVersion.V0_6_1,
    edge: { nodeSelector: { 'example.com/pool': 'edge' }, tolerations: [{ key: 'example.com/edge', operator: 'Exists', effect: 'NoSchedule' }] },
  });
  new Namespace(new Chart(cluster, 'namespace'), 'shop', { metadata: { name: 'shop' } });
  for (const id of BACK_ROOM) {
    new WasmApp(chartOf(cluster, id, region), id, { metadata: { name: id }, ...common(cluster, id) }).exposeViaService();
  }
  for (const id of EDGE) {
    new EdgeWasmApp(chartOf(cluster, id, region), id, { metadata: { name: id }, ...common(cluster, id) });
  }
}

function chartOf(cluster: WasmCluster, id: string, region: string): Chart {
  return new Chart(cluster, id, { namespace: 'shop', labels: { 'example.com/region': region } });
}

/** What all apps have, as far as nothing else is said of this one. */
function common(cluster: WasmCluster, id: string) {
  return {
    image: `ghcr.io/example/${id}:v1.4.2`,
    readiness: Probe.fromHttpGet('/health'),
    resources: {
      cpu: { request: Cpu.millis(20), limit: Cpu.millis(200) },
      memory: { request: Size.mebibytes(32), limit: Size.mebibytes(64) },
    },
    ...overrides.of(cluster, id),
  };
}
