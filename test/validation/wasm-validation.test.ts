import fs from 'fs';
import os from 'os';
import path from 'path';
import { App, Chart, Include } from 'cdk8s';
import { ConfigMap, HorizontalPodAutoscaler, PersistentVolumeClaim, Secret, ServiceAccount } from 'cdk8s-plus-28';
import { raw, rawApp, rawExecutor, SPEC } from './raw';
import {
  ExecutorManagement, FleetApp, NodeProvisioning, RuleCode, Rules, SpinAppExecutor, spinkube, SpinKubeVersion, WasmApp, WasmCluster, WasmClusterProps,
  WasmNodePool, WasmRuntimeClass, WasmValidation,
} from '../../src';
import { chartOf, failureOf, warningsOf } from '../support/synth';

type Program = (chart: Chart) => unknown;

/** A program whose objects are held to the rules. */
const validated = (program: Program): Program => (chart) => {
  WasmValidation.of(chart);
  program(chart);
};

const app = (spec: object, metadata?: object) => validated((chart) => rawApp(chart, spec, metadata));
const executor = (spec: object) => validated((chart) => rawExecutor(chart, spec, 'spin'));
const variables = (...list: object[]) => app({ variables: list });
const stores = (...list: object[]) => app({ runtimeConfig: { keyValueStores: list } });
const redis = (chart: Chart, valueFrom: object) =>
  rawApp(chart, { runtimeConfig: { keyValueStores: [{ name: 'a', type: 'redis', options: [{ name: 'url', valueFrom }] }] } });
const checks = (readiness: object) => app({ checks: { readiness } });
const secret = (chart: Chart, metadata: object, content: object = { stringData: { token: 'x', url: 'y' } }) =>
  raw(chart, 'v1', 'Secret', content, metadata);

/** A program with an app in a cluster of its own. */
const inCluster = (props: WasmClusterProps, program: Program): Program => (chart) => {
  const cluster = new WasmCluster(chart.node.root as App, 'prod', props);
  validated(program)(new Chart(cluster, 'test', { namespace: 'apps' }));
};

const FIELD = 'no release has the field';
const MEAN = (name: string) => `did you mean ${JSON.stringify(name)}?`;
const NOWHERE = (kind: string) => `no ${kind} of this name is made in namespace "apps" of the tree, nor said to exist`;
const SAY = 'say that it exists, by fromXName or WasmValidation.exists (UnresolvedReference)';

const OWN: [string, Program, string][] = [
  ['a field of a pod', app({ nodeSelector: { a: 'b' } }), `spec.nodeSelector: got {"a":"b"}; ${FIELD}; `
    + 'use an EdgeWasmApp or a WasmNodePool: the RuntimeClass of an executor sends pods to nodes (UnknownField)'],
  ['a probe of a pod', app({ readinessProbe: {} }),
    `spec.readinessProbe: got {}; ${FIELD}; write it as spec.checks.readiness, which has httpGet on port 80 only (UnknownField)`],
  ['a field that is misspelt', app({ replcas: 3 }), `spec.replcas: got 3; ${FIELD}; did you mean replicas? (UnknownField)`],
  ['a field that is no field', checks({ httpGet: { path: '/', httpHeaders: [], port: 80 } }),
    `spec.checks.readiness.httpGet.port: got 80; ${FIELD}, only path, httpHeaders; leave it out (UnknownField)`],
  ['a field beside the spec', validated((chart) => raw(chart, 'core.spinkube.dev/v1alpha1', 'SpinApp', { sepc: 1, spec: SPEC }) && rawExecutor(chart)),
    `object.sepc: got 1; ${FIELD}; did you mean spec? (UnknownField)`],
  ['no spec', validated((chart) => raw(chart, 'core.spinkube.dev/v1alpha1', 'SpinAppExecutor', {})),
    'object.spec: got nothing; is required; give it (InvalidField)'],
  ['no image', app({ image: undefined }), 'spec.image: got nothing; is required; give it (InvalidField)'],
  ['replicas that are text', app({ replicas: '3' }), 'spec.replicas: got "3"; must be an integer >= 1 unless the app autoscales; use an autoscaler for scale to zero (InvalidReplicas)'],
  ['a value that is a number', variables({ name: 'level', value: 3 }), 'spec.variables[0].value: got 3; must be a string, in quotes; write one (InvalidField)'],
  ['a name that is a boolean', variables({ name: false, value: 'x' }), 'spec.variables[0].name: got false; must be a string; write one (InvalidField)'],
  ['a map that is a list', app({ podLabels: [] }), 'spec.podLabels: got []; must be a map of fields; write one (InvalidField)'],
  ['an amount that is none', app({ resources: { limits: { cpu: 'much' } } }),
    'spec.resources.limits["cpu"]: got "much"; must be a quantity such as 100m or 64Mi; write one (InvalidField)'],
  ['the group of former releases', validated((chart) => raw(chart, 'core.spinoperator.dev/v1alpha1', 'SpinApp', { spec: SPEC })),
    'apiVersion: got "core.spinoperator.dev/v1alpha1"; it is that of spin-operator before 0.4.0, which no later release knows; '
    + 'use core.spinkube.dev/v1alpha1 (InvalidField)'],
  ['another version', validated((chart) => raw(chart, 'core.spinkube.dev/v1', 'SpinAppExecutor', { spec: { createDeployment: false } })),
    'apiVersion: got "core.spinkube.dev/v1"; spin-operator knows core.spinkube.dev/v1alpha1; use it (InvalidField)'],
  ['no replicas', app({ replicas: undefined }),
    'spec.replicas: got nothing; must be an integer >= 1 unless the app autoscales; use an autoscaler for scale to zero (InvalidReplicas)'],
  ['replicas that scale', app({ enableAutoscaling: true }), 'spec.replicas: got 2; an app has fixed replicas or an autoscaler, not both; '
    + 'leave replicas out, and give the autoscaler a minimum (ReplicasWithAutoscaler)'],
  ['a check without httpGet', checks({ periodSeconds: 1 }), 'spec.checks.readiness.httpGet: got nothing; '
    + 'a SpinApp is checked by HTTP GET only, and the operator fails on a check without it; give httpGet with a path (UnsupportedProbe)'],
  ['a check without headers', checks({ httpGet: { path: '/' } }), 'spec.checks.readiness.httpGet.httpHeaders: got nothing; '
    + "the operator's webhook turns a missing list into a null, which its own schema refuses; write httpHeaders: [] (UnsupportedProbe)"],
  ['a request over its limit', app({ resources: { requests: { memory: '1Gi' }, limits: { memory: '1000Mi' } } }),
    'spec.resources.requests.memory: got "1Gi"; a request must not be over its limit, 1000Mi; lower the request or raise the limit (RequestOverLimit)'],
  ['negative CPU', app({ resources: { limits: { cpu: '-1' } } }),
    'spec.resources.limits.cpu: got "-1"; cpu must be zero or more; give a non-negative amount (InvalidQuantity)'],
  ['more memory for an invocation than for the app', app({ resources: { requests: { memory: '32Mi' } }, invocationLimits: { memory: '1G' } }),
    'spec.invocationLimits.memory: got "1G"; one invocation cannot use more than the container has, 32Mi; '
    + 'lower maxInstanceMemory or raise resources.memory (InstanceMemoryOverLimit)'],
  ['memory that is none', app({ invocationLimits: { memory: 'much' } }),
    'spec.invocationLimits.memory: got "much"; must be a quantity of bytes, zero or more; write it as "64Mi" (InvalidQuantity)'],
  ['a variable with a value and a source', variables({ name: 'a', value: 'x', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } }),
    'spec.variables["a"]: got {"value":"x","valueFrom":{"fieldRef":{"fieldPath":"metadata.name"}}}; '
    + 'a variable has a value or exactly one source, or the operator never makes the Deployment; give one of them (InvalidField)'],
  ['a volume twice', app({ volumes: [{ name: 'a', emptyDir: {} }, { name: 'a', emptyDir: {} }] }),
    'spec.volumes[1].name: got "a"; another volume of this app has the name; give one of them another name (DuplicateKey)'],
  ['a volume of two sources', app({ volumes: [{ name: 'a', emptyDir: {}, hostPath: { path: '/x' } }] }),
    'spec.volumes[0]: got ["emptyDir","hostPath"]; a volume has one source; make it two volumes (InvalidField)'],
  ['a volume of sources that are not said', app({ volumes: [{ name: 'a', projected: {} }] }), 'spec.volumes[0].projected.sources: got nothing; '
    + "the operator's webhook turns a missing list into a null, which its own schema refuses; write sources: [] (InvalidField)"],
  ['a label of a claim that its template cannot have', app({
    volumes: [{
      name: 'a',
      ephemeral: {
        volumeClaimTemplate: {
          metadata: { labels: { a: 'b' } }, spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
        },
      },
    }],
  }), `spec.volumes[0].ephemeral.volumeClaimTemplate.metadata.labels: got {"a":"b"}; ${FIELD}; leave it out (UnknownField)`],
  ['metadata that no object has', app({}, { name: 'api', lables: { a: 'b' } }), `metadata.lables: got {"a":"b"}; ${FIELD}; did you mean labels? (UnknownField)`],
  ['a null in a field that is none', app({ nodeName: null }), `spec.nodeName: got null; ${FIELD}, only image, imagePullSecrets, executor, components, replicas, `
    + 'enableAutoscaling, resources, invocationLimits, checks, variables, runtimeConfig, volumes, volumeMounts, serviceAccountName, podLabels, podAnnotations, '
    + 'deploymentAnnotations, serviceAnnotations; leave it out (UnknownField)'],
  ['a null that stands for an empty text', app({ invocationLimits: { memory: null } }),
    'spec.invocationLimits.memory: got ""; must be a quantity of bytes, zero or more; write it as "64Mi" (InvalidQuantity)'],
  ['an executor without a name', app({ executor: '' }), 'spec.executor: got ""; the webhook fills in the first executor of any namespace, '
    + 'and then refuses one that is not in the app\'s own; name one of namespace "apps" (ExecutorNamespace)'],
  ['an amount in a list', app({ resources: { limits: { cpu: ['1'] } } }),
    'spec.resources.limits["cpu"]: got ["1"]; must be a quantity such as 100m or 64Mi; write one (InvalidField)'],
  ['a number over 32 bits', app({ volumes: [{ name: 'a', iscsi: { targetPortal: 'p', iqn: 'iqn.2001-04.com.example:a', lun: 2 ** 31 } }] }),
    'spec.volumes[0].iscsi.lun: got 2147483648; must be a whole number from -2147483648 to 2147483647; write one (InvalidField)'],
  ['a mount of no volume', app({ volumes: [{ name: 'data', emptyDir: {} }], volumeMounts: [{ name: 'date', mountPath: '/data' }] }),
    `spec.volumeMounts[0].name: got "date"; spec.volumes has data; ${MEAN('data')} (UnresolvedReference)`],
  ['a store of no type', stores({ name: 'a', type: 'sqlite' }),
    'spec.runtimeConfig.keyValueStores["a"].type: got "sqlite"; Spin has spin, redis, azure_cosmos, aws_dynamo; use one of them (InvalidStore)'],
  ['a store twice', stores({ name: 'a', type: 'spin' }, { name: 'a', type: 'spin' }),
    'spec.runtimeConfig.keyValueStores["a"]: got "a"; the operator takes one store of a label; give it once (DuplicateKey)'],
  ['an option of no store', stores({ name: 'a', type: 'spin', options: [{ name: 'pfad', value: '/x' }] }),
    'spec.runtimeConfig.keyValueStores["a"].options["pfad"]: got "pfad"; type spin has path; leave it out (InvalidStore)'],
  ['an option twice', stores({ name: 'a', type: 'spin', options: [{ name: 'path', value: '/x' }, { name: 'path', value: '/y' }] }),
    'spec.runtimeConfig.keyValueStores["a"].options["path"]: got "path"; it is given already; give it once (DuplicateKey)'],
  ['an option that is no text', stores({
    name: 'a',
    type: 'aws_dynamo',
    options: [
      { name: 'region', value: 'x' }, { name: 'table', value: 'x' }, { name: 'consistent_read', value: 'true' },
    ],
  }), 'spec.runtimeConfig.keyValueStores["a"].options["consistent_read"]: got "consistent_read"; '
    + 'type aws_dynamo has region, table, access_key, secret_key, token; '
    + 'put the whole file into a Secret: the operator writes options as strings (InvalidStore)'],
  ['an option from a ConfigMap', validated((chart) => {
    raw(chart, 'v1', 'ConfigMap', { data: { redis: 'redis://redis' } }, { name: 'servers' });
    redis(chart, { configMapKeyRef: { name: 'servers', key: 'redis' } });
  }), 'spec.runtimeConfig.keyValueStores["a"].options["url"].valueFrom.configMapKeyRef: got "servers"; '
    + 'the operator may not list ConfigMaps: it waits for them for ever, and no app of the whole cluster is reconciled any more; '
    + 'give a plain value, or take it from a Secret (InvalidStore)'],
  ['an option from a Secret that need not be there', validated((chart) => {
    redis(chart, { secretKeyRef: { name: 'db', key: 'url', optional: true } });
  }), 'spec.runtimeConfig.keyValueStores["a"].options["url"].valueFrom.secretKeyRef.optional: got true; '
    + 'the operator ignores it, and makes no Deployment before the Secret is there; leave optional out (InvalidStore)'],
  ['a token of a language model from a ConfigMap', validated((chart) => {
    raw(chart, 'v1', 'ConfigMap', { data: { token: 'x' } }, { name: 'llm' });
    rawApp(chart, {
      runtimeConfig: {
        llmCompute: {
          type: 'remote_http',
          options: [{ name: 'url', value: 'http://llm' }, { name: 'auth_token', valueFrom: { configMapKeyRef: { name: 'llm', key: 'token' } } }],
        },
      },
    });
  }), 'spec.runtimeConfig.llmCompute.options["auth_token"].valueFrom.configMapKeyRef: got "llm"; '
    + 'the operator may not list ConfigMaps: it waits for them for ever, and no app of the whole cluster is reconciled any more; '
    + 'give a plain value, or take it from a Secret (InvalidStore)'],
  ['a secret in clear', stores({
    name: 'a',
    type: 'azure_cosmos',
    options: [
      ...['account', 'database', 'container'].map((name) => ({ name, value: 'x' })), { name: 'key', value: 'hunter2' },
    ],
  }), 'spec.runtimeConfig.keyValueStores["a"].options["key"]: got "…"; a secret does not stand in a manifest; '
    + 'give it by valueFrom.secretKeyRef (SecretInClear)'],
];

/** What works on a cluster, and is unwise. */
const ADVICE: [string, Program, string][] = [
  ['no component', app({ components: [] }), 'spec.components: got []; a selection of none is taken for none given; leave it out to run all (EmptyList)'],
  ['a relative path of a check', checks({ httpGet: { path: 'health', httpHeaders: [] } }),
    'spec.checks.readiness.httpGet.path: got "health"; a path starts with "/", which is put before it; write it as "/health" (InvalidProbe)'],
  ['a limit of the operator that is misspelt', app({ invocationLimits: { Memory: '1Mi' } }),
    'spec.invocationLimits.Memory: got "1Mi"; the operator reads memory, and ignores other limits; leave it out (UnusedOption)'],
  ['a limit that is ignored', app({ invocationLimits: { cpu: '1' } }),
    'spec.invocationLimits.cpu: got "1"; the operator reads memory, and ignores other limits; leave it out (UnusedOption)'],
  ['stores beside a whole file', validated((chart) => {
    secret(chart, { name: 'file' }, { stringData: { 'runtime-config.toml': '' } });
    rawApp(chart, { runtimeConfig: { loadFromSecret: 'file', llmCompute: { type: 'remote_http' } } });
  }), 'spec.runtimeConfig.llmCompute: got {"type":"remote_http"}; loadFromSecret replaces the whole file, and what stands beside it is ignored; '
    + 'put it into the Secret, or leave loadFromSecret out (UnusedOption)'],
  ['an option with two values', validated((chart) => {
    secret(chart, { name: 'db' });
    rawApp(chart, {
      replicas: 1,
      volumes: [{ name: 'data', emptyDir: {} }],
      volumeMounts: [{ name: 'data', mountPath: '/data' }],
      runtimeConfig: {
        keyValueStores: [{
          name: 'a',
          type: 'spin',
          options: [
            { name: 'path', value: '/data/x', valueFrom: { secretKeyRef: { name: 'db', key: 'url' } } },
          ],
        }],
      },
    });
  }), 'spec.runtimeConfig.keyValueStores["a"].options["path"]: got "path"; value wins over valueFrom; give one of the two (InvalidStore)'],
  ['a label of the operator', app({ podLabels: { 'core.spinkube.dev/app-name': 'x' } }), 'spec.podLabels key: got "core.spinkube.dev/app-name"; '
    + 'the operator sets core.spinkube.dev/app-name and core.spinkube.dev/app.<name>.status itself; use another label (InvalidLabel)'],
  ['telemetry to no address', executor({ createDeployment: true, deploymentConfig: { spinImage: 'spin', otel: { exporter_otlp_endpoint: 'otel' } } }),
    'spec.deploymentConfig.otel.exporter_otlp_endpoint: got "otel"; must be a URL of scheme http or https; write it as "http://host:port" (InvalidUrl)'],
  ['an executor that does not say what it makes', executor({}),
    'spec.createDeployment: got nothing; without it the operator makes no Deployment for the apps; say true or false (InvalidField)'],
  ['a number of a check that stands for its default', checks({ httpGet: { path: '/', httpHeaders: [] }, periodSeconds: 0 }),
    'spec.checks.readiness.periodSeconds: got 0; 0 stands for the default; leave it out (InvalidProbe)'],
  ['a variable without a value', variables({ name: 'home' }),
    'spec.variables["home"]: got nothing; it is empty; write value: "" if it is meant to be (EmptyVariable)'],
  ['an image that moves', app({ image: 'ghcr.io/acme/api:latest' }),
    'spec.image: got "ghcr.io/acme/api:latest"; what it names may change between two pulls; pin a version or a digest (MutableImageTag)'],
  ['a store that a restart empties', stores({ name: 'cache', type: 'spin' }),
    'spec.runtimeConfig.keyValueStores["cache"]: each pod has a store of its own, and a restart empties it; '
    + 'give it a path on a mounted volume, or use a server (EphemeralStore)'],
  ...['data', '/data/', '/a/../data', '/a:b'].map((mountPath): [string, Program, string] => [
    `a mount path that is written as ${mountPath}`, app({ volumes: [{ name: 'd', emptyDir: {} }], volumeMounts: [{ name: 'd', mountPath }] }),
    `spec.volumeMounts[0].mountPath: got "${mountPath}"; a mount path is absolute, without ':', '.' or '..' parts and a slash at its end; `
    + 'write it as "/data" (InvalidMount)',
  ]),
];

test.each(ADVICE)('%s works, and is advised against', (_, program, message) => {
  expect(warningsOf(program)).toMatch(new RegExp(`^\\[test/[a-z]+-[a-z-]+\\] ${escape(message)}$`));
});

describe('a raw SpinApp fails for', () => {
  test.each(OWN)('%s', (_, program, message) => {
    expect(failureOf(program)).toMatch(new RegExp(`^\\[test/[a-z]+-[a-z-]+\\] ${escape(message)}$`));
  });

  test.each<[string, Program, RegExp]>([
    ['its name', app({}, { name: 'my.app' }), /metadata.name: got "my.app"; .*\(InvalidName\)$/],
    ['its image', app({ image: 'My App' }), /spec.image: got "My App"; .*\(InvalidImage\)$/],
    ['its annotations', app({ podAnnotations: { 'a b': 'x' } }), /spec.podAnnotations key: .*\(InvalidAnnotation\)$/],
    ['a profile of its pods', app({ podAnnotations: { 'container.apparmor.security.beta.kubernetes.io/api': 'x' } }), /got "x"; .*\(InvalidAnnotation\)$/],
    ['a revision of its Deployment', app({ deploymentAnnotations: { 'deployment.kubernetes.io/revision': '7' } }), /got "7"; .*\(InvalidAnnotation\)$/],
    ['its components', app({ components: ['My Component'] }), /spec.components\[0\]: .*\(InvalidComponent\)$/],
    ['its variables', variables({ name: 'API-KEY', value: 'x' }), /spec.variables\["API-KEY"\]: .*\(InvalidVariableName\)$/],
    ['its prefixed variables', variables({ name: 'SPIN_VARIABLE_A', value: 'x' }), /write it as "a" \(PrefixedVariableName\)$/],
    ['variables that are one', variables({ name: 'a', value: 'x' }, { name: 'A', value: 'x' }), /\(VariableCollision\)$/],
    ['a divisor', variables({ name: 'a', valueFrom: { resourceFieldRef: { resource: 'limits.memory', divisor: '7Mi' } } }), /divisor: got "7Mi"; .*\(InvalidQuantity\)$/],
    ['a field of the pod', variables({ name: 'a', valueFrom: { fieldRef: { fieldPath: 'status.phase' } } }), /fieldPath: got "status.phase"; .*\(InvalidField\)$/],
    ['the volumes of the operator', app({ volumes: [{ name: 'spin-ca', emptyDir: {} }] }), /\(ReservedVolume\)$/],
    ['a source of a volume', app({ volumes: [{ name: 'a', hostPath: { path: '' } }] }), /spec.volumes\["a"\].hostPath.path: got ""; .*\(InvalidVolume\)$/],
    ['the paths of the operator', app({ volumes: [{ name: 'a', emptyDir: {} }], volumeMounts: [{ name: 'a', mountPath: '/.spin' }] }), /\(InvalidMount\)$/],
    ['the CA certificates of the operator', app({ volumes: [{ name: 'a', emptyDir: {} }], volumeMounts: [{ name: 'a', mountPath: '/etc/ssl' }] }),
      /spec.volumeMounts\[0\].mountPath: got "\/etc\/ssl"; .*\(InvalidMount\)$/],
    ['a label of a store', stores({ name: 'my store', type: 'spin' }), /\(InvalidStore\)$/],
    ['a password in an address', stores({ name: 'a', type: 'redis', options: [{ name: 'url', value: 'redis://u:hunter2@db' }] }), /\(SecretInClear\)$/],
    ['a liveness check that must succeed twice', app({ checks: { liveness: { httpGet: { path: '/', httpHeaders: [] }, successThreshold: 2 } } }),
      /spec.checks.liveness.successThreshold: .*\(InvalidProbe\)$/],
    ['a header', checks({ httpGet: { path: '/', httpHeaders: [{ name: 'Authorization', value: 'hunter2' }] } }), /\(SecretInClear\)$/],
    ['a Service of its name', validated((chart) => {
      rawApp(chart);
      raw(chart, 'v1', 'Service', { spec: { ports: [{ port: 80 }] } });
    }), /\(ServiceNameCollision\)$/],
    ['a Deployment of its name', validated((chart) => {
      rawApp(chart);
      raw(chart, 'apps/v1', 'Deployment', { spec: {} });
    }), /takes the Deployment of test\/deployment-api for its own.*\(DeploymentNameCollision\)$/],
    ['the name of the API server\'s own Service', validated((chart) => {
      rawApp(new Chart(chart, 'default', { namespace: 'default' }), {}, { name: 'kubernetes' });
    }), /overwrites the API server's own.*\(ServiceNameCollision\)$/],
    ['a namespace of level restricted', validated((chart) => {
      rawApp(chart);
      raw(chart, 'v1', 'Namespace', {}, { name: 'apps', labels: { 'pod-security.kubernetes.io/enforce': 'restricted' } });
    }), /\(RestrictedNamespace\)$/],
    ['a field that the operator does not know', inCluster({ operatorVersion: SpinKubeVersion.V0_4_0 }, (chart) => {
      rawApp(chart, { serviceAccountName: 'default' });
    }), /spec.serviceAccountName: got "0.4.0"; .*\(FieldTooNew\)$/],
    ['components before their shim', inCluster({ shimVersion: '0.16.0' }, (chart) => rawApp(chart, { components: ['a'] })), /spec.components: .*\(FieldTooNew\)$/],
  ])('%s, in the words of WasmApp', (_, program, message) => {
    expect(failureOf(program)).toMatch(message);
    expect(failureOf(program).split('\n')).toHaveLength(1);
  });

  test('all of it at once', () => {
    expect(failureOf(app({ replicas: 0, image: '', env: [] })).split('\n')).toHaveLength(3);
  });
});

describe('a raw SpinAppExecutor fails for', () => {
  test.each<[string, Program, string]>([
    ['no deploymentConfig', executor({ createDeployment: true }), 'spec.deploymentConfig: got nothing; '
      + 'the webhook lets an executor without it pass, and the operator crashes on it; give a runtimeClassName or a spinImage (ExecutorTarget)'],
    ['both targets', executor({ createDeployment: true, deploymentConfig: { runtimeClassName: 'wasmtime-spin-v2', spinImage: 'spin' } }),
      'spec.deploymentConfig: got {"runtimeClassName":"wasmtime-spin-v2","spinImage":"spin"}; '
      + 'an executor runs apps by exactly one of runtimeClass and spinImage; '
      + 'give a runtimeClass for nodes with the Spin shim, or a spinImage for ordinary nodes (ExecutorTarget)'],
    ['a RuntimeClass that is nowhere', executor({ createDeployment: true, deploymentConfig: { runtimeClassName: 'wasmtime-spin-v1' } }),
      'spec.deploymentConfig.runtimeClassName: got "wasmtime-spin-v1"; no RuntimeClass of this name is made in the tree, nor said to exist; '
      + `${MEAN('wasmtime-spin-v2')} If not, say that it exists, by WasmRuntimeClass.fromRuntimeClassName (UnresolvedReference)`],
    ['certificates that are nowhere', executor({ createDeployment: true, deploymentConfig: { spinImage: 'spin', caCertSecret: 'ca' } }),
      `spec.deploymentConfig.caCertSecret: got "ca"; ${NOWHERE('Secret')}; ${SAY}`],
    ['the RuntimeClass of another runtime', validated((chart) => {
      raw(chart, 'node.k8s.io/v1', 'RuntimeClass', { handler: 'wasmedge' }, { name: 'edge' });
      rawExecutor(chart, { createDeployment: true, deploymentConfig: { runtimeClassName: 'edge' } }, 'spin');
    }), 'spec.deploymentConfig.runtimeClassName: got "edge"; SpinApps run in containerd-shim-spin only, and this class starts containerd-shim-wasmedge-v1; '
      + 'give a SpinRuntimeClass (WrongRuntime)'],
    ['a handler that the nodes do not have', validated((chart) => {
      raw(chart, 'node.k8s.io/v1', 'RuntimeClass', { handler: 'spin-v2' }, { name: 'mine' });
      rawExecutor(chart, { createDeployment: true, deploymentConfig: { runtimeClassName: 'mine' } }, 'spin');
    }), 'spec.deploymentConfig.runtimeClassName mine: got "spin-v2"; the nodes of this cluster are said to have the handler "spin", '
      + 'and pods of another never start; leave it out, or say NodeProvisioning.preinstalled({ handler }) on the WasmCluster (HandlerMismatch)'],
  ])('%s', (_, program, message) => {
    expect(failureOf(program)).toBe(`[test/spinappexecutor-spin] ${message}`);
  });
});

describe('a reference that leads nowhere is found:', () => {
  const ref = (name: string, key = 'token') => ({ variables: [{ name: 'a', valueFrom: { secretKeyRef: { name, key } } }] });
  const pulls = { imagePullSecrets: [{ name: 'pull' }] };

  test.each<[string, Program, string]>([
    ['a Secret', app(ref('db')), `spec.variables["a"].valueFrom.secretKeyRef.name: got "db"; ${NOWHERE('Secret')}; ${SAY}`],
    ['a Secret of nearly this name', validated((chart) => {
      secret(chart, { name: 'db-secret' });
      rawApp(chart, ref('db-secrt'));
    }), `spec.variables["a"].valueFrom.secretKeyRef.name: got "db-secrt"; ${NOWHERE('Secret')}; ${MEAN('db-secret')} If not, ${SAY}`],
    ['a Secret of another namespace', validated((chart) => {
      secret(chart, { name: 'db', namespace: 'data' });
      rawApp(chart, ref('db'));
    }), 'spec.variables["a"].valueFrom.secretKeyRef.name: got "db"; test/secret-db makes this Secret in namespace "data", '
      + 'and pods read that of namespace "apps"; make it in the namespace of the app, or, if it is there too, say that it exists, by fromXName (UnresolvedReference)'],
    ['a key', validated((chart) => {
      secret(chart, { name: 'db' });
      rawApp(chart, ref('db', 'tokens'));
    }), `spec.variables["a"].valueFrom.secretKeyRef.key: got "tokens"; the Secret of test/secret-db has the keys token, url; ${MEAN('token')} (MissingKey)`],
    ['a key of a file', validated((chart) => {
      raw(chart, 'v1', 'ConfigMap', { data: { a: 'x' } }, { name: 'files' });
      rawApp(chart, { volumes: [{ name: 'v', configMap: { name: 'files', items: [{ key: 'zzz', path: 'b' }] } }] });
    }), 'spec.volumes["v"].configMap.items[0].key: got "zzz"; the ConfigMap of test/configmap-files has the keys a; '
      + 'use one of them, or add the key (MissingKey)'],
    ['a key of an ExternalSecret', validated((chart) => {
      raw(chart, 'external-secrets.io/v1', 'ExternalSecret', { spec: { target: { name: 'db' }, data: [{ secretKey: 'password' }] } }, { name: 'es' });
      rawApp(chart, ref('db'));
    }), 'spec.variables["a"].valueFrom.secretKeyRef.key: got "token"; the Secret of test/externalsecret-es has the keys password; '
      + 'use one of them, or add the key (MissingKey)'],
    ['a key of a SealedSecret', validated((chart) => {
      raw(chart, 'bitnami.com/v1alpha1', 'SealedSecret', { spec: { encryptedData: { password: 'AgB' } } }, { name: 'db' });
      rawApp(chart, ref('db'));
    }), 'spec.variables["a"].valueFrom.secretKeyRef.key: got "token"; the Secret of test/sealedsecret-db has the keys password; '
      + 'use one of them, or add the key (MissingKey)'],
    ['a pull Secret that is none', validated((chart) => {
      secret(chart, { name: 'pull' });
      rawApp(chart, pulls);
    }), 'spec.imagePullSecrets[0].name: got "pull"; the Secret of test/secret-pull has the keys token, url, '
      + 'and .dockerconfigjson or .dockercfg is asked of it; use one of them, or add the key (MissingKey)'],
    ['a runtime configuration under another key', validated((chart) => {
      secret(chart, { name: 'config' }, { stringData: { 'config.toml': '' } });
      rawApp(chart, { runtimeConfig: { loadFromSecret: 'config' } });
    }), 'spec.runtimeConfig.loadFromSecret: got "config"; the Secret of test/secret-config has the keys config.toml, '
      + 'and runtime-config.toml is asked of it; use one of them, or add the key (MissingKey)'],
    ['a service account', app({ serviceAccountName: 'api' }), `spec.serviceAccountName: got "api"; ${NOWHERE('ServiceAccount')}; ${SAY}`],
    ['a claim', app({ volumes: [{ name: 'v', persistentVolumeClaim: { claimName: 'data' } }] }),
      `spec.volumes["v"].persistentVolumeClaim.claimName: got "data"; ${NOWHERE('PersistentVolumeClaim')}; ${SAY}`],
    ['a projected Secret', app({ volumes: [{ name: 'v', projected: { sources: [{ secret: { name: 'db' } }] } }] }),
      `spec.volumes["v"].projected.sources[0].secret.name: got "db"; ${NOWHERE('Secret')}; ${SAY}`],
    ['an executor', app({ executor: 'containerd-shim-spinn' }), `spec.executor: got "containerd-shim-spinn"; ${NOWHERE('SpinAppExecutor')}; `
      + `${MEAN('containerd-shim-spin')} If not, say that it exists, by SpinAppExecutor.fromSpinAppExecutorName (UnresolvedReference)`],
    ['no executor', app({ executor: undefined }), 'spec.executor: got nothing; the webhook fills in the first executor of any namespace, '
      + 'and then refuses one that is not in the app\'s own; name one of namespace "apps" (ExecutorNamespace)'],
    ['an executor of another namespace', validated((chart) => {
      rawExecutor(new Chart(chart.node.root as App, 'other'), undefined, 'spin');
      rawApp(chart, { executor: 'spin' });
    }), 'spec.executor: got "spin"; it is in no namespace, and the app in namespace "apps"; the webhook looks in the app\'s own; '
      + 'make an executor in the namespace of the app (ExecutorNamespace)'],
    ['the Deployment for annotations', validated((chart) => {
      rawExecutor(chart, { createDeployment: false }, 'none');
      rawApp(chart, { executor: 'none', podAnnotations: { a: 'b' } });
    }), 'spec.podAnnotations: got {"a":"b"}; the executor makes no Deployment, and the webhook refuses annotations for one; '
      + 'leave them out, or use an executor with createDeployment (AnnotationsWithoutDeployment)'],
  ])('%s', (_, program, message) => {
    expect(failureOf(program)).toBe(`[test/spinapp-api] ${message}`);
  });

  test('in a chart without a namespace', () => {
    expect(failureOf(validated((chart) => rawApp(new Chart(chart, 'bare'), { serviceAccountName: 'api' })))).toBe('[test/bare/spinapp-api] '
      + `spec.serviceAccountName: got "api"; no ServiceAccount of this name is made in the tree without a namespace, nor said to exist; ${SAY}`);
  });

  const hpa = (name: string, kind = 'Deployment', id = 'scaler') => (chart: Chart) =>
    raw(chart, 'autoscaling/v2', 'HorizontalPodAutoscaler', { spec: { maxReplicas: 3, scaleTargetRef: { apiVersion: 'apps/v1', kind, name } } }, { name: id });
  const AUTOSCALED = { enableAutoscaling: true, replicas: undefined };

  test.each<[string, Program, string]>([
    ['an autoscaler of a SpinApp', hpa('api', 'SpinApp'), 'spec.scaleTargetRef.kind: got "SpinApp"; a SpinApp has no scale of its own; '
      + 'target the Deployment of the same name, apiVersion apps/v1, which the operator makes (AutoscalerTarget)'],
    ['an autoscaler of no kind that can be', hpa('a', 'a/b'), 'spec.scaleTargetRef.kind: got "a/b"; must not be empty, \'.\' or \'..\', and has no \'/\' or \'%\'; '
      + 'use that of the object to scale (AutoscalerTarget)'],
    ['an autoscaler of no name that can be', hpa('..', 'ReplicaSet'), 'spec.scaleTargetRef.name: got ".."; must not be empty, \'.\' or \'..\', and has no \'/\' or '
      + '\'%\'; use that of the object to scale (AutoscalerTarget)'],
    ['an autoscaler of an app with replicas', (chart) => hpa('api')(rawApp(chart).chart), 'spec.scaleTargetRef.name: got "api"; '
      + 'test/spinapp-api has no enableAutoscaling, and the operator puts its own replicas back; '
      + 'set enableAutoscaling: true and leave out replicas, or give the autoscaler the WasmApp as its target (AutoscalerTarget)'],
    ['an autoscaler of nothing', (chart) => hpa('apy')(rawApp(chart, AUTOSCALED).chart), `spec.scaleTargetRef.name: got "apy"; ${NOWHERE('Deployment')}; `
      + `${MEAN('api')} If not, say that it exists, by WasmValidation.exists (UnresolvedReference)`],
  ])('%s', (_, program, message) => {
    expect(failureOf(validated(program))).toBe(`[test/horizontalpodautoscaler-scaler] ${message}`);
  });

  test('two autoscalers of one app', () => {
    const messages = failureOf(validated((chart) => {
      rawApp(chart, AUTOSCALED);
      hpa('api')(chart);
      raw(chart, 'keda.sh/v1alpha1', 'ScaledObject', { spec: { scaleTargetRef: { name: 'api' } } }, { name: 'keda' });
    })).split('\n');
    expect(messages).toEqual([
      '[test/horizontalpodautoscaler-scaler] spec.scaleTargetRef: got "api"; one app has at most one autoscaler, and test/scaledobject-keda scales it too; '
      + 'give one autoscaler all the metrics (DuplicateAutoscaler)',
      expect.stringMatching(/^\[test\/scaledobject-keda\] .*\(DuplicateAutoscaler\)$/),
    ]);
  });

  const ingress = (service: object) => (chart: Chart) => raw(chart, 'networking.k8s.io/v1', 'Ingress', {
    spec: { rules: [{ http: { paths: [{ path: '/', pathType: 'Prefix', backend: { service } }] } }] },
  }, { name: 'route' });
  const route = (backend: object) => (chart: Chart) => raw(chart, 'gateway.networking.k8s.io/v1', 'HTTPRoute', {
    spec: { rules: [{ backendRefs: [backend] }] },
  }, { name: 'route' });
  const LOST = `${NOWHERE('Service').replace(', nor', ', nor by the operator for a SpinApp, nor')}; ${MEAN('api')} If not, say that it exists, by WasmValidation.exists`;

  test.each<[string, (chart: Chart) => unknown, string]>([
    ['an Ingress to no Service', ingress({ name: 'apy', port: { number: 80 } }),
      `[test/ingress-route] spec.rules[0].http.paths[0].backend.service.name: got "apy"; ${LOST} (UnresolvedReference)`],
    ['an Ingress to no port', ingress({ name: 'api', port: { number: 8080 } }), '[test/ingress-route] spec.rules[0].http.paths[0].backend.service.port: '
      + 'got 8080; the Service of test/spinapp-api has the port 80, without a name; use 80 (UnresolvedReference)'],
    ['an Ingress to a port by a name that it lacks', ingress({ name: 'api', port: { name: 'http' } }),
      '[test/ingress-route] spec.rules[0].http.paths[0].backend.service.port: got "http"; '
      + 'the Service of test/spinapp-api has the port 80, without a name; use 80 (UnresolvedReference)'],
    ['an HTTPRoute to no Service', route({ name: 'apy', port: 80 }),
      `[test/httproute-route] spec.rules[0].backendRefs[0].name: got "apy"; ${LOST} (UnresolvedReference)`],
    ['an HTTPRoute to a port of a Service', (chart) => {
      raw(chart, 'v1', 'Service', { spec: { ports: [{ port: 443, name: 'web' }] } }, { name: 'other' });
      route({ name: 'other', port: 80 })(chart);
    }, '[test/httproute-route] spec.rules[0].backendRefs[0].port: got 80; the Service of test/service-other has the port 443, web; use 443 (UnresolvedReference)'],
  ])('%s', (_, program, message) => {
    expect(failureOf(validated((chart) => program(rawApp(chart).chart)))).toBe(message);
  });
});

describe('what is fine passes:', () => {
  const passes = (program: Program) => {
    const chart = chartOf();
    validated(program)(chart);
    expect(() => (chart.node.root as App).synthYaml()).not.toThrow();
  };

  const EVERYTHING = {
    imagePullSecrets: [{ name: 'pull' }],
    serviceAccountName: 'api',
    runtimeConfig: { loadFromSecret: 'config' },
    variables: [
      { name: 'token', valueFrom: { secretKeyRef: { name: 'db', key: 'token' } } },
      { name: 'level', valueFrom: { configMapKeyRef: { name: 'settings', key: 'level' } } },
      { name: 'empty' },
      { name: 'maybe', valueFrom: { secretKeyRef: { name: 'nowhere', key: 'token', optional: true } } },
    ],
    volumes: [{ name: 'v', persistentVolumeClaim: { claimName: 'data' } }],
    volumeMounts: [{ name: 'v', mountPath: '/data' }],
    checks: { readiness: { httpGet: { path: '/', httpHeaders: [{ name: 'X-Check', value: 'x' }] } } },
    resources: { limits: { 'cpu': 1, 'memory': '64Mi', 'acme.com/gpu': '1' }, requests: { cpu: '0.5' } },
    invocationLimits: { memory: '32Mi' },
  };

  test('a SpinApp whose references are made in the tree', () => passes((chart) => {
    secret(chart, { name: 'db' });
    secret(chart, { name: 'pull' }, { type: 'kubernetes.io/dockerconfigjson', data: { '.dockerconfigjson': '' } });
    secret(chart, { name: 'config' }, { stringData: { 'runtime-config.toml': '' } });
    raw(chart, 'v1', 'ConfigMap', { data: { level: 'info' } }, { name: 'settings' });
    raw(chart, 'v1', 'ServiceAccount', {});
    raw(chart, 'v1', 'PersistentVolumeClaim', {}, { name: 'data' });
    rawApp(chart, EVERYTHING);
  }));

  test('a SpinApp whose references are said to exist by fromXName', () => passes((chart) => {
    ['db', 'pull', 'config'].forEach((name) => Secret.fromSecretName(chart, name, name));
    ConfigMap.fromConfigMapName(chart, 'settings', 'settings');
    ServiceAccount.fromServiceAccountName(chart, 'api', 'api');
    PersistentVolumeClaim.fromClaimName(chart, 'data', 'data');
    rawApp(chart, EVERYTHING);
  }));

  test('a SpinApp whose references are said to exist', () => passes((chart) => {
    const validation = WasmValidation.of(chart).exists({ kind: 'Secret', name: '*' }).exists({ kind: 'ConfigMap', name: 'settings', namespace: 'apps' });
    validation.exists({ kind: 'ServiceAccount', name: 'api' }).exists({ kind: 'PersistentVolumeClaim', name: 'data' });
    rawApp(chart, EVERYTHING);
  }));

  test('what is said to exist once for all clusters', () => {
    const root = new App();
    WasmValidation.of(root).exists({ kind: 'ServiceAccount', name: 'api' });
    const [one, two] = ['one', 'two'].map((id) => new Chart(new WasmCluster(root, id), 'test', { namespace: 'apps' }));
    [one, two].forEach((chart) => rawApp(chart, { serviceAccountName: 'api' }));
    expect(() => root.synthYaml()).not.toThrow();
  });

  test.each<[string, Program]>([
    ['an executor by its name', (chart) => SpinAppExecutor.fromSpinAppExecutorName(chart, 'e', 'mine')],
    ['the executor of a pool that exists', (chart) => WasmNodePool.fromExisting(chart, 'e', { executorName: 'mine', runtimeClassName: 'mine' })],
  ])('%s', (_, say) => passes((chart) => {
    say(chart);
    rawApp(chart, { executor: 'mine' });
  }));

  /** A raw app that names an executor in a cluster whose executors exist. */
  function named(name: string, props: WasmClusterProps = {}): () => unknown {
    const chart = new Chart(new WasmCluster(new App(), 'prod', { executors: ExecutorManagement.EXISTING, ...props }), 'test', { namespace: 'apps' });
    WasmValidation.of(chart);
    raw(chart, 'core.spinkube.dev/v1alpha1', 'SpinApp', { spec: { ...SPEC, executor: name } });
    return () => (chart.node.root as App).synthYaml();
  }

  test.each<[string, string, WasmClusterProps]>([
    ["SpinKube's own executor", 'containerd-shim-spin', {}],
    ['the executor of the namespace', 'apps-spin', {}],
    ['the executor of the namespace, with an owner', 'web-apps-spin', { owner: 'web' }],
    ['the executor that the cluster names', 'mine', { executorName: 'mine' }],
  ])('%s where executors exist', (_, name, props) => {
    expect(named(name, props)).not.toThrow();
  });

  test('no executor of another namespace or owner where executors exist', () => {
    ['other-spin', 'web-apps-spin'].forEach((name) => expect(named(name)).toThrow(`spec.executor: got "${name}"; no SpinAppExecutor of this name`));
  });

  test.each<[string, Program]>([
    ['the RuntimeClass of a Shim', (chart) => raw(chart, 'runtime.spinkube.dev/v1alpha1', 'Shim', {
      spec: { runtimeClass: { name: 'mine', handler: 'spin-v2' } },
    }, { name: 'spin-v2' })],
    ['a RuntimeClass with the handler of a Shim', (chart) => {
      raw(chart, 'runtime.spinkube.dev/v1alpha1', 'Shim', { spec: { runtimeClass: { name: 'other', handler: 'spin-v2' } } }, { name: 'spin-v2' });
      raw(chart, 'node.k8s.io/v1', 'RuntimeClass', { handler: 'spin-v2' }, { name: 'mine' });
    }],
    ['a RuntimeClass by its name', (chart) => WasmRuntimeClass.fromRuntimeClassName(chart, 'class', 'mine')],
  ])('%s', (_, make) => passes((chart) => {
    make(chart);
    rawExecutor(chart, { createDeployment: true, deploymentConfig: { runtimeClassName: 'mine' } });
  }));

  test('a handler that the cluster says', () => {
    const cluster = new WasmCluster(new App(), 'prod', { nodes: NodeProvisioning.preinstalled({ handler: 'spin-v2' }) });
    const chart = new Chart(cluster, 'test');
    WasmValidation.of(cluster);
    raw(chart, 'node.k8s.io/v1', 'RuntimeClass', { handler: 'spin-v2' }, { name: 'mine' });
    rawExecutor(chart, { createDeployment: true, deploymentConfig: { runtimeClassName: 'mine' } });
    expect(() => chart.toJson()).not.toThrow();
  });

  test.each<[string, object, object]>([
    ['an ExternalSecret that finds its keys elsewhere', { dataFrom: [{}] }, {}],
    ['an ExternalSecret with a template', { target: { template: { data: { token: '' } } }, data: [{ secretKey: 'x' }] }, {}],
    ['an ExternalSecret with a template that adds', { target: { template: { data: { y: '' }, mergePolicy: 'Merge' } }, data: [{ secretKey: 'token' }] }, {}],
    ['a Secret that somebody else fills', {}, { kind: 'Secret', apiVersion: 'v1' }],
  ])('%s', (_, spec, { kind = 'ExternalSecret', apiVersion = 'external-secrets.io/v1beta1' }: { kind?: string; apiVersion?: string }) => passes((chart) => {
    raw(chart, apiVersion, kind, kind === 'Secret' ? {} : { spec }, { name: 'db' });
    rawApp(chart, { variables: [{ name: 'a', valueFrom: { secretKeyRef: { name: 'db', key: 'token' } } }] });
  }));

  test('the certificate of cert-manager', () => passes((chart) => {
    raw(chart, 'cert-manager.io/v1', 'Certificate', { spec: { secretName: 'tls' } }, { name: 'c' });
    rawApp(chart, { volumes: [{ name: 'v', secret: { secretName: 'tls', items: [{ key: 'tls.crt', path: 'a' }] } }] });
  }));

  test('what constructs of the library and of cdk8s-plus make', () => passes((chart) => {
    const target = new WasmApp(chart, 'api', { image: SPEC.image, resources: { cpu: { request: undefined } } });
    target.exposeViaLoadBalancer();
    new WasmApp(chart, 'web', { image: SPEC.image });
    new HorizontalPodAutoscaler(chart, 'hpa', { target: new WasmApp(chart, 'scaled', { image: SPEC.image, resources: {} }), maxReplicas: 3, metrics: [] });
  }));

  test('the generated L1', () => {
    const chart = chartOf();
    WasmValidation.of(chart.node.root);
    rawExecutor(chart);
    new spinkube.SpinApp(chart, 'l1', { metadata: { name: 'l1' }, spec: SPEC });
    expect(() => chart.toJson()).not.toThrow();
    new spinkube.SpinApp(chart, 'l2', { metadata: { name: 'l2' }, spec: { ...SPEC, replicas: 0 } });
    expect(() => (chart.node.root as App).synthYaml()).toThrow('[test/l2] spec.replicas: got 0; must be an integer >= 1');
  });
});

describe('WasmValidation', () => {
  test('holds what is included from YAML, by its construct path', () => {
    const file = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'cdk8s-wasm-')), 'app.yaml');
    fs.writeFileSync(file, 'apiVersion: core.spinkube.dev/v1alpha1\nkind: SpinApp\nmetadata:\n  name: api\nspec:\n  image: acme/api:v1\n  executor: spin\n');
    const message = failureOf(validated((chart) => {
      SpinAppExecutor.fromSpinAppExecutorName(chart, 'spin', 'spin');
      new Include(chart, 'yaml', { url: file });
    }));
    expect(message).toMatch(/^\[test\/yaml\/api-spinapp\] spec.replicas: got nothing; .*\(InvalidReplicas\)$/);
  });

  test('looks below its scope only, and each object once however often it is asked', () => {
    const chart = chartOf();
    const inner = new Chart(chart, 'inner');
    [chart, inner, inner].forEach((scope) => WasmValidation.of(scope));
    rawApp(inner, { replicas: 0 });
    rawApp(new Chart(chart.node.root as App, 'outside'), { replicas: 0 });
    const message = (() => {
      try {
        return (chart.node.root as App).synthYaml();
      } catch (error) {
        return (error as Error).message;
      }
    })();
    expect(message.match(/InvalidReplicas/g)).toHaveLength(1);
  });

  test('works in a FleetApp, whose strings need no quotes of their own', () => {
    const fleet = new FleetApp({ outdir: fs.mkdtempSync(path.join(os.tmpdir(), 'cdk8s-wasm-')) });
    const chart = new Chart(fleet, 'test', { namespace: 'apps' });
    WasmValidation.of(fleet);
    rawApp(chart, { variables: [{ name: 'mode', value: '0o17' }], replicas: 0 });
    expect(() => fleet.synthYaml()).toThrow(/^Validation failed with the following errors:\n {2}\[test\/spinapp-api\] spec.replicas: [^\n]*$/);
  });

  test('obeys Rules', () => {
    const chart = chartOf();
    Rules.of(chart).warnOnly(RuleCode.UNRESOLVED_REFERENCE, 'the other team makes it');
    Rules.of(chart).silence(RuleCode.UNRESOLVED_REFERENCE);
    WasmValidation.of(chart);
    rawApp(chart, { serviceAccountName: 'api' });
    expect(() => (chart.node.root as App).synthYaml()).not.toThrow();
  });

  test('leaves a program as it is', () => {
    const text = (validation: boolean) => {
      const chart = chartOf();
      if (validation) {
        WasmValidation.of(chart);
      }
      rawApp(chart);
      new WasmApp(chart, 'web', { image: SPEC.image });
      return (chart.node.root as App).synthYaml();
    };
    expect(text(true)).toBe(text(false));
  });
});

function escape(text: string): string {
  return text.replace(/\n/g, '\\n').replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/\\\\n/g, '\\n');
}
