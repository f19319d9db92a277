import { Construct } from 'constructs';
import { certificateSecret } from './operator-certificate';
import { OPERATOR_SELECTOR, OperatorContext } from './operator-context';
import { manifest } from '../../cluster/private/manifest';

const RESTRICTED = { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } };

/** Keeps one pod through node drains. */
const BUDGET = { spec: { minAvailable: 1, selector: { matchLabels: OPERATOR_SELECTOR } } };

/** The operator's Deployment, and the Services that lead to it. */
export function operatorDeployment(context: OperatorContext): void {
  const { release, metrics, replicas } = context.settings;
  if (metrics) {
    context.make('v1', 'Service', release.metricsService, {
      metadata: { labels: OPERATOR_SELECTOR },
      spec: {
        ports: [{ name: 'https', port: 8443, protocol: 'TCP', targetPort: release.metricsTarget }],
        selector: OPERATOR_SELECTOR,
      },
    });
  }
  context.make('v1', 'Service', 'webhook-service', {
    spec: { ports: [{ port: 443, protocol: 'TCP', targetPort: 9443 }], selector: OPERATOR_SELECTOR },
  });
  context.make('apps/v1', 'Deployment', 'controller-manager', {
    metadata: { labels: OPERATOR_SELECTOR },
    spec: {
      replicas,
      selector: { matchLabels: OPERATOR_SELECTOR },
      template: {
        metadata: { annotations: { 'kubectl.kubernetes.io/default-container': 'manager' }, labels: OPERATOR_SELECTOR },
        spec: podSpec(context),
      },
    },
  });
  if (replicas > 1) {
    context.make('policy/v1', 'PodDisruptionBudget', 'controller-manager', BUDGET);
  }
}

/** The budget of an operator that a Helm chart brings: the chart has none. */
export function operatorBudget(scope: Construct, namespace: string): void {
  manifest(scope, {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { name: 'spin-operator-controller-manager', namespace },
    ...BUDGET,
  }, 'budget');
}

function podSpec(context: OperatorContext) {
  const { proxyImage, pod, certificates } = context.settings;
  return {
    ...pod,
    containers: [manager(context), ...(proxyImage ? [metricsProxy(proxyImage)] : [])],
    // Released without a seccomp profile, which a namespace of level restricted asks for.
    securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
    serviceAccountName: context.named('controller-manager'),
    terminationGracePeriodSeconds: 10,
    volumes: [{ name: 'cert', secret: { defaultMode: 0o644, secretName: certificateSecret(certificates) } }],
  };
}

function manager({ settings }: OperatorContext) {
  return {
    name: 'manager',
    image: settings.image,
    imagePullPolicy: 'IfNotPresent',
    command: ['/manager'],
    args: settings.args,
    ports: [{ name: 'webhook-server', containerPort: 9443, protocol: 'TCP' }],
    livenessProbe: { httpGet: { path: '/healthz', port: 8082 }, initialDelaySeconds: 15, periodSeconds: 20 },
    readinessProbe: { httpGet: { path: '/readyz', port: 8082 }, initialDelaySeconds: 5, periodSeconds: 10 },
    resources: settings.resources,
    securityContext: RESTRICTED,
    volumeMounts: [{ name: 'cert', mountPath: '/tmp/k8s-webhook-server/serving-certs', readOnly: true }],
  };
}

function metricsProxy(image: string) {
  return {
    name: 'kube-rbac-proxy',
    image,
    args: ['--secure-listen-address=0.0.0.0:8443', '--upstream=http://127.0.0.1:8080/', '--logtostderr=true', '--v=0'],
    ports: [{ name: 'https', containerPort: 8443, protocol: 'TCP' }],
    resources: { limits: { cpu: '500m', memory: '128Mi' }, requests: { cpu: '5m', memory: '64Mi' } },
    securityContext: RESTRICTED,
  };
}
