import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { HTTP_SCALED_OBJECT, scales } from './interceptor-table';
import { checkMetrics, MetricSpec, usedResources } from './metric-rules';
import { refuseZero } from './replica-range';
import { FixedSpec } from './spin-app-spec';
import { RESOURCE_SCALERS } from './trigger-rules';
import { ObjectIndex } from '../../cluster/private/object-index';
import { admittedResources } from '../../nodes/private/limit-ranges';
import { Problem, Report } from '../../rules/problem';
import { RuleCode } from '../../rules/rule-code';

/** An app as the rules of autoscalers see it. */
export interface AutoscaledApp {
  readonly construct: Construct;
  readonly name: string;
  readonly namespace?: string;
  readonly replicas?: number;
  readonly spec: FixedSpec;

  /** How many autoscalers have told the app that they scale it. */
  readonly autoscalers: number;
}

/** Kinds that scale, by their group. */
const KINDS: { readonly group: string; readonly kind: string }[] = [
  { group: 'autoscaling', kind: 'HorizontalPodAutoscaler' },
  { group: 'keda.sh', kind: 'ScaledObject' },
  HTTP_SCALED_OBJECT,
];

interface TargetRef {
  readonly kind?: string;
  readonly name?: string;
}

interface Trigger {
  readonly type?: string;
}

interface AutoscalerSpec {
  readonly scaleTargetRef?: TargetRef;
  readonly metrics?: MetricSpec[];
  readonly triggers?: Trigger[];
  readonly minReplicaCount?: number;
}

/** An autoscaler as it is written. */
export interface Autoscaler {
  readonly object: ApiObject;
  readonly spec: AutoscalerSpec;
}

/** What Kubernetes measures where an autoscaler says nothing. */
const USUAL_METRICS: MetricSpec[] = [{ type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 80 } } }];

/** The autoscalers of one namespace by the name of their target, read once for each walk of the tree. */
const known = new WeakMap<ObjectIndex, Map<string, Map<string, Autoscaler[]>>>();

/** What can be known of an app's autoscalers only from the whole tree: also of those that this library did not make. */
export function checkAutoscaling(report: Report, app: AutoscaledApp, ...[objects, makesDeployment]: [ObjectIndex, boolean]): void {
  const found = autoscalersOf(objects, app);
  const scaling = found.filter(({ spec }) => spec.scaleTargetRef?.kind !== 'SpinApp');
  checkNumber(report, app, scaling);
  found.filter((autoscaler) => !scaling.includes(autoscaler)).forEach(({ object }) => refuseTarget(report, object));
  if (!makesDeployment && (scaling.length > 0 || app.autoscalers > 0)) {
    report.add({
      field: 'spec.enableAutoscaling',
      value: true,
      rule: 'the executor makes no Deployment, which is what autoscalers scale',
      fix: 'use an executor with createDeployment, or leave the autoscaler out',
      code: RuleCode.AUTOSCALER_TARGET,
    });
  }
  scaling.forEach((autoscaler) => checkSpec(report, app, objects, autoscaler));
}

function checkNumber(report: Report, { replicas, autoscalers }: AutoscaledApp, found: Autoscaler[]): void {
  const count = Math.max(autoscalers, found.length);
  if (count > 0 && (replicas !== undefined || autoscalers === 0)) {
    refuseReplicas(report, replicas, autoscalers > 0 ? undefined
      : `use an autoscale method of the app, or call its markHasAutoscaler() for ${found[0].object.node.path}`);
  }
  if (count > 1) {
    report.add({
      field: 'spec.enableAutoscaling',
      value: count,
      rule: 'one app has at most one autoscaler: two would fight over its Deployment',
      fix: 'give one autoscaler all the metrics',
      code: RuleCode.DUPLICATE_AUTOSCALER,
    });
  }
}

/** Refuses fixed replicas of an app that scales itself. */
export function refuseReplicas(report: Report, replicas: unknown, fix = 'leave replicas out, and give the autoscaler a minimum'): void {
  report.add({
    field: 'spec.replicas',
    value: replicas,
    rule: 'an app has fixed replicas or an autoscaler, not both',
    fix,
    code: RuleCode.REPLICAS_WITH_AUTOSCALER,
  });
}

function refuseTarget(report: Report, object: ApiObject): void {
  report.add({
    field: `spec.scaleTargetRef of ${object.node.path}`,
    value: 'SpinApp',
    rule: 'a SpinApp has no scale of its own, so the autoscaler would do nothing',
    fix: 'give it the Deployment of the same name, apiVersion apps/v1',
    code: RuleCode.AUTOSCALER_TARGET,
  });
}

/** Holds an autoscaler to what its app requests, and to what its kind can do. */
function checkSpec(report: Report, app: AutoscaledApp, objects: ObjectIndex, { object, spec }: Autoscaler): void {
  const placed = new PlacedReport(report, app.construct, object.node.path);
  if (object.kind === 'HorizontalPodAutoscaler') {
    const metrics = spec.metrics ?? USUAL_METRICS;
    checkMetrics(placed, metrics, app.name);
    usedResources(metrics).forEach(({ field, resource }) => checkRequest(placed, app, objects, { field, resource }));
  } else if (object.kind === 'ScaledObject') {
    const triggers = spec.triggers ?? [];
    const resources = triggers.map(({ type }) => String(type));
    resources.forEach((resource, index) => RESOURCE_SCALERS.includes(resource)
      && checkRequest(placed, app, objects, { field: `spec.triggers[${index}]`, resource }));
    if (triggers.length > 0 && resources.every((type) => RESOURCE_SCALERS.includes(type))) {
      refuseZero(placed, 'spec.minReplicaCount', spec.minReplicaCount ?? 0, 'all triggers are cpu or memory, of which pods that do not run use none');
    }
  }
}

function checkRequest(report: Report, app: AutoscaledApp, objects: ObjectIndex, { field, resource }: { field: string; resource: string }): void {
  if (resource in admittedResources(objects, app.namespace, app.spec.resources).requests) {
    return;
  }
  report.add({
    field,
    value: resource,
    rule: `the autoscaler needs what the pods of ${app.name} request of ${resource}, and they request none`,
    fix: `give the app resources.${resource} with a request`,
    code: RuleCode.USE_WITHOUT_REQUEST,
  });
}

/** The autoscalers of an app by its name, and those that take the SpinApp for its Deployment. */
export function autoscalersOf(objects: ObjectIndex, { name, namespace = '' }: Pick<AutoscaledApp, 'name' | 'namespace'>): Autoscaler[] {
  const namespaces = known.get(objects) ?? new Map<string, Map<string, Autoscaler[]>>();
  known.set(objects, namespaces);
  const targets = namespaces.get(namespace) ?? readAutoscalers(objects, namespace || undefined);
  namespaces.set(namespace, targets);
  return targets.get(name) ?? [];
}

function readAutoscalers(objects: ObjectIndex, namespace: string | undefined): Map<string, Autoscaler[]> {
  const targets = new Map<string, Autoscaler[]>();
  for (const object of KINDS.flatMap((kind) => objects.ofKind({ ...kind, namespace })).filter(scales)) {
    const { spec = {} } = object.toJson() as { spec?: AutoscalerSpec };
    const { kind = 'Deployment', name = '' } = spec.scaleTargetRef ?? {};
    if (kind === 'Deployment' || kind === 'SpinApp') {
      targets.set(name, [...targets.get(name) ?? [], { object, spec }]);
    }
  }
  return targets;
}

/** Says of each field whose it is. */
class PlacedReport extends Report {
  constructor(private readonly inner: Report, construct: Construct, private readonly place: string) {
    super(construct);
  }

  add(problem: Problem): void {
    this.inner.add({ ...problem, field: `${problem.field} of ${this.place}` });
  }
}
