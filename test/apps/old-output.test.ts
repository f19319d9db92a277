import { App, Chart, Size, Testing } from 'cdk8s';
import { Cpu, HorizontalPodAutoscaler, Namespace, Service, ServiceType, Volume } from 'cdk8s-plus-28';
import { SpinKubeVersion, WasmApp, WasmCluster } from '../../src';
import { filesOf, readFolder } from '../support/synth';

const IMAGE = 'ghcr.io/acme/api:v1';

/** Two charts with an app each; the last takes what a program does wrong, so that a failure there comes late. */
function program(outdir: string, fault?: (chart: Chart, app: WasmApp) => unknown): App {
  const app = new App({ outdir });
  const cluster = new WasmCluster(app, 'prod', { operatorVersion: SpinKubeVersion.V0_4_0 });
  new WasmApp(new Chart(cluster, 'first', { namespace: 'apps' }), 'api', { metadata: { name: 'api' }, image: IMAGE });
  const chart = new Chart(cluster, 'second', { namespace: 'apps' });
  const web = new WasmApp(chart, 'web', { metadata: { name: 'web' }, image: IMAGE, resources: { cpu: { limit: Cpu.units(1) } } });
  fault?.(chart, web);
  return app;
}

const FAULTS: [string, RegExp, (chart: Chart, app: WasmApp) => unknown][] = [
  ['two objects of one name', /\(DuplicateObject\)$/, (chart) => new WasmApp(chart, 'other', { metadata: { name: 'web' }, image: IMAGE })],
  ['two autoscalers', /\(DuplicateAutoscaler\)$/, (chart, target) => [1, 2].map((index) =>
    new HorizontalPodAutoscaler(chart, `autoscaler-${index}`, { target, maxReplicas: 5 }))],
  ['replicas beside an autoscaler', /\(ReplicasWithAutoscaler\)$/, (chart) => new HorizontalPodAutoscaler(chart, 'autoscaler', {
    target: new WasmApp(chart, 'other', { image: IMAGE, replicas: 3, resources: { cpu: { limit: Cpu.units(1) } } }),
    maxReplicas: 5,
  })],
  ['a Service of the app\'s name', /\(ServiceNameCollision\)$/, (chart, selector) => new Service(chart, 'service', {
    metadata: { name: 'web' }, selector, ports: [{ port: 80 }],
  })],
  ['a field that is newer than the operator', /\(FieldTooNew\)$/, (chart) => new WasmApp(chart, 'other', {
    image: IMAGE, maxInstanceMemory: Size.mebibytes(8),
  })],
  ['a namespace after its executor', /\(NamespaceAfterExecutor\)/, (chart) => new Namespace(chart, 'namespace', { metadata: { name: 'apps' } })],
  ['a constructor\'s error', /\(InvalidReplicas\)$/, (chart) => new WasmApp(chart, 'other', { image: IMAGE, replicas: 0 })],
  ['a Service that selects nothing', /\(UnsupportedServiceType\)$/, (_, app) => app.exposeViaService({ serviceType: ServiceType.EXTERNAL_NAME })],
  ['a reserved volume', /\(ReservedVolume\)$/, (chart, app) => app.mount('/data', Volume.fromEmptyDir(chart, 'volume', 'spin-ca'))],
];

describe('a program that fails', () => {
  it.each(FAULTS)('for %s leaves every file of the last run as it was', (_, message, fault) => {
    const good = program(Testing.app().outdir);
    const before = filesOf(good);
    expect(Object.keys(before)).toHaveLength(3);
    expect(() => program(good.outdir, fault).synth()).toThrow(message);
    expect(readFolder(good.outdir)).toEqual(before);
  });
});
