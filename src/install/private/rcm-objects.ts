import { ApiObjectMetadata } from 'cdk8s';
import { Construct } from 'constructs';
import { manifest } from '../../cluster/private/manifest';
import { RUNTIME_CLASS_MANAGER } from '../../upstream/runtime-class-manager';

/** The name of every object of runtime-class-manager, and of its namespace. */
export const MANAGER = 'runtime-class-manager';

/** The release of runtime-class-manager whose objects these are. */
export const MANAGER_VERSION = RUNTIME_CLASS_MANAGER.newest.version;

const RBAC = 'rbac.authorization.k8s.io';
const SELECTOR = { 'app.kubernetes.io/name': MANAGER, 'app.kubernetes.io/instance': MANAGER };

const RULES = [
  { apiGroups: [''], resources: ['nodes'], verbs: ['get', 'list', 'watch', 'update'] },
  { apiGroups: ['batch'], resources: ['jobs'], verbs: ['get', 'list', 'watch', 'create', 'delete', 'patch'] },
  { apiGroups: ['runtime.spinkube.dev'], resources: ['shims'], verbs: ['get', 'list', 'watch', 'update'] },
  { apiGroups: ['node.k8s.io'], resources: ['runtimeclasses'], verbs: ['get', 'list', 'watch', 'create', 'delete', 'patch'] },
];

/** What may differ from one install to the next. */
export interface ManagerSettings {
  readonly namespace: string;
  readonly image: string;
  readonly downloaderImage: string;
  readonly nodeInstallerImage: string;

  /** Seconds that a finished job stays; 0 is for ever. */
  readonly installerJobTtl: number;
}

/** The images of a release. */
export function managerImages(version: string) {
  const released = (image: string) => `ghcr.io/spinframework/${image}:v${version}`;
  return { image: released(MANAGER), downloaderImage: released('shim-downloader'), nodeInstallerImage: released('node-installer') };
}

/** Makes the objects of runtime-class-manager but for its CRD and namespace. */
export function managerObjects(scope: Construct, settings: ManagerSettings): void {
  const { namespace } = settings;
  const make = (apiVersion: string, kind: string, { metadata, ...body }: Body) =>
    manifest(scope, { apiVersion, kind, metadata: { name: MANAGER, ...metadata }, ...body }, kind);
  make('v1', 'ServiceAccount', { metadata: { namespace }, automountServiceAccountToken: true });
  make(`${RBAC}/v1`, 'ClusterRole', { rules: RULES });
  make(`${RBAC}/v1`, 'ClusterRoleBinding', {
    roleRef: { apiGroup: RBAC, kind: 'ClusterRole', name: MANAGER },
    subjects: [{ kind: 'ServiceAccount', name: MANAGER, namespace }],
  });
  make('apps/v1', 'Deployment', {
    metadata: { namespace, labels: SELECTOR },
    spec: {
      replicas: 1,
      selector: { matchLabels: SELECTOR },
      template: { metadata: { labels: SELECTOR }, spec: { containers: [container(settings)], serviceAccountName: MANAGER } },
    },
  });
}

interface Body {
  readonly metadata?: ApiObjectMetadata;
  readonly [field: string]: unknown;
}

function container(settings: ManagerSettings) {
  return {
    name: MANAGER,
    image: settings.image,
    imagePullPolicy: 'IfNotPresent',
    env: [
      { name: 'CONTROLLER_NAMESPACE', value: settings.namespace },
      { name: 'SHIM_DOWNLOADER_IMAGE', value: settings.downloaderImage },
      { name: 'SHIM_NODE_INSTALLER_IMAGE', value: settings.nodeInstallerImage },
      { name: 'SHIM_NODE_INSTALLER_JOB_TTL', value: String(settings.installerJobTtl) },
    ],
    ports: [{ name: 'http', containerPort: 80, protocol: 'TCP' }],
    livenessProbe: { httpGet: { path: '/healthz', port: 8082 }, initialDelaySeconds: 15, periodSeconds: 20 },
    readinessProbe: { httpGet: { path: '/readyz', port: 8082 } },
  };
}
