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
    'Topology',
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

describe('each rule', () => {
  const src = sources('src').replace(/export enum RuleCode \{[\s\S]*?\n\}/, '');
  const tests = sources('test');

  test.each(Object.entries(library.RuleCode))('%s is used by the library, and a test shows its message', (name, code) => {
    expect(code).toBe(name.toLowerCase().replace(/(^|_)([a-z])/g, (_, __, letter) => letter.toUpperCase()));
    expect({ used: src.includes(`RuleCode.${name}`), shown: tests.includes(`(${code})`) }).toEqual({ used: true, shown: true });
  });
});
