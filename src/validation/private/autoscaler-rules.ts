import { ApiObject } from 'cdk8s';
import { addMissing } from './missing-reference';
import { autoscalersOf } from '../../apps/private/autoscaler-rules';
import { HTTP_SCALED_OBJECT, INTERCEPTOR_ROUTE } from '../../apps/private/interceptor-table';
import { inTree } from '../../apps/private/reference-rules';
import { Fields, listOf, RuleContext } from '../../apps/private/rendered/rule-context';
import { ObjectKey } from '../../cluster/private/object-index';
import { isPathSegment } from '../../rules/grammar';
import { Report } from '../../rules/problem';
import { RuleCode } from '../../rules/rule-code';

const FIELD = 'spec.scaleTargetRef';
const SPIN_APP = { group: 'core.spinkube.dev', kind: 'SpinApp' };
const DEPLOYMENT = { group: 'apps', kind: 'Deployment' };

/** Where a trigger names what tells the HTTP add-on of requests. */
const ROUTES_OF_TRIGGERS = [['interceptorRoute', INTERCEPTOR_ROUTE], ['httpScaledObject', HTTP_SCALED_OBJECT]] as const;

/** The kinds that scale a workload by its name. */
export const AUTOSCALERS = [{ group: 'autoscaling', kind: 'HorizontalPodAutoscaler' }, { group: 'keda.sh', kind: 'ScaledObject' }];

/** Checks that an autoscaler reaches the Deployment of its app, and that the operator leaves it alone. */
export function checkAutoscaler(report: Report, object: ApiObject, spec: Fields, context: RuleContext): void {
  const { kind = DEPLOYMENT.kind, name } = spec.scaleTargetRef ?? {};
  const { namespace } = object.metadata;
  checkTriggers(report, object, spec, context);
  if (![SPIN_APP.kind, DEPLOYMENT.kind].includes(kind)) {
    checkOther(report, { kind, name });
    return;
  }
  if (typeof name !== 'string') {
    return;
  }
  const [app] = context.objects.find({ ...SPIN_APP, namespace, name });
  if (kind === SPIN_APP.kind) {
    refuse(report, `${FIELD}.kind`, kind, {
      rule: 'a SpinApp has no scale of its own',
      fix: 'target the Deployment of the same name, apiVersion apps/v1, which the operator makes',
    });
  } else if (app) {
    checkApp(report, { object, app }, context);
  } else if (context.objects.find({ ...DEPLOYMENT, namespace, name }).length === 0) {
    checkMissing(report, { ...DEPLOYMENT, namespace, name }, context);
  }
}

/** Of other kinds nothing is known but how the server asks for their scale. */
function checkOther(report: Report, target: { readonly [field: string]: unknown }): void {
  for (const [field, value] of Object.entries(target).filter(([, part]) => typeof part === 'string' && !isPathSegment(part))) {
    refuse(report, `${FIELD}.${field}`, String(value), { rule: "must not be empty, '.' or '..', and has no '/' or '%'", fix: 'use that of the object to scale' });
  }
}

function checkApp(report: Report, { object, app }: { object: ApiObject; app: ApiObject }, { objects }: RuleContext): void {
  if ((app.toJson() as Fields).spec?.enableAutoscaling !== true) {
    refuse(report, `${FIELD}.name`, app.name, {
      rule: `${app.node.path} has no enableAutoscaling, and the operator puts its own replicas back`,
      fix: 'set enableAutoscaling: true and leave out replicas, or give the autoscaler the WasmApp as its target',
    });
  }
  const others = autoscalersOf(objects, { name: app.name, namespace: object.metadata.namespace }).map((other) => other.object)
    .filter((other) => other !== object);
  if (others.length > 0) {
    report.add({
      field: FIELD,
      value: app.name,
      rule: `one app has at most one autoscaler, and ${others.map(({ node }) => node.path).join(', ')} scales it too`,
      fix: 'give one autoscaler all the metrics',
      code: RuleCode.DUPLICATE_AUTOSCALER,
    });
  }
}

function checkMissing(report: Report, key: ObjectKey, { objects, isSaid, words }: RuleContext): void {
  const { namespace } = key;
  if (!isSaid(key)) {
    addMissing(report, {
      field: `${FIELD}.name`,
      key,
      rule: `no Deployment of this name is made ${inTree(namespace)}, nor said to exist`,
      names: [DEPLOYMENT, SPIN_APP].flatMap((type) => objects.ofKind({ ...type, namespace })).map((object) => object.name),
    }, words);
  }
}

/** Checks that the routes are there by which the HTTP add-on tells a ScaledObject of requests. */
function checkTriggers(report: Report, { metadata: { namespace } }: ApiObject, { triggers }: Fields, { objects, isSaid, words }: RuleContext): void {
  for (const [index, { metadata = {} }] of listOf(triggers).entries()) {
    for (const [option, type] of ROUTES_OF_TRIGGERS.filter(([one]) => typeof metadata[one] === 'string')) {
      const key = { ...type, namespace, name: metadata[option] as string };
      if (objects.find(key).length === 0 && !isSaid(key)) {
        addMissing(report, {
          field: `spec.triggers[${index}].metadata.${option}`,
          key,
          rule: `no ${type.kind} of this name is made ${inTree(namespace)}, nor said to exist`,
          names: objects.ofKind({ ...type, namespace }).map((object) => object.name),
        }, words);
      }
    }
  }
}

function refuse(report: Report, field: string, value: string, words: { rule: string; fix: string }): void {
  report.add({ field, value, ...words, code: RuleCode.AUTOSCALER_TARGET });
}
