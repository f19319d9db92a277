import { Construct } from 'constructs';
import { PrometheusSettings } from './prometheus-settings';
import { manifest } from '../../cluster/private/manifest';
import { stateOf } from '../../cluster/private/state-of';
import { Report } from '../../rules/problem';
import { RuleCode } from '../../rules/rule-code';

const NAME = 'spin-operator-metrics-scraper';
const RBAC = 'rbac.authorization.k8s.io';

/** The ServiceMonitor of the operator, and an account that may read its metrics. */
export function operatorScrape(scope: Construct, namespace: string, { interval, labels }: PrometheusSettings): void {
  const make = (apiVersion: string, kind: string, body: object, metadata: object = {}) =>
    manifest(scope, { apiVersion, kind, metadata: { name: NAME, namespace, ...metadata }, ...body }, kind);
  make('v1', 'ServiceAccount', {});
  // the cluster fills in the token
  make('v1', 'Secret', { type: 'kubernetes.io/service-account-token' }, { annotations: { 'kubernetes.io/service-account.name': NAME } });
  make(`${RBAC}/v1`, 'ClusterRoleBinding', {
    roleRef: { apiGroup: RBAC, kind: 'ClusterRole', name: 'spin-operator-metrics-reader' },
    subjects: [{ kind: 'ServiceAccount', name: NAME, namespace }],
  });
  make('monitoring.coreos.com/v1', 'ServiceMonitor', {
    spec: {
      selector: { matchLabels: { 'app.kubernetes.io/name': 'spin-operator', 'control-plane': 'controller-manager' } },
      endpoints: [{
        port: 'https',
        scheme: 'https',
        path: '/metrics',
        interval,
        authorization: { credentials: { name: NAME, key: 'token' } },
        // the operator signs its metrics by itself
        tlsConfig: { insecureSkipVerify: true },
      }],
    },
  }, Object.keys(labels).length > 0 ? { labels } : {});
}

/** Refuses to watch an operator of the tree that has no metrics, or stands elsewhere. */
export function checkOperator(report: Report, scope: Construct, namespace: string): void {
  const metrics = stateOf(scope).install?.metrics;
  const problem = (rule: string, fix: string) =>
    report.add({ field: 'operatorNamespace', value: namespace, rule, fix, code: RuleCode.NO_OPERATOR_METRICS });
  if (metrics && metrics.namespace !== namespace) {
    problem(`the operator of this cluster stands in ${metrics.namespace}`, 'give that namespace');
  } else if (metrics && !metrics.served) {
    problem('the operator of this cluster serves no metrics', 'leave metrics on, or leave operatorNamespace out');
  }
}
