import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import * as library from '../src';

function sources(folder: string): string {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => readFileSync(join(folder, file), 'utf8'))
    .join('\n');
}

test('the library exports what it says, and nothing by accident', () => {
  expect(Object.keys(library).sort()).toEqual([
    'ContainerdConfig',
    'ContainerdConfigForm',
    'ContainerdConfigVersion',
    'ContainerdDistribution',
    'AppOverrides',
    'ArgoCdDestination',
    'AllowedHost',
    'AllowedHostKind',
    'ArgoCdOciForm',
    'CertManager',
    'ComponentSource',
    'EdgeWasmApp',
    'EgressPolicy',
    'ExecutorManagement',
    'ExternalTrafficPolicy',
    'FleetApp',
    'FluxSourceKind',
    'GitLayout',
    'ImageLock',
    'HttpAddOnApi',
    'HttpAutoscaler',
    'HttpBackend',
    'HttpMethod',
    'HttpPathMatch',
    'HttpPathModifier',
    'HttpRoute',
    'HttpRouteFilter',
    'HttpValueMatch',
    'KedaAuthentication',
    'KedaMetricType',
    'KedaTrigger',
    'KeyValueStore',
    'LlmApiType',
    'LlmCompute',
    'NodeProvisioning',
    'PodSecurityLevel',
    'OtlpBackend',
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
    'Topology',
    'WamrRuntimeClass',
    'WasmApp',
    'WasmAppDefaults',
    'WasmCluster',
    'WasmEdgeRuntimeClass',
    'WasmCronJob',
    'WasmDaemonSet',
    'WasmDeployment',
    'WasmImage',
    'WasmJob',
    'WasmMonitoring',
    'WasmNodePool',
    'WasmPod',
    'WasmRuntime',
    'WasmRuntimeClass',
    'WasmShim',
    'WasmerRuntimeClass',
    'WasmStatefulSet',
    'WasmValidation',
    'WasmValidationPlugin',
    'WasmtimeRuntimeClass',
    'WebhookCertificates',
    'spinkube',
  ]);
});

describe('each rule', () => {
  const src = sources('src').replace(/export enum RuleCode \{[\s\S]*?\n\}/, '');
  const tests = sources('test');

  test.each(Object.entries(library.RuleCode))('%s is used by the library, and a test shows its message', (name, code) => {
    expect(code).toBe(name.toLowerCase().replace(/(^|_)([a-z])/g, (_, __, letter) => letter.toUpperCase()));
    expect({ used: src.includes(`RuleCode.${name}`), shown: tests.includes(`(${code})`) }).toEqual({ used: true, shown: true });
  });
});
