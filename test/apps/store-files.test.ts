import { Chart } from 'cdk8s';
import { Cpu, Deployment, HorizontalPodAutoscaler, Metric, MetricTarget, Volume } from 'cdk8s-plus-28';
import { RuntimeConfig, SpinDeployment, SpinJob, SqliteDatabase, WasmApp, WasmAppProps } from '../../src';
import { warningsOf } from '../support/synth';

const IMAGE = 'ghcr.io/acme/api:v1';
const UNMOUNTED = 'no volume is mounted where this file stands, so each pod has a store of its own, and a restart empties it; '
  + 'mount a volume at its folder, or use a server (EphemeralStore)';
const SHARED = 'the app has, or may have, several pods: on one volume they lock each other out of this file or damage it, '
  + 'and on several each has data of its own; run one pod without an autoscaler, or use a server (SharedStoreFile)';
const FIELD = 'runtimeConfig.sqliteDatabases["orders"].options["path"]';
const FILE = 'runtimeConfig: sqlite_database.orders.path';

const stores = () => RuntimeConfig.fromStores({ sqliteDatabases: { orders: SqliteDatabase.spin({ path: 'data/orders.db' }) } });
const toml = (chart: Chart) => RuntimeConfig.fromToml(chart, 'config', '[sqlite_database.orders]\ntype = "spin"\npath = "/data/orders.db"\n');
const volume = (chart: Chart) => Volume.fromEmptyDir(chart, 'volume', 'data');
const mounts = (chart: Chart) => [{ path: '/data', volume: volume(chart) }];

/** An app with a volume at a path, mounted after it was made. */
const app = (path?: string, props: Partial<WasmAppProps> = {}) => (chart: Chart): WasmApp => {
  const made = new WasmApp(chart, 'api', { image: IMAGE, runtimeConfig: stores(), ...props });
  if (path !== undefined) {
    made.mount(path, volume(chart));
  }
  return made;
};

describe('a store in a file is warned of', () => {
  test.each<[string, (chart: Chart) => unknown, string]>([
    ['on no volume', app(undefined, { replicas: 1 }), `spec.${FIELD}: ${UNMOUNTED}`],
    ['beside the volume', app('/data/order', { replicas: 1 }), `spec.${FIELD}: ${UNMOUNTED}`],
    ['on a volume of several pods', app('/data'), `spec.${FIELD}: ${SHARED}`],
    ['on a volume of an app that scales', (chart) => app('/data', { resources: { cpu: { request: Cpu.millis(100) } } })(chart)
      .autoscale({ maxReplicas: 3, metrics: [Metric.resourceCpu(MetricTarget.averageUtilization(60))] }), `spec.${FIELD}: ${SHARED}`],
    ['in a runtime-config.toml, on no volume', (chart) => app(undefined, { replicas: 1, runtimeConfig: toml(chart) })(chart), `spec.${FILE}: ${UNMOUNTED}`],
    ['in a runtime-config.toml, on a volume of several pods', (chart) => app('/data', { runtimeConfig: toml(chart) })(chart), `spec.${FILE}: ${SHARED}`],
    ['of a Deployment, on no volume', (chart) => new SpinDeployment(chart, 'api', { image: IMAGE, runtimeConfig: stores() }), `${FIELD}: ${UNMOUNTED}`],
    ['of a Deployment, on a volume of several pods', (chart) =>
      new SpinDeployment(chart, 'api', { image: IMAGE, runtimeConfig: stores(), volumeMounts: mounts(chart) }), `${FIELD}: ${SHARED}`],
    ['of a Deployment that scales', (chart) => new HorizontalPodAutoscaler(chart, 'scaler', {
      target: new SpinDeployment(chart, 'api', {
        image: IMAGE, runtimeConfig: stores(), volumeMounts: mounts(chart), resources: { cpu: { request: Cpu.millis(100) } },
      }) as Deployment,
      maxReplicas: 3,
    }), `${FIELD}: ${SHARED}`],
    ['of a Job, on no volume', (chart) => new SpinJob(chart, 'api', { image: IMAGE, runtimeConfig: stores() }), `${FIELD}: ${UNMOUNTED}`],
  ])('%s', (_, program, warning) => {
    expect(warningsOf(program).split('\n').filter((line) => line.includes('path'))).toEqual([`[test/api] ${warning}`]);
  });
});

describe('a store in a file is not warned of', () => {
  test.each<[string, (chart: Chart) => unknown]>([
    ['on a volume of one pod', app('/data', { replicas: 1 })],
    ['that is the mount of one pod', app('/data/orders.db', { replicas: 1 })],
    ['of a Job, on a volume', (chart) => new SpinJob(chart, 'api', { image: IMAGE, runtimeConfig: stores(), volumeMounts: mounts(chart) })],
  ])('%s', (_, program) => {
    expect(warningsOf(program)).not.toMatch(/Store/);
  });
});
