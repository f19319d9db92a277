import { OperatorContext } from './operator-context';

const ALL = ['create', 'delete', 'get', 'list', 'patch', 'update', 'watch'];
const RBAC = 'rbac.authorization.k8s.io';

interface Rule {
  readonly apiGroups: string[];
  readonly resources: string[];
  readonly verbs: string[];
}

function rule(apiGroup: string, resources: string[], verbs: string[]): Rule {
  return { apiGroups: [apiGroup], resources, verbs };
}

const LEADER_ELECTION = [
  rule('', ['configmaps'], ALL),
  rule('coordination.k8s.io', ['leases'], ALL),
  rule('', ['events'], ['create', 'patch']),
];

const MANAGER = [
  rule('', ['events'], ['create', 'patch']),
  rule('', ['secrets', 'services'], ALL),
  rule('apps', ['deployments'], ALL),
  rule('apps', ['deployments/status'], ['get']),
  rule('core.spinkube.dev', ['spinappexecutors', 'spinapps'], ALL),
  rule('core.spinkube.dev', ['spinappexecutors/finalizers'], ['update']),
  rule('core.spinkube.dev', ['spinappexecutors/status', 'spinapps/status'], ['get', 'patch', 'update']),
];

const TOKEN_REVIEW = [
  rule('authentication.k8s.io', ['tokenreviews'], ['create']),
  rule('authorization.k8s.io', ['subjectaccessreviews'], ['create']),
];

/** The operator's service account and what it may do. */
export function operatorRbac(context: OperatorContext): void {
  const { metrics, release: { metricsRole } } = context.settings;
  context.make('v1', 'ServiceAccount', 'controller-manager', {});
  context.make(`${RBAC}/v1`, 'Role', 'leader-election-role', { rules: LEADER_ELECTION });
  context.make(`${RBAC}/v1`, 'ClusterRole', 'manager-role', { rules: MANAGER });
  if (metrics) {
    context.make(`${RBAC}/v1`, 'ClusterRole', metricsRole.name, { rules: TOKEN_REVIEW });
    context.make(`${RBAC}/v1`, 'ClusterRole', 'metrics-reader', { rules: [{ nonResourceURLs: ['/metrics'], verbs: ['get'] }] });
  }
  bind(context, 'RoleBinding', 'leader-election-rolebinding', 'leader-election-role');
  bind(context, 'ClusterRoleBinding', 'manager-rolebinding', 'manager-role');
  if (metrics) {
    bind(context, 'ClusterRoleBinding', metricsRole.binding, metricsRole.name);
  }
}

function bind(context: OperatorContext, kind: 'RoleBinding' | 'ClusterRoleBinding', ...[name, role]: [string, string]): void {
  context.make(`${RBAC}/v1`, kind, name, {
    roleRef: { apiGroup: RBAC, kind: kind.replace('Binding', ''), name: context.named(role) },
    subjects: [{ kind: 'ServiceAccount', name: context.named('controller-manager'), namespace: context.namespace }],
  });
}
