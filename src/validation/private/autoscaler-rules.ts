import { ApiObject } from 'cdk8s';
import { inTree } from '../../apps/private/reference-rules';
import { Fields, RuleContext } from '../../apps/private/rendered/rule-context';
import { ObjectKey } from '../../cluster/private/object-index';
import { isPathSegment } from '../../rules/grammar';
import { nearMiss } from '../../rules/near-miss';
import { Report } from '../../rules/problem';
import { RuleCode } from '../../rules/rule-code';

const FIELD = 'spec.scaleTargetRef';
const SPIN_APP = { group: 'core.spinkube.dev', kind: 'SpinApp' };
const DEPLOYMENT = { group: 'apps', kind: 'Deployment' };

/** The kinds that scale a workload by its name. */
export const AUTOSCALERS = [{ group: 'autoscaling', kind: 'HorizontalPodAutoscaler' }, { group: 'keda.sh', kind: 'ScaledObject' }];

/** Checks that an autoscaler reaches the Deployment of its app, and that the operator leaves it alone. */
export function checkAutoscaler(report: Report, object: ApiObject, spec: Fields, context: RuleContext): void {
  const { kind = DEPLOYMENT.kind, name } = spec.scaleTargetRef ?? {};
  const { namespace } = object.metadata;
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
  const others = AUTOSCALERS.flatMap((type) => objects.ofKind({ ...type, namespace: object.metadata.namespace }))
    .filter((other) => other !== object && (other.toJson() as Fields).spec?.scaleTargetRef?.name === app.name);
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
  const { namespace, name } = key;
  const names = [DEPLOYMENT, SPIN_APP].flatMap((type) => objects.ofKind({ ...type, namespace })).map((object) => object.name);
  const near = nearMiss(name, names);
  if (!isSaid(key)) {
    report.add({
      field: `${FIELD}.name`,
      value: name,
      rule: `no Deployment of this name is made ${inTree(namespace)}, nor said to exist`,
      fix: `${near === undefined ? '' : `did you mean ${JSON.stringify(near)}? If not, `}${words.exists(key, 'WasmValidation.exists')}`,
      code: RuleCode.UNRESOLVED_REFERENCE,
    });
  }
}

function refuse(report: Report, field: string, value: string, words: { rule: string; fix: string }): void {
  report.add({ field, value, ...words, code: RuleCode.AUTOSCALER_TARGET });
}
