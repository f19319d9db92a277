import { ApiObject, ApiObjectMetadata, Chart } from 'cdk8s';
import { Secret } from 'cdk8s-plus-28';
import { GitLayout, NodeProvisioning, SpinKubeInstall, SpinKubeVersion, WebhookCertificates } from '../../../src';
import { PEM } from '../../install/pem';
import { commandsIn } from '../support/commands';
import { laidOut } from '../support/fleet-program';

type Fields = { readonly [field: string]: unknown };

function object(apiVersion: string, kind: string, fields: Fields, metadata: ApiObjectMetadata = {}): Fields {
  return { apiVersion, kind, metadata: { name: 'x', namespace: 'shop', ...metadata }, ...fields };
}

/** The commands that ask for what objects name, in a program that makes their namespace. */
function asked(...objects: Fields[]): string[] {
  const page = laidOut({ layout: GitLayout.kubectl() }, (app) => {
    const chart = new Chart(app, 'chart');
    [object('v1', 'Namespace', {}, { name: 'shop', namespace: undefined }), ...objects].forEach((props, index) => new ApiObject(chart, `${index}`, props as any));
  })['APPLY.md'];
  return commandsIn(page).filter((line) => /^(kubectl get [^s]|kubectl get secret|# with)/.test(line) && !/ -A | nodes /.test(line));
}

const pod = (spec: Fields) => object('v1', 'Pod', { spec: { containers: [{ name: 'x', image: 'x' }], ...spec } });
const container = (fields: Fields) => pod({ containers: [{ name: 'x', image: 'x', ...fields }] });
const app = (spec: Fields) => object('core.spinkube.dev/v1alpha1', 'SpinApp', { spec: { executor: 'e', image: 'x', replicas: 1, ...spec } });
const executor = (deploymentConfig: Fields, name = 'e') =>
  object('core.spinkube.dev/v1alpha1', 'SpinAppExecutor', { spec: { createDeployment: true, deploymentConfig: { runtimeClassName: 'r', ...deploymentConfig } } }, { name });
const runtimeClass = object('node.k8s.io/v1', 'RuntimeClass', { handler: 'spin' }, { name: 'r', namespace: undefined });

const SECRET = 'kubectl get -n shop secret/s';

describe('a page asks for what objects name and no file makes', () => {
  test.each<[string, Fields[], string[]]>([
    ['the namespace', [object('v1', 'ConfigMap', {}, { namespace: 'other' })], ['kubectl get namespace/other']],
    ['a variable of a container', [container({ env: [{ name: 'A', valueFrom: { secretKeyRef: { name: 's', key: 'a' } } }] })], ['# with the key a', SECRET]],
    ['all variables of a ConfigMap', [container({ envFrom: [{ configMapRef: { name: 'c' } }] })], ['kubectl get -n shop configmap/c']],
    ['all variables of a Secret', [container({ envFrom: [{ secretRef: { name: 's' } }] })], [SECRET]],
    ['a volume', [pod({ volumes: [{ name: 'v', secret: { secretName: 's', items: [{ key: 'a', path: 'a' }, { key: 'b', path: 'b' }] } }] })], ['# with the keys a, b', SECRET]],
    ['a projected volume', [pod({ volumes: [{ name: 'v', projected: { sources: [{ secret: { name: 's' } }, { configMap: { name: 'c' } }] } }] })],
      ['kubectl get -n shop configmap/c', SECRET]],
    ['a claim', [pod({ volumes: [{ name: 'v', persistentVolumeClaim: { claimName: 'data' } }] })], ['kubectl get -n shop persistentvolumeclaim/data']],
    ['what pulls images', [pod({ imagePullSecrets: [{ name: 's' }] })], [SECRET]],
    ['an account, and the RuntimeClass', [pod({ serviceAccountName: 'a', runtimeClassName: 'wasmtime' })],
      ['kubectl get runtimeclass/wasmtime', 'kubectl get -n shop serviceaccount/a']],
    ['pods of a template', [object('apps/v1', 'Deployment', { spec: { template: { spec: { serviceAccountName: 'a' } } } })], ['kubectl get -n shop serviceaccount/a']],
    ['the executor of an app', [app({})], ['kubectl get -n shop spinappexecutors.core.spinkube.dev/e']],
    ['a runtime configuration', [runtimeClass, executor({}), app({ runtimeConfig: { loadFromSecret: 's' } })], ['# with the key runtime-config.toml', SECRET]],
    ['an option of a store', [runtimeClass, executor({}), app({
      runtimeConfig: { keyValueStores: [{ name: 'default', type: 'redis', options: [{ name: 'url', valueFrom: { secretKeyRef: { name: 's', key: 'url' } } }] }] },
    })], ['# with the key url', SECRET]],
    ['variables of one Secret, once', [runtimeClass, executor({}), app({
      variables: ['b', 'a', 'b'].map((key, index) => ({ name: `v${index}`, valueFrom: { secretKeyRef: { name: 's', key } } })),
    })], ['# with the keys a, b', SECRET]],
    ['the RuntimeClass of an executor', [executor({})], ['kubectl get runtimeclass/r']],
    ['certificates of an executor', [runtimeClass, executor({ caCertSecret: 's' })], ['# with the key ca-certificates.crt', SECRET]],
    ['the certificate of an Ingress', [object('networking.k8s.io/v1', 'Ingress', { spec: { tls: [{ hosts: ['a.example.com'], secretName: 's' }] } })],
      ['# with the keys tls.crt, tls.key', SECRET]],
    ['an issuer', [object('cert-manager.io/v1', 'Certificate', { spec: { secretName: 'made', issuerRef: { name: 'i' } } })], ['kubectl get -n shop issuers.cert-manager.io/i']],
    ['an issuer of the cluster', [object('cert-manager.io/v1', 'Certificate', { spec: { secretName: 'made', issuerRef: { kind: 'ClusterIssuer', name: 'i' } } })],
      ['kubectl get clusterissuers.cert-manager.io/i']],
    ['the authority of an issuer', [object('cert-manager.io/v1', 'Issuer', { spec: { ca: { secretName: 's' } } })], [SECRET]],
    ['what a trigger of KEDA logs in with', [object('keda.sh/v1alpha1', 'ScaledObject', {
      spec: { scaleTargetRef: { name: 'x' }, triggers: [{ type: 'kafka', metadata: {}, authenticationRef: { name: 't' } }] },
    })], ['kubectl get -n shop triggerauthentications.keda.sh/t']],
    ['what that reads', [object('keda.sh/v1alpha1', 'TriggerAuthentication', { spec: { secretTargetRef: [{ parameter: 'p', name: 's', key: 'k' }] } })], ['# with the key k', SECRET]],
    ['credentials of Prometheus', [object('monitoring.coreos.com/v1', 'ServiceMonitor', {
      spec: { selector: {}, endpoints: [{ port: 'p', authorization: { credentials: { name: 's', key: 'token' } } }] },
    })], ['# with the key token', SECRET]],
    ['values of a chart', [object('helm.toolkit.fluxcd.io/v2', 'HelmRelease', { spec: { valuesFrom: [{ kind: 'ConfigMap', name: 'c' }] } })], ['kubectl get -n shop configmap/c']],
  ])('%s', (_, objects, commands) => {
    expect(asked(...objects)).toEqual(commands);
  });

  test.each<[string, Fields[]]>([
    ['what is made', [pod({ imagePullSecrets: [{ name: 's' }] }), object('v1', 'Secret', {}, { name: 's' })]],
    ['what a Certificate makes', [
      object('cert-manager.io/v1', 'Certificate', { spec: { secretName: 's', issuerRef: { name: 'x' } } }), object('cert-manager.io/v1', 'Issuer', { spec: { selfSigned: {} } }),
      pod({ volumes: [{ name: 'v', secret: { secretName: 's' } }] }),
    ]],
    ['what an ExternalSecret makes', [object('external-secrets.io/v1', 'ExternalSecret', { spec: { target: { name: 's' } } }), pod({ imagePullSecrets: [{ name: 's' }] })]],
    ['the RuntimeClass of a shim', [
      object('runtime.spinkube.dev/v1alpha1', 'Shim', { spec: { runtimeClass: { name: 'r', handler: 'spin-v2' } } }, { namespace: undefined }), executor({}),
    ]],
    ['what is optional', [container({ env: [{ name: 'A', valueFrom: { secretKeyRef: { name: 's', key: 'a', optional: true } } }], envFrom: [{ secretRef: { name: 's', optional: true } }] })]],
    ['objects of the whole cluster that carry the namespace of their chart', [
      object('v1', 'Namespace', {}, { name: 'other', namespace: 'other' }), object('node.k8s.io/v1', 'RuntimeClass', { handler: 'spin' }, { name: 'r' }),
      object('cert-manager.io/v1', 'ClusterIssuer', { spec: { selfSigned: {} } }, { name: 'i' }),
      object('v1', 'Pod', { spec: { runtimeClassName: 'r', containers: [{ name: 'x', image: 'x' }] } }, { namespace: 'other' }),
      object('cert-manager.io/v1', 'Certificate', { spec: { secretName: 'made', issuerRef: { kind: 'ClusterIssuer', name: 'i' } } }),
    ]],
    ['what every namespace has', [pod({ serviceAccountName: 'default', volumes: [{ name: 'v', configMap: { name: 'kube-root-ca.crt' } }] })]],
    ['namespaces of every cluster', [object('v1', 'ConfigMap', {}, { namespace: 'default' }), object('v1', 'ConfigMap', {}, { namespace: 'kube-system' })]],
    ['certificates that the operator makes', [runtimeClass, executor({ caCertSecret: 's', installDefaultCACerts: true })]],
    ['a certificate of an Ingress that cert-manager makes', [
      object('networking.k8s.io/v1', 'Ingress', { spec: { tls: [{ secretName: 's' }] } }, { annotations: { 'cert-manager.io/cluster-issuer': 'i' } }),
    ]],
    ['an issuer of another kind', [object('cert-manager.io/v1', 'Certificate', { spec: { secretName: 's', issuerRef: { group: 'awspca.cert-manager.io', kind: 'Issuer', name: 'i' } } })]],
    ['what data and values of others say', [
      object('v1', 'ConfigMap', { data: { serviceAccountName: 'a' } }),
      object('helm.toolkit.fluxcd.io/v2', 'HelmRelease', { spec: { values: { serviceAccountName: 'a', imagePullSecrets: [{ name: 's' }] } } }),
    ]],
    ['a Secret that a resource of others makes', [object('example.com/v1', 'Database', { spec: { secretName: 's' } })]],
  ])('and not for %s', (_, objects) => {
    expect(asked(...objects)).toEqual([]);
  });
});

describe('what is asked for', () => {
  test('comes before the phase that needs it, once', () => {
    const page = laidOut({ layout: GitLayout.kubectl() }, (fleet) => {
      new SpinKubeInstall(fleet, 'spinkube', { version: SpinKubeVersion.V0_6_1, nodes: NodeProvisioning.k3s(), appNamespaces: ['shop'] });
      new ApiObject(new Chart(fleet, 'pods', { namespace: 'shop' }), 'pod', pod({ runtimeClassName: 'spin', serviceAccountName: 'a' }) as any);
    })['APPLY.md'];
    const [executors, apps] = page.split(/^## /m).slice(-3, -1);
    expect(commandsIn(executors)).toEqual(['kubectl get runtimeclass/spin', 'kubectl apply -R -f 4-executors']);
    expect(commandsIn(apps)).toEqual(['kubectl get -n shop serviceaccount/a', 'kubectl apply -R -f 5-apps']);
  });

  test('comes after the apply that makes its namespace, and before anybody waits for its pods', () => {
    const page = laidOut({ layout: GitLayout.kubectl() }, (fleet) => new SpinKubeInstall(fleet, 'spinkube', {
      version: SpinKubeVersion.V0_6_1,
      certificates: WebhookCertificates.fromSecret({ secret: Secret.fromSecretName(new Chart(fleet, 'secrets'), 'tls', 'webhook-tls'), caBundle: PEM }),
    }))['APPLY.md'];
    expect(commandsIn(page.split('## 3. Operator')[1].split('## ')[0])).toEqual([
      'kubectl apply -R -f 3-operator',
      '# pods wait for these, whose namespace is there now',
      'kubectl get -n spin-operator secret/webhook-tls',
      'kubectl rollout status --timeout=5m -n spin-operator deployment/spin-operator-controller-manager',
    ]);
  });

  test.each([
    ['argocd/APPLY.md', GitLayout.argoCd({ repoUrl: 'https://git.example.com/platform.git' })],
    ['flux/APPLY.md', GitLayout.flux({ sourceName: 'platform' })],
  ])('stands in %s too, for all phases, before anything is applied', (name, layout) => {
    const page = laidOut({ layout }, (fleet) => void new ApiObject(new Chart(fleet, 'pods', { namespace: 'shop' }), 'pod', pod({ serviceAccountName: 'a' }) as any))[name];
    expect(commandsIn(page.split('## What has to be there')[1].split('## ')[0])).toEqual(['kubectl get namespace/shop', 'kubectl get -n shop serviceaccount/a']);
    expect(page.indexOf('kubectl get')).toBeLessThan(page.indexOf('kubectl apply'));
  });
});
