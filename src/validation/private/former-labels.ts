import { ApiObject } from 'cdk8s';
import { SPINKUBE } from '../../apps/private/rendered/judge';
import { Fields } from '../../apps/private/rendered/rule-context';
import { ObjectIndex } from '../../cluster/private/object-index';
import { podTemplate } from '../../nodes/private/pod-template';
import { Report } from '../../rules/problem';
import { RuleCode } from '../../rules/rule-code';

/** The group of releases before 0.4.0, and the domain of the labels that they wrote. */
export const FORMER_GROUP = 'core.spinoperator.dev';

/** A label of those releases; Cilium puts its source before it. */
const FORMER_LABEL = /^(?:k8s:|any:)?(core\.spinoperator\.dev\/.+)$/;

/** The kinds that find pods or Services by their labels. */
const SELECTING = [
  'core/Service', 'policy/PodDisruptionBudget', 'networking.k8s.io/NetworkPolicy', 'cilium.io/CiliumNetworkPolicy',
  'cilium.io/CiliumClusterwideNetworkPolicy', 'monitoring.coreos.com/ServiceMonitor', 'monitoring.coreos.com/PodMonitor',
];

/** Whether objects of a kind find others by their labels. */
export function isSelecting({ apiGroup, kind }: ApiObject): boolean {
  return SELECTING.includes(`${apiGroup}/${kind}`);
}

/** Warns of selectors by the labels that the operator wrote before 0.4.0, unless apps of the tree still carry them. */
export function warnOfFormerLabels(report: Report, object: ApiObject, objects: ObjectIndex): void {
  for (const { field, label } of formerLabels('spec', (object.toJson() as Fields).spec)) {
    if (!isCarried(objects, object.metadata.namespace, label)) {
      report.advise({
        field,
        value: label,
        rule: `releases of spin-operator before 0.4.0 wrote the label, and pods and Services have one of ${SPINKUBE} since`,
        fix: `use ${label.replace(FORMER_GROUP, SPINKUBE)}`,
        code: RuleCode.FORMER_LABEL,
      });
    }
  }
}

interface FoundLabel {
  readonly field: string;
  readonly label: string;
}

/** The former labels in keys of maps, as in `matchLabels`, and in texts, as in `matchExpressions`. */
function formerLabels(field: string, value: unknown): FoundLabel[] {
  if (typeof value === 'string') {
    return found(field, value);
  }
  if (Array.isArray(value)) {
    return value.flatMap((item, index) => formerLabels(`${field}[${index}]`, item));
  }
  return typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([key, inner]) => [...found(field, key), ...formerLabels(`${field}.${key}`, inner)])
    : [];
}

function found(field: string, text: string): FoundLabel[] {
  const [, label] = FORMER_LABEL.exec(text) ?? [];
  return label === undefined ? [] : [{ field, label }];
}

/** Whether pods of the tree have a label: that of a namespace, where the object has one. */
function isCarried(objects: ObjectIndex, namespace: string | undefined, label: string): boolean {
  const apps = objects.ofKind({ group: SPINKUBE, kind: 'SpinApp', namespace }).map((app) => (app.toJson() as Fields).spec?.podLabels);
  const workloads = ['Deployment', 'StatefulSet', 'DaemonSet'].flatMap((kind) => objects.ofKind({ group: 'apps', kind, namespace }))
    .map((workload) => podTemplate(workload.toJson() as Fields).metadata.labels);
  return [...apps, ...workloads].some((labels) => labels?.[label] !== undefined);
}
