import { SpinAppSpecRuntimeConfig, SpinAppSpecRuntimeConfigKeyValueStores } from '../../../imports';
import { Report } from '../../rules/problem';
import { RuleCode } from '../../rules/rule-code';

type Store = Pick<SpinAppSpecRuntimeConfigKeyValueStores, 'options'>;

const PLACE = 'spec.runtimeConfig';

/** Refuses what the operator, which reads the options of a SpinApp's stores itself, cannot take them from. */
export function checkStoreSources(report: Report, config?: SpinAppSpecRuntimeConfig): void {
  if (!config) {
    return;
  }
  for (const kind of ['keyValueStores', 'sqliteDatabases'] as const) {
    config[kind]?.forEach((store) => checkStore(report, `${PLACE}.${kind}[${JSON.stringify(store.name)}]`, store));
  }
  if (config.llmCompute) {
    checkStore(report, `${PLACE}.llmCompute`, config.llmCompute);
  }
}

function checkStore(report: Report, field: string, { options }: Store): void {
  for (const { name, value, valueFrom } of options ?? []) {
    const place = `${field}.options[${JSON.stringify(name)}].valueFrom`;
    if (value === undefined && valueFrom?.configMapKeyRef) {
      report.add({
        field: `${place}.configMapKeyRef`,
        value: valueFrom.configMapKeyRef.name,
        rule: 'the operator may not list ConfigMaps: it waits for them for ever, and no app of the whole cluster is reconciled any more',
        fix: 'give a plain value, or take it from a Secret',
        code: RuleCode.INVALID_STORE,
      });
    }
    if (value === undefined && valueFrom?.secretKeyRef?.optional) {
      report.add({
        field: `${place}.secretKeyRef.optional`,
        value: true,
        rule: 'the operator ignores it, and makes no Deployment before the Secret is there',
        fix: 'leave optional out',
        code: RuleCode.INVALID_STORE,
      });
    }
  }
}
