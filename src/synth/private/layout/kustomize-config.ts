import { appReferences, FieldSpec } from './kustomize-app-fields';

const SPIN = 'core.spinkube.dev';

/** A field of SpinApps. */
function ofApp(path: string): FieldSpec {
  return { path, group: SPIN, kind: 'SpinApp' };
}

/** A field of SpinAppExecutors. */
function ofExecutor(path: string): FieldSpec {
  return { path, group: SPIN, kind: 'SpinAppExecutor' };
}

/** Where pods stand whose RuntimeClass kustomize does not know as a reference. */
const POD_SPECS: ReadonlyArray<readonly [string, string | undefined, string]> = [
  ['spec', undefined, 'Pod'],
  ['spec/template/spec', 'apps', 'Deployment'],
  ['spec/template/spec', 'apps', 'StatefulSet'],
  ['spec/template/spec', 'apps', 'DaemonSet'],
  ['spec/template/spec', 'batch', 'Job'],
  ['spec/jobTemplate/spec/template/spec', 'batch', 'CronJob'],
];

/** A value of the stores in a runtime configuration. */
function ofStores(path: string): FieldSpec[] {
  return ['keyValueStores', 'sqliteDatabases', 'llmCompute'].map((store) => ofApp(`spec/runtimeConfig/${store}/options/valueFrom/${path}`));
}

/**
 * What kustomize must know of SpinKube, so that `images`, `replicas`, `namePrefix` and `nameSuffix` of an overlay reach all that they
 * mean: an app's own fields, and each reference to an object whose name changes.
 *
 * @see https://github.com/kubernetes-sigs/kustomize/tree/master/examples/transformerconfigs
 */
export function kustomizeConfig(): object {
  return {
    images: [ofApp('spec/image'), ofExecutor('spec/deploymentConfig/spinImage')],
    replicas: [ofApp('spec/replicas')],
    nameReference: [
      { kind: 'SpinAppExecutor', group: SPIN, fieldSpecs: [ofApp('spec/executor')] },
      {
        kind: 'RuntimeClass',
        group: 'node.k8s.io',
        fieldSpecs: [
          ofExecutor('spec/deploymentConfig/runtimeClassName'),
          ...POD_SPECS.map(([path, group, kind]) => ({ path: `${path}/runtimeClassName`, group, kind })),
        ],
      },
      {
        kind: 'Secret',
        version: 'v1',
        fieldSpecs: [
          ofApp('spec/runtimeConfig/loadFromSecret'),
          ofApp('spec/imagePullSecrets/name'),
          ofApp('spec/variables/valueFrom/secretKeyRef/name'),
          ofApp('spec/volumes/secret/secretName'),
          ofApp('spec/volumes/projected/sources/secret/name'),
          ...ofStores('secretKeyRef/name'),
          ofExecutor('spec/deploymentConfig/caCertSecret'),
        ],
      },
      {
        kind: 'ConfigMap',
        version: 'v1',
        fieldSpecs: [
          ofApp('spec/variables/valueFrom/configMapKeyRef/name'),
          ofApp('spec/volumes/configMap/name'),
          ofApp('spec/volumes/projected/sources/configMap/name'),
          ...ofStores('configMapKeyRef/name'),
        ],
      },
      { kind: 'ServiceAccount', version: 'v1', fieldSpecs: [ofApp('spec/serviceAccountName')] },
      { kind: 'PersistentVolumeClaim', version: 'v1', fieldSpecs: [ofApp('spec/volumes/persistentVolumeClaim/claimName')] },
      ...appReferences(),
    ],
  };
}
