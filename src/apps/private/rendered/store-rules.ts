import { Fields, listOf } from './rule-context';
import { nearMiss } from '../../../rules/near-miss';
import { Report } from '../../../rules/problem';
import { REFERENCE } from '../../../rules/references';
import { RuleCode } from '../../../rules/rule-code';
import { checkOption } from '../runtime-config-spec';
import { StoreFile } from '../store-files';
import { checkStoreSources } from '../store-sources';
import { STORE_LABEL, STORE_TYPES, StoreType } from '../store-types';

const FIELD = 'spec.runtimeConfig';

/** Checks `spec.runtimeConfig`, which the operator turns into a file without looking. */
export function checkRuntimeConfig(report: Report, config: Fields = {}): void {
  const { loadFromSecret, ...siblings } = config;
  report.holdGiven(`${FIELD}.loadFromSecret`, loadFromSecret || undefined, REFERENCE);
  for (const sibling of !loadFromSecret ? [] : Object.keys(siblings).filter((name) => siblings[name] !== undefined)) {
    report.advise({
      field: `${FIELD}.${sibling}`,
      value: siblings[sibling],
      rule: 'loadFromSecret replaces the whole file, and what stands beside it is ignored',
      fix: 'put it into the Secret, or leave loadFromSecret out',
      code: RuleCode.UNUSED_OPTION,
    });
  }
  if (!loadFromSecret) {
    checkStores(report, 'keyValueStores', config.keyValueStores);
    checkStores(report, 'sqliteDatabases', config.sqliteDatabases);
    if (config.llmCompute) {
      checkStore(report, `${FIELD}.llmCompute`, 'llmCompute', config.llmCompute);
    }
    checkStoreSources(report, config);
  }
}

/** The fields of stores that every pod has for itself and a restart empties. */
export function ephemeralLabels({ loadFromSecret, ...config }: Fields = {}): string[] {
  return loadFromSecret ? [] : ['keyValueStores', 'sqliteDatabases'].flatMap((kind) => listOf(config[kind])
    .filter(({ type, options }) => type === 'spin' && !listOf(options).some(({ name }) => name === 'path'))
    .map(({ name }) => `${FIELD}.${kind}[${JSON.stringify(name)}]`));
}

/** The stores of Spin's own whose files are known. */
export function storeFiles({ loadFromSecret, ...config }: Fields = {}): StoreFile[] {
  return loadFromSecret ? [] : ['keyValueStores', 'sqliteDatabases'].flatMap((kind) => listOf(config[kind])
    .filter(({ type }) => type === 'spin')
    .flatMap(({ name, options }) => listOf(options)
      .filter((option) => option.name === 'path' && typeof option.value === 'string')
      .map(({ value }) => ({ field: `runtimeConfig.${kind}[${JSON.stringify(name)}].options["path"]`, path: value }))));
}

function checkStores(report: Report, kind: string, stores: unknown): void {
  const names = listOf(stores).map(({ name = '' }) => name);
  listOf(stores).forEach((store, index) => {
    const field = `${FIELD}.${kind}[${JSON.stringify(names[index])}]`;
    report.hold(field, names[index], STORE_LABEL);
    if (names.indexOf(names[index]) < index) {
      report.add({ field, value: store.name, rule: 'the operator takes one store of a label', fix: 'give it once', code: RuleCode.DUPLICATE_KEY });
    }
    checkStore(report, field, kind, store);
  });
}

function checkStore(report: Report, field: string, kind: string, { type = '', options }: Fields): void {
  const known = STORE_TYPES[kind];
  const store = Object.hasOwn(known, type) ? known[type] : undefined;
  const names = listOf(options).map(({ name }) => name);
  if (!store) {
    const rule = `Spin has ${Object.keys(known).join(', ')}`;
    report.add({ field: `${field}.type`, value: type, rule, fix: 'use one of them', code: RuleCode.INVALID_STORE });
    return;
  }
  for (const missing of store.required.filter((name) => !names.includes(name))) {
    const rule = `type ${type} needs the option ${missing}`;
    report.add({ field: `${field}.options`, value: names, rule, fix: 'give it', code: RuleCode.INVALID_STORE });
  }
  listOf(options).forEach((option, index) => checkOptionOf(report, `${field}.options[${JSON.stringify(option.name)}]`, store, {
    ...option,
    name: option.name,
    type,
    isRepeated: names.indexOf(option.name) < index,
  }));
}

interface RawOption extends Fields {
  readonly name: string;
  readonly type: string;
  readonly isRepeated: boolean;
}

function checkOptionOf(report: Report, field: string, store: StoreType, option: RawOption): void {
  const known = [...store.required, ...store.optional];
  const add = (rule: string, fix: string, code = RuleCode.INVALID_STORE) => report.add({ field, value: option.name, rule, fix, code });
  if (option.value && option.valueFrom !== undefined) {
    report.advise({ field, value: option.name, rule: 'value wins over valueFrom', fix: 'give one of the two', code: RuleCode.INVALID_STORE });
  }
  if (option.isRepeated) {
    add('it is given already', 'give it once', RuleCode.DUPLICATE_KEY);
  } else if (!known.includes(option.name)) {
    add(`type ${option.type} has ${known.join(', ')}`, fixOf(option.name, known, store));
  } else if (option.value !== undefined && store.secret.includes(option.name)) {
    report.add({
      field,
      value: '…',
      rule: 'a secret does not stand in a manifest',
      fix: 'give it by valueFrom.secretKeyRef',
      code: RuleCode.SECRET_IN_CLEAR,
    });
  } else {
    checkOption(report, field, option);
  }
}

function fixOf(name: string, known: readonly string[], { notText = [] }: StoreType): string {
  const near = nearMiss(name, known);
  const other = near === undefined ? 'leave it out' : `did you mean ${near}?`;
  return notText.includes(name) ? 'put the whole file into a Secret: the operator writes options as strings' : other;
}
