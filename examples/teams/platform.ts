/** The program of the platform: SpinKube, and for each team a namespace, the executors of its apps, and a place at the edge. */
import { Chart } from 'cdk8s';
import { ComponentSource, FleetApp, GitLayout, SpinKubeInstall, SpinKubeVersion, WasmNodePool } from 'cdk8s-wasm';

const app = new FleetApp({ layout: GitLayout.kubectl() });

// Nodes at the edge. Each team has an executor for them, `<namespace>-edge`, which its EdgeWasmApps name
const edge = new WasmNodePool(new Chart(app, 'nodes'), 'edge', {
  nodeSelector: { 'node-role': 'edge' },
  tolerations: [{ key: 'edge', operator: 'Exists', effect: 'NoSchedule' }],
});

// A new team is a line here, and a team that leaves is a line less
new SpinKubeInstall(app, 'spinkube', {
  version: SpinKubeVersion.V0_6_1,
  certManager: ComponentSource.manifestUrl('https://github.com/cert-manager/cert-manager/releases/download/v1.21.1/cert-manager.yaml'),
  appNamespaces: ['shop', 'billing'],
  nodePools: [edge],
});

app.synth();
