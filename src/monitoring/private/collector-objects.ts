import { Construct } from 'constructs';
import { headerVariable, PORTS } from './collector-config';
import { manifest } from '../../cluster/private/manifest';
import { ResourceRequirements } from '../../rules/resources';
import { OtlpBackend } from '../otlp-backend';

const RBAC = 'rbac.authorization.k8s.io';
const CONFIG = '/etc/otelcol/config.yaml';

/** What the objects of the Collector are made with. */
export interface CollectorObjects {
  readonly name: string;
  readonly namespace: string;
  readonly image: string;
  readonly replicas: number;
  readonly resources: ResourceRequirements;
  readonly backend: OtlpBackend;
}

/** Makes the objects of the Collector but for its configuration, whose name the pods take when it is settled. */
export function collectorObjects(scope: Construct, objects: CollectorObjects, configName: unknown): void {
  const { name, namespace } = objects;
  const selector = { 'app.kubernetes.io/name': 'opentelemetry-collector', 'app.kubernetes.io/instance': name };
  const make = (apiVersion: string, kind: string, body: object, labels?: { [key: string]: string }) =>
    manifest(scope, { apiVersion, kind, metadata: { name, namespace, ...(labels && { labels }) }, ...body }, kind);
  make('v1', 'ServiceAccount', {});
  mayReadPods(scope, objects);
  make('v1', 'Service', {
    spec: {
      ports: [{ name: 'otlp-grpc', port: PORTS.grpc, targetPort: PORTS.grpc }, { name: 'otlp-http', port: PORTS.http, targetPort: PORTS.http }],
      selector,
    },
  }, selector);
  make('apps/v1', 'Deployment', {
    spec: {
      replicas: objects.replicas,
      selector: { matchLabels: selector },
      template: { metadata: { labels: selector }, spec: podSpec(objects, configName) },
    },
  }, selector);
}

/** Pods are told apart by their addresses. The name says the namespace too: a cluster may have several Collectors. */
function mayReadPods(scope: Construct, { name: account, namespace }: CollectorObjects): void {
  const name = `${namespace}-${account}`;
  const make = (kind: string, body: object) => manifest(scope, { apiVersion: `${RBAC}/v1`, kind, metadata: { name }, ...body }, kind);
  make('ClusterRole', { rules: [{ apiGroups: [''], resources: ['namespaces', 'pods'], verbs: ['get', 'list', 'watch'] }] });
  make('ClusterRoleBinding', {
    roleRef: { apiGroup: RBAC, kind: 'ClusterRole', name },
    subjects: [{ kind: 'ServiceAccount', name: account, namespace }],
  });
}

function podSpec({ name, image, resources, backend }: CollectorObjects, configName: unknown) {
  const env = Object.entries(backend._headers).map(([header, { secret, key }]) => (
    { name: headerVariable(header), valueFrom: { secretKeyRef: { name: secret.name, key } } }
  ));
  return {
    serviceAccountName: name,
    securityContext: { runAsNonRoot: true, runAsUser: 10001, seccompProfile: { type: 'RuntimeDefault' } },
    containers: [{
      name: 'collector',
      image,
      args: [`--config=${CONFIG}`],
      ...(env.length > 0 && { env }),
      ports: [{ name: 'otlp-grpc', containerPort: PORTS.grpc }, { name: 'otlp-http', containerPort: PORTS.http }],
      livenessProbe: { httpGet: { path: '/', port: PORTS.health } },
      readinessProbe: { httpGet: { path: '/', port: PORTS.health } },
      resources,
      securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] }, readOnlyRootFilesystem: true },
      volumeMounts: [{ name: 'config', mountPath: '/etc/otelcol', readOnly: true }],
    }],
    volumes: [{ name: 'config', configMap: { name: configName } }],
  };
}
