import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import * as library from '../src';
import { publicSources } from './support/public-sources';

function sources(folder: string): string {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => readFileSync(join(folder, file), 'utf8'))
    .join('\n');
}

test('the library exports what it says, and nothing by accident', () => {
  expect(Object.keys(library).sort()).toEqual([
    'AllowedHost',
    'AllowedHostKind',
    'AppOverrides',
    'ArgoCdDestination',
    'ArgoCdOciForm',
    'CertManager',
    'ComponentSource',
    'ContainerdConfig',
    'ContainerdConfigForm',
    'ContainerdConfigVersion',
    'ContainerdDistribution',
    'EdgeWasmApp',
    'EgressPolicy',
    'ExecutorManagement',
    'ExternalTrafficPolicy',
    'FleetApp',
    'FluxSourceKind',
    'GitLayout',
    'HttpAddOnApi',
    'HttpAutoscaler',
    'HttpBackend',
    'HttpMethod',
    'HttpPathMatch',
    'HttpPathModifier',
    'HttpRoute',
    'HttpRouteFilter',
    'HttpStaticBody',
    'HttpStaticResponseMode',
    'HttpValueMatch',
    'ImageLock',
    'KedaAuthentication',
    'KedaMetricType',
    'KedaTrigger',
    'KeyValueStore',
    'LlmApiType',
    'LlmCompute',
    'NodeProvisioning',
    'OtlpBackend',
    'PodSecurityLevel',
    'PrometheusMonitoring',
    'RuleCode',
    'Rules',
    'RuntimeClassManager',
    'RuntimeConfig',
    'ScaledObject',
    'ShimRelease',
    'ShimRollout',
    'SpinAppExecutor',
    'SpinCronJob',
    'SpinDeployment',
    'SpinJob',
    'SpinKubeInstall',
    'SpinKubeVersion',
    'SpinManifest',
    'SpinOperator',
    'SpinRuntimeClass',
    'SqliteDatabase',
    'TopologyDiagram',
    'WamrRuntimeClass',
    'WasmApp',
    'WasmAppDefaults',
    'WasmCluster',
    'WasmCronJob',
    'WasmDaemonSet',
    'WasmDeployment',
    'WasmEdgeRuntimeClass',
    'WasmImage',
    'WasmJob',
    'WasmMonitoring',
    'WasmNodePool',
    'WasmPod',
    'WasmRuntime',
    'WasmRuntimeClass',
    'WasmShim',
    'WasmStatefulSet',
    'WasmValidation',
    'WasmValidationPlugin',
    'WasmerRuntimeClass',
    'WasmtimeRuntimeClass',
    'WebhookCertificates',
    'spinkube',
  ]);
});

test('no type has the name of one of cdk8s, cdk8s-plus or constructs, which programs import beside them', () => {
  const ours = publicSources().flatMap(([, text]) => [...text.matchAll(/^export (?:class|interface|enum) (\w+)/gm)].map(([, name]) => name));
  const theirs = ['cdk8s', 'cdk8s-plus-28', 'constructs'].flatMap((name) => {
    const { types } = JSON.parse(readFileSync(join('node_modules', name, '.jsii'), 'utf8')) as { types: { [fqn: string]: { name: string } } };
    return Object.values(types).map((type) => type.name);
  });
  expect(ours).toEqual(expect.arrayContaining(['TopologyDiagram', 'WasmAppProps', 'HttpMethod']));
  expect(theirs).toEqual(expect.arrayContaining(['Topology', 'DeploymentProps', 'App', 'Construct']));
  expect(ours.filter((name) => theirs.includes(name))).toEqual([]);
});

describe('each rule', () => {
  const src = sources('src').replace(/export enum RuleCode \{[\s\S]*?\n\}/, '');
  const tests = sources('test');

  test.each(Object.entries(library.RuleCode))('%s is used by the library, and a test shows its message', (name, code) => {
    expect(code).toBe(name.toLowerCase().replace(/(^|_)([a-z])/g, (_, __, letter) => letter.toUpperCase()));
    expect({ used: src.includes(`RuleCode.${name}`), shown: tests.includes(`(${code})`) }).toEqual({ used: true, shown: true });
  });
});
