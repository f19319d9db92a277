import { Chart } from 'cdk8s';
import { DaemonSet, Secret } from 'cdk8s-plus-28';
import { inApp, inChart, LABELS, Program } from './given';
import {
  ArgoCdDestination, ComponentSource, GitLayout, NamespaceOptions, OtlpBackend, PodSecurityLevel, PrometheusMonitoring, RuleCode, ShimRelease,
  SpinKubeInstall, SpinKubeVersion, WasmApp, WasmCluster, WasmMonitoring, WasmNodePool, WasmRuntime, WasmShim, WasmtimeRuntimeClass,
  WasmValidationPlugin,
} from '../../src';

const IMAGE = 'ghcr.io/acme/api:v1';
const VERSION = SpinKubeVersion.V0_6_1;
const VALUES = { b: 1, B: { d: [{ f: 1, e: 2 }], c: 2 }, a_c: 'x', a: true };
const CLUSTERS = ['b', 'a', 'c-1'];

/** Clusters with an app each, laid out for Git. */
const clusters = (layout: Parameters<typeof inApp>[1]): Program => inApp((app) => CLUSTERS.forEach((id) =>
  new WasmApp(new Chart(new WasmCluster(app, id), 'apps', { namespace: 'apps' }), 'app', { image: IMAGE })), layout);

export const PLATFORM_PROGRAMS: { [name: string]: Program } = {
  'an install': inApp((app, given) => new SpinKubeInstall(app, 'install', {
    version: VERSION,
    operator: { nodeSelector: given('SpinOperatorOptions.nodeSelector', LABELS) },
    runtimeClassManager: { release: ShimRelease.SPIN_0_24_0, nodeSelector: given('SpinShimOptions.nodeSelector', LABELS) },
    appNamespaces: CLUSTERS,
    appNamespaceOptions: given<NamespaceOptions>('SpinKubeInstallProps.appNamespaceOptions', {
      'b': { labels: given('NamespaceOptions.labels', LABELS) },
      'c-1': { quota: { pods: 4 } },
      'a': { podSecurity: PodSecurityLevel.BASELINE },
    }),
  })),
  'an install by Argo CD': inApp((app, given) => new SpinKubeInstall(app, 'install', {
    version: VERSION, operator: { source: ComponentSource.argoCd({ values: given<unknown>('ChartSourceOptions.values', VALUES) }) },
  })),
  'an install by Flux': inApp((app, given) => new SpinKubeInstall(app, 'install', {
    version: VERSION, operator: { source: ComponentSource.flux({ values: given<unknown>('ChartSourceOptions.values', VALUES) }) },
  })),
  'a pool': inChart((chart, given) => new WasmApp(chart, 'app', {
    image: IMAGE,
    nodePool: new WasmNodePool(chart, 'pool', { runtime: WasmRuntime.SPIN, nodeSelector: given('WasmNodePoolProps.nodeSelector', LABELS) }),
  })),
  'a RuntimeClass with a DaemonSet of cdk8s-plus': inChart((chart, given) =>
    new WasmtimeRuntimeClass(chart, 'class', { nodeSelector: given('RuntimeClassOptions.nodeSelector', LABELS) })
      .applyTo(new DaemonSet(chart, 'daemons', { containers: [{ image: IMAGE }] }))),
  'a shim': inChart((chart, given) => new WasmShim(chart, 'shim', {
    release: ShimRelease.WASMTIME_0_6_0, nodeSelector: given('WasmShimProps.nodeSelector', LABELS),
  })),
  'a Collector': inChart((chart, given) => {
    const secret = Secret.fromSecretName(chart, 'secret', 'tokens');
    new WasmMonitoring(chart, 'monitoring', {
      backend: OtlpBackend.otlp({
        endpoint: 'https://otlp.acme.com',
        headers: given('OtlpOptions.headers', { 'x-b': { secret, key: 'b' }, 'X-A': { secret, key: 'a' }, 'x-c': { secret, key: 'c' } }),
      }),
    });
  }),
  'Prometheus': inChart((chart, given) => new PrometheusMonitoring(chart, 'monitoring', {
    blackboxExporter: 'blackbox.monitoring.svc:9115', labels: given('PrometheusMonitoringProps.labels', LABELS),
  }).addHttpCheck(new WasmApp(chart, 'app', { image: IMAGE }))),
  'an Argo CD layout': clusters((given) => ({
    layout: GitLayout.argoCd({
      repoUrl: 'https://git.acme.com/fleet.git',
      destinations: given('ArgoCdLayoutOptions.destinations', {
        'b': ArgoCdDestination.named('blue'), 'a': ArgoCdDestination.server('https://a.acme.com'), 'c-1': ArgoCdDestination.inCluster(),
      }),
    }),
  })),
  'a Flux layout': clusters((given) => ({
    layout: GitLayout.flux({ sourceName: 'fleet', kubeConfigSecrets: given('FluxLayoutOptions.kubeConfigSecrets', { 'b': 'one', 'a': 'two', 'c-1': 'three' }) }),
  })),
  'the plugin of cdk8s-cli': async (given) => {
    const warnOnly = given('WasmValidationPluginProps.warnOnly', {
      [RuleCode.INVALID_REPLICAS]: 'an old app', [RuleCode.INVALID_IMAGE]: 'an old image', [RuleCode.INVALID_NAME]: 'an old name',
    });
    const app = {
      apiVersion: 'core.spinkube.dev/v1alpha1', kind: 'SpinApp', metadata: { name: 'A b' }, spec: { image: 'A b', executor: 'spin', replicas: 0 },
    };
    const found: string[] = [];
    await new WasmValidationPlugin({ warnOnly, existing: ['SpinAppExecutor/spin'] }).validate({
      manifests: ['app.k8s.yaml'],
      parseManifest: () => [app],
      report: {
        addViolation: (violation: object) => void found.push(JSON.stringify({ ...violation, violatingConstructs: [] })),
        submit: (status: string) => void found.push(status),
      },
    } as any);
    return found.join('\n');
  },
};
