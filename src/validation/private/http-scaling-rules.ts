import { ApiObject } from 'cdk8s';
import { checkAutoscaler } from './autoscaler-rules';
import { checkBackend } from './route-rules';
import { autoscalersOf } from '../../apps/private/autoscaler-rules';
import { checkInterceptorTable, scales } from '../../apps/private/interceptor-table';
import { Fields, listOf, RuleContext } from '../../apps/private/rendered/rule-context';
import { isOwn } from '../../cluster/private/duplicates';
import { Report } from '../../rules/problem';
import { RuleCode } from '../../rules/rule-code';

const SPIN_APP = { group: 'core.spinkube.dev', kind: 'SpinApp' };
const APP_LABEL = 'core.spinkube.dev/app-name';

/** Checks an HTTPScaledObject: what it scales, unless it is for routing alone, and where its requests go. */
export function checkHttpScaledObject(report: Report, object: ApiObject, spec: Fields, context: RuleContext): void {
  if (scales(object)) {
    checkAutoscaler(report, object, spec, context);
  }
  checkRequests(report, object, { field: 'spec.scaleTargetRef', target: spec.scaleTargetRef }, context);
}

/** Checks an InterceptorRoute: where its requests go, and whether anything scales by them. */
export function checkInterceptorRoute(report: Report, object: ApiObject, spec: Fields, context: RuleContext): void {
  checkRequests(report, object, { field: 'spec.target', target: spec.target }, context);
  const app = appOf(object, spec.target?.service, context);
  if (app) {
    checkScaled(report, object, app, context);
  }
  if (listOf(spec.rules).length === 0) {
    const rule = 'the interceptor gives a route without rules no request';
    report.advise({ field: 'spec.rules', value: spec.rules, rule, fix: 'write rules: [{}] for all requests', code: RuleCode.INVALID_ROUTE });
  }
}

interface Led {
  readonly field: string;
  readonly target?: Fields;
}

function checkRequests(report: Report, object: ApiObject, { field, target = {} }: Led, context: RuleContext): void {
  const { service, port, portName } = target;
  if (typeof service === 'string') {
    checkBackend(report, { field, nameField: 'service', name: service, namespace: object.metadata.namespace, port: port ?? portName }, context);
  }
  if (!isOwn(object)) {
    checkInterceptorTable(report, object, context.objects);
  }
}

/** The app behind a Service: that of its name, or the one whose pods a Service of the tree selects. */
function appOf({ metadata: { namespace } }: ApiObject, service: string, { objects }: RuleContext): ApiObject | undefined {
  const [made] = objects.find({ group: 'core', kind: 'Service', namespace, name: service });
  const name = made ? (made.toJson() as Fields).spec?.selector?.[APP_LABEL] : service;
  return objects.find({ ...SPIN_APP, namespace, name })[0];
}

function checkScaled(report: Report, object: ApiObject, app: ApiObject, { objects }: RuleContext): void {
  const problem = { field: 'spec.target.service', value: app.name, code: RuleCode.AUTOSCALER_TARGET };
  if ((app.toJson() as Fields).spec?.enableAutoscaling !== true) {
    report.add({
      ...problem,
      rule: `${app.node.path} has no enableAutoscaling, and keeps its replicas whatever spec.scalingMetric says`,
      fix: 'set enableAutoscaling: true and leave out replicas, or call autoscaleByHttp of the WasmApp',
    });
  } else if (autoscalersOf(objects, { name: app.name, namespace: object.metadata.namespace }).length === 0) {
    report.advise({
      ...problem,
      rule: `nothing in the tree scales ${app.node.path}, and a route scales nothing by itself`,
      fix: `give the app a ScaledObject with a trigger external-push whose metadata has interceptorRoute: ${object.name}`,
    });
  }
}
