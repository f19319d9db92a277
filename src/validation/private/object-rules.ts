import { ApiObject } from 'cdk8s';
import { AUTOSCALERS, checkAutoscaler } from './autoscaler-rules';
import { FORMER_GROUP, isSelecting, warnOfFormerLabels } from './former-labels';
import { checkHttpScaledObject, checkInterceptorRoute } from './http-scaling-rules';
import { ROUTES, checkRoute } from './route-rules';
import { HTTP_SCALED_OBJECT, INTERCEPTOR_ROUTE } from '../../apps/private/interceptor-table';
import { API_VERSION, isJudged, judge } from '../../apps/private/rendered/judge';
import { Fields, RuleContext } from '../../apps/private/rendered/rule-context';
import { isListKind } from '../../cluster/private/list-items';
import { Report } from '../../rules/problem';
import { RuleCode } from '../../rules/rule-code';
import { checkTexts } from '../../rules/scalar-walk';

type Rule = (report: Report, object: ApiObject, spec: Fields, context: RuleContext) => void;

const RULES = new Map<string, Rule>([
  ...AUTOSCALERS.map((type): [string, Rule] => [keyOfKind(type), checkAutoscaler]),
  [keyOfKind(HTTP_SCALED_OBJECT), checkHttpScaledObject],
  [keyOfKind(INTERCEPTOR_ROUTE), checkInterceptorRoute],
  ...ROUTES.map((type): [string, Rule] => [keyOfKind(type), checkRoute]),
]);

/** Whether there are rules for an object. */
export function hasRules(object: ApiObject): boolean {
  return RULES.has(keyOf(object)) || isJudged(object) || object.apiGroup === FORMER_GROUP || isSelecting(object) || isListKind(object);
}

/** Holds an object to the rules of its kind; each object of a list to those of its own. */
export function checkObject(report: Report, object: ApiObject, context: RuleContext): void {
  for (const { place, item } of context.objects.itemsOf(object).filter((one) => hasRules(one.item))) {
    const own = new Report(item);
    checkObject(own, item, context);
    own.found.forEach((problem) => report.add({ ...problem, field: place + problem.field }));
  }
  if (isSelecting(object)) {
    warnOfFormerLabels(report, object, context.objects);
  } else if (!isListKind(object)) {
    checkRuled(report, object, context);
  }
}

function checkRuled(report: Report, object: ApiObject, context: RuleContext): void {
  const rendered = object.toJson() as Fields;
  if (object.apiGroup === FORMER_GROUP) {
    refuseFormer(report, object.apiVersion);
  } else if (isJudged(object)) {
    judge(report, object, rendered, context);
  } else {
    RULES.get(keyOf(object))!(report, object, rendered.spec ?? {}, context);
  }
  checkTexts(report, rendered);
}

function keyOf({ apiGroup: group, kind }: ApiObject): string {
  return keyOfKind({ group, kind });
}

function keyOfKind({ group, kind }: { readonly group: string; readonly kind: string }): string {
  return `${group}/${kind}`;
}

function refuseFormer(report: Report, apiVersion: string): void {
  report.add({
    field: 'apiVersion',
    value: apiVersion,
    rule: 'it is that of spin-operator before 0.4.0, which no later release knows',
    fix: `use ${API_VERSION}`,
    code: RuleCode.INVALID_FIELD,
  });
}
