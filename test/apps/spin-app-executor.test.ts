import { ApiObject, App, Chart, JsonPatch } from 'cdk8s';
import { Secret } from 'cdk8s-plus-28';
import {
  SpinAppExecutor, SpinAppExecutorProps, SpinRuntimeClass, WasmApp, WasmCluster, WasmRuntime, WasmRuntimeClass, WasmtimeRuntimeClass,
} from '../../src';
import { chartOf, failureOf, synth, warningsOf, yamlOf } from '../support/synth';
import '../support/yaml-snapshots';

const SPIN_IMAGE = 'ghcr.io/spinframework/spin:v3.0.0';

function executor(props: Partial<SpinAppExecutorProps> = {}, chart: Chart = chartOf()): SpinAppExecutor {
  return new SpinAppExecutor(chart, 'executor', { metadata: { name: 'spin' }, spinImage: SPIN_IMAGE, ...props });
}

/** `spec`, once the object passes every check. */
function spec(props: Partial<SpinAppExecutorProps>): any {
  return synth(executor(props).node.root)[0].spec;
}

function ownCertificates(): Pick<SpinAppExecutorProps, 'caCertSecret'> {
  return { caCertSecret: Secret.fromSecretName(chartOf(), 'certificates', 'own-ca') };
}

describe('a SpinAppExecutor', () => {
  it('runs apps by a RuntimeClass', () => {
    const chart = chartOf();
    const runtimeClass = WasmRuntimeClass.fromRuntimeClassName(chart, 'class', 'wasmtime-spin-v2');
    executor({ runtimeClass, spinImage: undefined }, chart);
    expect(yamlOf(chart)).toMatchInlineSnapshot(`
      apiVersion: core.spinkube.dev/v1alpha1
      kind: SpinAppExecutor
      metadata:
        name: spin
        namespace: apps
      spec:
        createDeployment: true
        deploymentConfig:
          installDefaultCACerts: true
          runtimeClassName: wasmtime-spin-v2
    `);
  });

  it('runs apps by an image with the Spin CLI', () => {
    expect(spec({})).toEqual({ createDeployment: true, deploymentConfig: { spinImage: SPIN_IMAGE, installDefaultCACerts: true } });
  });

  it('may leave the Deployment to others', () => {
    expect(spec({ createDeployment: false })).toEqual({
      createDeployment: false, deploymentConfig: { spinImage: SPIN_IMAGE, installDefaultCACerts: true },
    });
  });

  it('writes no deploymentConfig for the executor of another controller', () => {
    expect(spec({ createDeployment: false, spinImage: undefined })).toEqual({ createDeployment: false });
    expect(spec({ createDeployment: false, spinImage: undefined, installDefaultCaCerts: false, otel: {} })).toEqual({ createDeployment: false });
  });

  it('takes certificates of one\'s own, in place of the operator\'s', () => {
    expect(spec(ownCertificates()).deploymentConfig).toEqual({ spinImage: SPIN_IMAGE, caCertSecret: 'own-ca' });
  });

  it('takes both, and then fills the Secret', () => {
    expect(spec({ ...ownCertificates(), installDefaultCaCerts: true }).deploymentConfig).toEqual({
      spinImage: SPIN_IMAGE, caCertSecret: 'own-ca', installDefaultCACerts: true,
    });
  });

  it('may do without certificates', () => {
    expect(spec({ installDefaultCaCerts: false }).deploymentConfig).toEqual({ spinImage: SPIN_IMAGE });
  });

  it('sends telemetry, in the field names of the operator', () => {
    expect(spec({
      otel: { endpoint: 'http://otel:4318', tracesEndpoint: 'http://t:4318', metricsEndpoint: 'http://m:4318', logsEndpoint: 'http://l:4318' },
    }).deploymentConfig.otel).toEqual({
      exporter_otlp_endpoint: 'http://otel:4318',
      exporter_otlp_traces_endpoint: 'http://t:4318',
      exporter_otlp_metrics_endpoint: 'http://m:4318',
      exporter_otlp_logs_endpoint: 'http://l:4318',
    });
  });

  it('sends one kind of telemetry', () => {
    expect(spec({ otel: { tracesEndpoint: 'http://t:4318' } }).deploymentConfig.otel).toEqual({ exporter_otlp_traces_endpoint: 'http://t:4318' });
  });

  it.each(['createDeployment', 'caCertSecret', 'installDefaultCaCerts', 'otel', 'runtimeClass'])('is unchanged by %s left out', (prop) => {
    expect(spec({ [prop]: undefined })).toEqual(spec({}));
  });

  it('carries metadata, and the namespace of its chart', () => {
    const made = executor({ metadata: { name: 'spin', labels: { team: 'web' }, annotations: { note: 'x' } } });
    expect(synth(made.node.root)[0].metadata).toEqual({ name: 'spin', namespace: 'apps', labels: { team: 'web' }, annotations: { note: 'x' } });
    expect([made.executorName, made.namespace, made.createDeployment]).toEqual(['spin', 'apps', true]);
  });

  it('is named by cdk8s where no name is given', () => {
    const made = executor({ metadata: undefined });
    expect(synth(made.node.root)[0].metadata.name).toBe(made.executorName);
  });

  it('keeps JSON patches of fields that this library does not know, and of snake case', () => {
    const made = executor({ otel: { endpoint: 'http://otel:4318' } });
    ApiObject.of(made).addJsonPatch(
      JsonPatch.add('/spec/deploymentConfig/newField', 1),
      JsonPatch.add('/spec/deploymentConfig/otel/exporter_otlp_headers', 'a=b'),
    );
    const written = (made.node.root as App).synthYaml();
    expect(written).toContain('\n    newField: 1\n');
    expect(written).toContain('\n      exporter_otlp_endpoint: http://otel:4318\n      exporter_otlp_headers: a=b\n');
  });

  it('keeps its props when the caller changes them later', () => {
    const otel = { endpoint: 'http://otel:4318' };
    const metadata = { name: 'spin', labels: { team: 'web' } };
    const made = executor({ otel, metadata });
    otel.endpoint = 'http://other:4318';
    metadata.labels.team = 'other';
    expect(synth(made.node.root)[0]).toMatchObject({
      metadata: { labels: { team: 'web' } }, spec: { deploymentConfig: { otel: { exporter_otlp_endpoint: 'http://otel:4318' } } },
    });
  });
});

describe('a SpinAppExecutor of another program', () => {
  it('is its name', () => {
    expect(SpinAppExecutor.fromSpinAppExecutorName(chartOf(), 'executor', 'shared').executorName).toBe('shared');
  });

  it('makes nothing', () => {
    const chart = chartOf();
    SpinAppExecutor.fromSpinAppExecutorName(chart, 'executor', 'shared');
    expect(chart.toJson()).toEqual([]);
  });

  it('fails for a name that no executor has', () => {
    expect(() => SpinAppExecutor.fromSpinAppExecutorName(chartOf(), 'executor', 'My Executor')).toThrow(
      "[test/executor] executorName: got \"My Executor\"; must be an RFC 1123 subdomain of at most 253 characters: a-z, 0-9, '-' and '.'; "
      + 'use lower-case letters, digits, dashes and dots (InvalidName)');
  });
});

describe('a SpinAppExecutor fails for', () => {
  it('a name that no object has', () => {
    expect(failureOf((chart) => executor({ metadata: { name: 'Spin' } }, chart))).toBe(
      "[test/executor] metadata.name: got \"Spin\"; must be an RFC 1123 subdomain of at most 253 characters: a-z, 0-9, '-' and '.'; "
      + 'use lower-case letters, digits, dashes and dots (InvalidName)');
  });

  it('a Spin image that is none', () => {
    expect(failureOf((chart) => executor({ spinImage: 'my spin' }, chart))).toMatch(
      /^\[test\/executor\] spec\.deploymentConfig\.spinImage: got "my spin"; .* \(InvalidImage\)$/);
  });

  it('an empty Spin image, once', () => {
    expect(failureOf((chart) => executor({ spinImage: '' }, chart))).toMatch(/^\[test\/executor\] .*spinImage: got ""; .* \(InvalidImage\)$/);
  });

  it('a RuntimeClass of another runtime', () => {
    expect(failureOf((chart) => executor({
      runtimeClass: new WasmtimeRuntimeClass(chart, 'class', { metadata: { name: 'wasmtime' } }), spinImage: undefined,
    }, chart))).toBe('[test/executor] spec.deploymentConfig.runtimeClassName: got "wasmtime"; SpinApps run in containerd-shim-spin only, '
      + 'and this class starts containerd-shim-wasmtime-v1; give a SpinRuntimeClass (WrongRuntime)');
  });

  it('a namespace of its chart that is none', () => {
    expect(() => executor({}, chartOf('My_Apps'))).toThrow(new Error(
      "[test/executor] metadata.namespace: got \"My_Apps\"; a namespace must be an RFC 1123 label of at most 63 characters: a-z, 0-9 and '-'; "
      + 'use lower-case letters, digits and dashes (InvalidNamespace)'));
  });

  it('a RuntimeClass of another cluster', () => {
    expect(failureOf((chart) => {
      const [east, west] = ['east', 'west'].map((id) => new Chart(new WasmCluster(chart.node.root as App, id), 'test'));
      executor({ runtimeClass: new SpinRuntimeClass(east, 'class'), spinImage: undefined }, west);
    })).toBe('[west/test/executor] runtimeClass: got "east/test/class"; it is made in another WasmCluster, so this cluster does not have it; '
      + 'make one in the cluster of its user, or refer to an existing one by its name (OtherCluster)');
  });

  it('telemetry that the shim does not know', () => {
    expect(failureOf((chart) => {
      const cluster = new WasmCluster(chart.node.root as App, 'prod', { shimVersion: '0.14.0' });
      executor({ otel: { endpoint: 'http://otel:4318' } }, new Chart(cluster, 'test', { namespace: 'apps' }));
    })).toBe('[prod/test/executor] spec.deploymentConfig.otel: got "0.14.0"; this cluster has containerd-shim-spin 0.14.0, '
      + 'and the field needs 0.15.0 or newer; upgrade the containerd-shim-spin, or leave the field out (FieldTooNew)');
  });

  it.each<[string, Partial<SpinAppExecutorProps>]>([
    ['telemetry', { otel: { endpoint: 'http://otel:4318' } }],
    ['certificates', { caCertSecret: Secret.fromSecretName(chartOf(), 'certificates', 'own-ca') }],
    ['certificates of the operator', { installDefaultCaCerts: true }],
  ])('%s without anything that runs the apps, also where others make the Deployment', (_, props) => {
    const message = '[test/executor] spec.deploymentConfig: got {}; an executor runs apps by exactly one of runtimeClass and spinImage; '
      + 'give a runtimeClass for nodes with the Spin shim, or a spinImage for ordinary nodes (ExecutorTarget)';
    expect(failureOf((chart) => executor({ ...props, createDeployment: false, spinImage: undefined }, chart))).toBe(message);
  });

  it('annotations of an app whose Deployment it leaves to others', () => {
    expect(failureOf((chart) => {
      executor({ createDeployment: false }, chart);
      new WasmApp(chart, 'api', { image: 'ghcr.io/acme/api:v1', podAnnotations: { a: 'b' }, deploymentAnnotations: { c: 'd' } });
    }).split('\n')).toEqual([
      '[test/api] spec.deploymentAnnotations: got {"c":"d"}; the executor makes no Deployment, and the webhook refuses annotations for one; '
      + 'leave them out, or use an executor with createDeployment (AnnotationsWithoutDeployment)',
      '[test/api] spec.podAnnotations: got {"a":"b"}; the executor makes no Deployment, and the webhook refuses annotations for one; '
      + 'leave them out, or use an executor with createDeployment (AnnotationsWithoutDeployment)',
    ]);
  });

  it('the same name and namespace twice', () => {
    expect(failureOf((chart) => {
      executor({}, chart);
      new SpinAppExecutor(chart, 'other', { metadata: { name: 'spin' }, spinImage: SPIN_IMAGE });
    })).toMatch(/^\[test\/other\] metadata\.name: got "spin"; SpinAppExecutor of this name .* test\/executor\/Resource, .* \(DuplicateObject\)$/);
  });

  it('no RuntimeClass of Spin, whoever made it', () => {
    const chart = chartOf();
    const classes = [new SpinRuntimeClass(chart, 'class'), new WasmRuntimeClass(chart, 'other', { runtime: WasmRuntime.SPIN })];
    classes.forEach((runtimeClass, index) => new SpinAppExecutor(chart, `executor-${index}`, { runtimeClass }));
    expect(synth(chart)).toHaveLength(4);
  });
});

describe('a SpinAppExecutor works, and is advised against, for', () => {
  // a cluster took it: the pods run, and their telemetry goes nowhere
  it.each(['otel:4318', 'otel', 'grpc://otel:4317', 'http://'])('telemetry to "%s"', (endpoint) => {
    expect(warningsOf((chart) => executor({ otel: { logsEndpoint: endpoint } }, chart))).toBe(
      `[test/executor] spec.deploymentConfig.otel.exporter_otlp_logs_endpoint: got "${endpoint}"; must be a URL of scheme http or https; `
      + 'write it as "http://host:port" (InvalidUrl)');
  });

  it('no telemetry, which the operator leaves out where it is empty', () => {
    expect(warningsOf((chart) => executor({ otel: { logsEndpoint: '' } }, chart))).toBe('');
  });
});
