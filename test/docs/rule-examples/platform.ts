/** Programs that break a rule of clusters, installs, what is locked, and the files of a synthesis. */
import { ApiObject, Chart, Duration, Lazy, YamlOutputType } from 'cdk8s';
import { Namespace, Secret } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { app, cluster, image, rootOf, RuleExamples } from './support';
import {
  AppOverrides, CertManager, ComponentSource, FleetApp, GitLayout, ImageLock, NodeProvisioning, RuleCode, RuntimeClassManager, SpinAppExecutor,
  SpinKubeInstall, SpinKubeInstallProps, SpinKubeVersion, SpinRuntimeClass, WasmApp, WasmCluster, WasmNodePool, WasmValidationPlugin,
  WebhookCertificates,
} from '../../../src';
import { newFolder } from '../../synth/support/folder';

const V = SpinKubeVersion.V0_6_1;
const install = (chart: Chart, props: Partial<SpinKubeInstallProps>) => new SpinKubeInstall(rootOf(chart), 'spinkube', { version: V, ...props });
const fromSecret = (chart: Chart) => WebhookCertificates.fromSecret({ secret: Secret.fromSecretName(chart, 'secret', 'webhook-tls'), caBundle: 'ca.pem' });

export const PLATFORM = {
  [RuleCode.RESERVED_ID]: (chart) => [new Chart(rootOf(chart), 'wasm-platform'), app({})(chart)],
  [RuleCode.OTHER_CLUSTER]: (chart) => {
    const [east, west] = ['east', 'west'].map((id) => new Chart(new WasmCluster(rootOf(chart), id), 'apps'));
    return new SpinAppExecutor(west, 'executor', { runtimeClass: new SpinRuntimeClass(east, 'class') });
  },
  [RuleCode.EMPTY_CLUSTER]: (chart) => [
    new WasmCluster(rootOf(chart), 'prod', { requireDigests: true }),
    new ApiObject(chart, 'map', { apiVersion: 'v1', kind: 'ConfigMap' }),
  ],
  [RuleCode.BESIDE_CLUSTER]: (chart) => [cluster({}, app({}))(chart), app({})(chart)],
  [RuleCode.NO_CHART]: (chart) => new WasmNodePool(new WasmCluster(rootOf(chart), 'prod'), 'edge'),
  [RuleCode.DEPENDENCY_OUTSIDE_CHART]: () => {
    const fleet = new FleetApp({ outdir: 'never-written' });
    new ApiObject(new Chart(fleet, 'apps'), 'map', { apiVersion: 'v1', kind: 'ConfigMap' }).addDependency(new Construct(fleet, 'outside'));
    return fleet.synthYaml();
  },
  [RuleCode.FILE_COLLISION]: () => {
    const fleet = new FleetApp({ outdir: 'never-written', yamlOutputType: YamlOutputType.FILE_PER_RESOURCE });
    for (const id of ['shop', 'blog']) {
      new ApiObject(new Chart(fleet, id, { namespace: id }), 'map', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings' } });
    }
    return fleet.synth();
  },
  [RuleCode.LATE_CHANGE]: () => {
    const blog = new Chart(new FleetApp({ outdir: 'never-written' }), 'blog');
    const late = () => new ApiObject(blog, 'late', { apiVersion: 'v1', kind: 'ConfigMap' }).name;
    new ApiObject(blog, 'map', { apiVersion: 'v1', kind: 'ConfigMap', data: { late: Lazy.any({ produce: late }) } } as any);
    return (blog.node.root as FleetApp).synthYaml();
  },
  [RuleCode.UNKNOWN_VERSION]: () => SpinKubeVersion.of('0.3.0'),
  [RuleCode.NEWER_RELEASE]: (chart) => new SpinKubeInstall(rootOf(chart), 'spinkube', {
    version: SpinKubeVersion.of('99.0.0'), operator: { source: ComponentSource.existing() },
  }),
  [RuleCode.VERSION_CONFLICT]: (chart) => new SpinKubeInstall(
    new WasmCluster(rootOf(chart), 'prod', { operatorVersion: SpinKubeVersion.V0_5_0 }), 'spinkube', { version: V }),
  [RuleCode.DUPLICATE_INSTALL]: (chart) => ['one', 'two'].map((id) => new SpinKubeInstall(rootOf(chart), id, { version: V })),
  [RuleCode.INVALID_APP_NAMESPACE]: (chart) => new SpinKubeInstall(rootOf(chart), 'spinkube', { version: V, namespace: 'shop', appNamespaces: ['shop'] }),
  [RuleCode.NAMESPACE_AFTER_EXECUTOR]: (chart) => [
    app({})(chart), new WasmApp(new Chart(rootOf(chart), 'web', { namespace: 'shop' }), 'web', { image }),
    new Namespace(chart, 'namespace', { metadata: { name: 'shop' } }),
  ],
  [RuleCode.INVALID_CERTIFICATE]: (chart) => install(chart, { certificates: fromSecret(chart) }),
  [RuleCode.CERTIFICATE_SOURCE]: (chart) => install(chart, { certificates: fromSecret(chart), certManager: ComponentSource.argoCd({ version: '1.14.0' }) }),
  [RuleCode.COMPONENT_SOURCE]: (chart) => new CertManager(rootOf(chart), 'cert-manager', { source: ComponentSource.bundled() }),
  [RuleCode.NODES_STATED_LATE]: (chart) => new SpinKubeInstall(
    new WasmCluster(rootOf(chart), 'prod', { nodes: NodeProvisioning.preinstalled() }), 'spinkube', { version: V, nodes: NodeProvisioning.k3s() }),
  [RuleCode.INVALID_CRD_FILE]: () => SpinKubeVersion.custom('99.0.0', { crds: 'package.json' }),
  [RuleCode.INVALID_VALUES]: (chart) => new RuntimeClassManager(rootOf(chart), 'rcm', { source: ComponentSource.flux({ values: { image: null } }) }),
  [RuleCode.INVALID_LAYOUT]: () => new FleetApp({ layout: GitLayout.flux({ sourceName: 'fleet', interval: Duration.millis(1500) }) }),
  [RuleCode.PHASE_CONFLICT]: () => {
    const fleet = new FleetApp({ outdir: 'never-written', layout: GitLayout.kubectl() });
    const [apps, late] = ['apps', 'late'].map((id) => new Chart(fleet, id, { namespace: id }));
    app({})(apps);
    new SpinAppExecutor(late, 'executor', { spinImage: image });
    late.addDependency(apps);
    return fleet.synth();
  },
  [RuleCode.LOST_ORDER]: () => {
    const fleet = new FleetApp({ outdir: newFolder(), layout: GitLayout.kubectl() });
    const [after, before] = ['after', 'before'].map((id) => new Chart(fleet, id, { namespace: 'apps' }));
    [after, before].forEach((chart) => new ApiObject(chart, 'map', { apiVersion: 'v1', kind: 'ConfigMap' }));
    after.addDependency(before);
    return fleet.synth();
  },
  [RuleCode.INVALID_OVERRIDE]: (chart) => new AppOverrides(rootOf(chart), 'overrides', [{ cluster: 'west', app: 'api', replicas: 1 }])
    .of(new WasmCluster(rootOf(chart), 'north'), 'api'),
  [RuleCode.INVALID_PLUGIN]: () => new WasmValidationPlugin(JSON.parse('{"operatorVersoin":"0.6.1"}')),
  [RuleCode.NO_MANIFESTS]: () => new WasmValidationPlugin().validate({
    manifests: [],
    report: {
      addViolation({ ruleName, recommendation, fix, violatingResources: [{ locations }] }) {
        process.stderr.write(`[WasmValidationPlugin] ${locations[0]}; ${recommendation}; ${fix} (${ruleName})\n`);
      },
      submit: () => undefined,
    },
  }),
  [RuleCode.MISSING_DIGEST]: cluster({ requireDigests: true }, app({})),
  [RuleCode.INVALID_IMAGE_LOCK]: () => ImageLock.fromDigests({ 'registry.example.com/api:v1': 'v2' }),
} satisfies RuleExamples;
