import { ApiObject } from 'cdk8s';
import { PercentOrAbsolute } from 'cdk8s-plus-28';
import { APP_LABEL } from './app-name';
import { ExposedApp } from './app-service';
import { manifest } from '../../cluster/private/manifest';
import { Grammar, integer } from '../../rules/grammar';
import { Report, validateTree, wording } from '../../rules/problem';
import { RuleCode } from '../../rules/rule-code';
import { warn } from '../../rules/rules';
import { DisruptionBudgetOptions } from '../disruption-budget';

const ID = 'DisruptionBudget';
const code = RuleCode.INVALID_DISRUPTION_BUDGET;

const WORDS = {
  rule: 'must be a whole number of pods, or a whole percentage from 0 to 100',
  fix: 'use PercentOrAbsolute.absolute or PercentOrAbsolute.percent',
  code,
};
const PODS = integer({ min: 0, ...WORDS });
const AMOUNT: Grammar = { accepts: (amount) => PODS.accepts(amount) || /^(100|[1-9]?[0-9])%$/.test(String(amount)), ...WORDS };

/** Makes the disruption budget of an app, for the pods that the operator makes. */
export function appDisruptionBudget(app: ExposedApp, options: DisruptionBudgetOptions, replicas: () => number | undefined): ApiObject {
  const { minAvailable, maxUnavailable } = valuesOf(options);
  const report = new Report(app, ID);
  report.holdGiven('spec.minAvailable', minAvailable, AMOUNT);
  report.holdGiven('spec.maxUnavailable', maxUnavailable, AMOUNT);
  if ((minAvailable === undefined) === (maxUnavailable === undefined)) {
    const rule = 'a disruption budget says exactly one of minAvailable and maxUnavailable';
    report.add({ field: 'spec', value: { minAvailable, maxUnavailable }, rule, fix: 'give one of them', code });
  }
  if (app.node.tryFindChild(ID)) {
    report.add({ field: 'spec', value: undefined, rule: 'the app has a budget already', fix: 'give one', code: RuleCode.DUPLICATE_KEY });
  }
  report.throwIfAny();
  validateTree(app, () => warnIfBlocking(app, { minAvailable, maxUnavailable }, replicas()));
  return manifest(app, {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { name: app.name, namespace: app.namespace },
    spec: { minAvailable, maxUnavailable, selector: { matchLabels: { [APP_LABEL]: app.name } } },
  }, ID);
}

type Amount = number | string;
type Amounts = { readonly [part in keyof DisruptionBudgetOptions]: Amount | undefined };

function valuesOf({ minAvailable, maxUnavailable }: DisruptionBudgetOptions): Amounts {
  const valueOf = (amount?: PercentOrAbsolute) => amount?.value as Amount | undefined;
  return { minAvailable: valueOf(minAvailable), maxUnavailable: valueOf(maxUnavailable) };
}

function warnIfBlocking(app: ExposedApp, { minAvailable, maxUnavailable }: Amounts, replicas = Infinity): void {
  const [field, value] = minAvailable === undefined ? ['maxUnavailable', maxUnavailable] : ['minAvailable', minAvailable];
  const staying = typeof minAvailable === 'number' ? minAvailable : replicas * parseInt(String(minAvailable ?? 0)) / 100;
  if (minAvailable === '100%' || parseInt(String(maxUnavailable)) === 0 || Math.ceil(staying) >= replicas) {
    warn(app, RuleCode.BLOCKING_DISRUPTION_BUDGET, wording({
      field: `disruptionBudget.${field}`,
      value,
      rule: `of ${replicas === Infinity ? 'all' : replicas} pods none may go, so no node that runs one can be drained`,
      fix: 'let one go, or run more',
      code: RuleCode.BLOCKING_DISRUPTION_BUDGET,
    }));
  }
}
