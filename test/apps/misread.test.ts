/** Texts that kubectl's YAML reader takes for numbers, in every place where users give one: refused under the stock App, quoted by a FleetApp. */
import { ApiObject, App, Chart } from 'cdk8s';
import { Metric, MetricTarget, Volume } from 'cdk8s-plus-28';
import { ComponentSource, FleetApp, KedaTrigger, SpinKubeInstall, SpinKubeVersion, WasmApp, WasmValidation } from '../../src';
import { failureOf } from '../support/synth';

const ODD = '0o17';
const IMAGE = 'ghcr.io/acme/api:v1';
const SAYS = "some YAML readers, kubectl's among them, would take it for something else; make the app a FleetApp, which quotes it (AmbiguousScalar)";

const app = (chart: Chart) => new WasmApp(chart, 'api', { image: IMAGE });
const scaled = (trigger: KedaTrigger) => (chart: Chart) => app(chart).autoscaleByKeda({ name: 'scale', maxReplicas: 5, triggers: [trigger] });
const csi = (volumeAttributes: object) => ({ name: 'v', csi: { driver: 'csi.acme.com', volumeAttributes } });
const raw = (kind: string, apiVersion: string, spec: object) => (chart: Chart) => {
  WasmValidation.of(chart);
  ['Deployment', 'SpinAppExecutor'].forEach((existing) => WasmValidation.of(chart).exists({ kind: existing, name: '*' }));
  new ApiObject(chart, 'raw', { apiVersion, kind, metadata: { name: 'raw' }, spec });
};
const install = (source: ComponentSource) => (chart: Chart) => new SpinKubeInstall(chart.node.root as App, 'spinkube', {
  version: SpinKubeVersion.V0_6_1, operator: { source },
});

test.each<[string, (chart: Chart) => unknown, string]>([
  ['the key of what a scaler of KEDA reads', scaled(KedaTrigger.of('kafka', { metadata: { [ODD]: 'x' } })), 'spec.triggers[0].metadata key'],
  ['the name of a trigger', scaled(KedaTrigger.of('kafka', { name: ODD, metadata: { topic: 'x' } })), 'spec.triggers[0].name'],
  ['the name of a metric', (chart) => app(chart).autoscale({
    maxReplicas: 5, name: 'scale', metrics: [Metric.external({ name: ODD, target: MetricTarget.value(5) })],
  }), 'spec.metrics[0].external.metric.name'],
  ['an attribute of CSI', (chart) => app(chart).mount('/data', Volume.fromCsi(chart, 'v', 'csi.acme.com', { name: 'v', attributes: { size: ODD } })),
    'spec.volumes["v"].csi.volumeAttributes.size'],
  ['the key of an attribute of CSI', (chart) => app(chart).mount('/data', Volume.fromCsi(chart, 'v', 'csi.acme.com', { name: 'v', attributes: { [ODD]: 'x' } })),
    'spec.volumes["v"].csi.volumeAttributes key'],
  ['the key of a value of a Helm chart, for Argo CD', install(ComponentSource.argoCd({ values: { env: { [ODD]: 'x' } } })), '["env"] key'],
  ['the key of a value of a Helm chart, for Flux', install(ComponentSource.flux({ values: { [ODD]: 'x' } })), 'values key'],
])('fails for %s', (_, program, field) => {
  expect(failureOf(program)).toContain(`${field}: got "${ODD}"; ${SAYS}`);
  expect(failureOf(program).split('\n')).toHaveLength(1);
});

test.each<[string, (chart: Chart) => unknown, string]>([
  ['an attribute of CSI', raw('SpinApp', 'core.spinkube.dev/v1alpha1', { image: IMAGE, executor: 'spin', replicas: 1, volumes: [csi({ size: ODD })] }),
    'spec.volumes["v"].csi.volumeAttributes.size'],
  ['the key of an attribute of CSI', raw('SpinApp', 'core.spinkube.dev/v1alpha1', { image: IMAGE, executor: 'spin', replicas: 1, volumes: [csi({ [ODD]: 'x' })] }),
    'spec.volumes["v"].csi.volumeAttributes key'],
  ['a trigger of KEDA', raw('ScaledObject', 'keda.sh/v1alpha1', { scaleTargetRef: { name: 'x' }, triggers: [{ type: 'kafka', metadata: { [ODD]: 'x' } }] }),
    'spec.triggers[0].metadata key'],
])('fails for %s in an object that no construct of the library made', (_, program, field) => {
  expect(failureOf(program)).toBe(`[test/raw] ${field}: got "${ODD}"; ${SAYS}`);
});

test('a FleetApp quotes it', () => {
  const fleet = new FleetApp({ outdir: 'never-written' });
  app(new Chart(fleet, 'test')).autoscaleByKeda({ maxReplicas: 5, triggers: [KedaTrigger.of('kafka', { metadata: { [ODD]: 'x' } })] });
  expect(fleet.synthYaml()).toContain(`"${ODD}": x`);
});
