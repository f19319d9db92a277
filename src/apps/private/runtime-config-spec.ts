import { EnvValue } from 'cdk8s-plus-28';
import { IConstruct } from 'constructs';
import { STORE_LABEL } from './store-types';
import { SpinAppSpecRuntimeConfig, SpinAppSpecRuntimeConfigKeyValueStores } from '../../../imports';
import { Report } from '../../rules/problem';
import { checkKeyReference, REFERENCE } from '../../rules/references';
import { RuleCode } from '../../rules/rule-code';
import { warn } from '../../rules/rules';
import { SCALAR } from '../../rules/scalar';
import { holdUrl, HTTP } from '../../rules/url';
import { RuntimeConfig } from '../runtime-config';
import { StoreConfig } from '../runtime-stores';

const SCHEMES: { [type: string]: string[] } = { redis: ['redis', 'rediss'] };

const PLACE = 'spec.runtimeConfig';

type Options = SpinAppSpecRuntimeConfigKeyValueStores['options'];

/** Checks and renders `spec.runtimeConfig`. */
export function runtimeConfigSpec(report: Report, config?: RuntimeConfig, place = PLACE): SpinAppSpecRuntimeConfig | undefined {
  if (!config) {
    return undefined;
  }
  const { loadFromSecret, keyValueStores, sqliteDatabases, llmCompute } = config.toRuntimeConfigContent();
  report.holdGiven(`${place}.loadFromSecret`, loadFromSecret, REFERENCE);
  const spec = {
    loadFromSecret,
    keyValueStores: stores(report, `${place}.keyValueStores`, keyValueStores),
    sqliteDatabases: stores(report, `${place}.sqliteDatabases`, sqliteDatabases),
    llmCompute: llmCompute && { type: llmCompute.type, options: options(report, `${place}.llmCompute`, llmCompute) },
  };
  return Object.values(spec).some((part) => part !== undefined) ? spec : undefined;
}

/** The fields of stores that every pod has for itself and a restart empties. */
export function ephemeralStores(config?: RuntimeConfig, place = PLACE): string[] {
  const { keyValueStores = {}, sqliteDatabases = {} } = config?.toRuntimeConfigContent() ?? {};
  const ephemeral = (field: string, all: { [label: string]: StoreConfig }) => Object.keys(all)
    .filter((label) => all[label].ephemeral)
    .map((label) => `${place}.${field}[${JSON.stringify(label)}]`);
  return [...ephemeral('keyValueStores', keyValueStores), ...ephemeral('sqliteDatabases', sqliteDatabases)];
}

/** Warns of the stores that every pod has for itself. */
export function warnIfEphemeral(construct: IConstruct, fields: readonly string[]): void {
  for (const field of fields) {
    warn(construct, RuleCode.EPHEMERAL_STORE, `${field}: each pod has a store of its own, and a restart empties it;`
      + ` give it a path on a mounted volume, or use a server (${RuleCode.EPHEMERAL_STORE})`);
  }
}

function stores(report: Report, field: string, all: { [label: string]: StoreConfig } = {}) {
  const rendered = Object.entries(all).map(([name, config]) => {
    const place = `${field}[${JSON.stringify(name)}]`;
    report.hold(place, name, STORE_LABEL);
    return { name, type: config.type, options: options(report, place, config) };
  });
  return rendered.length > 0 ? rendered : undefined;
}

function options(report: Report, field: string, config: StoreConfig): Options {
  const rendered = config.options.map(({ name, value }) => {
    checkOption(report, `${field}.options[${JSON.stringify(name)}]`, { name, type: config.type, ...value });
    return { name, value: value.value, valueFrom: value.valueFrom };
  });
  return rendered.length > 0 ? rendered : undefined;
}

/** An option of a store, as it stands in `options[]`. */
export interface Option extends Pick<EnvValue, 'value' | 'valueFrom'> {
  readonly name: string;

  /** The type of its store. */
  readonly type: string;
}

/** Checks one option of a store. */
export function checkOption(report: Report, field: string, option: Option): void {
  const { name, type, value, valueFrom } = option;
  checkKeyReference(report, `${field}.valueFrom`, valueFrom);
  if (value === undefined) {
    checkSource(report, field, valueFrom);
  } else if (name === 'url') {
    holdUrl(report, field, value, {
      schemes: SCHEMES[type] ?? HTTP,
      fix: 'put the whole URL into a Secret and use EnvValue.fromSecretValue',
    });
  } else {
    report.hold(field, value, SCALAR);
  }
}

function checkSource(report: Report, field: string, valueFrom: EnvValue['valueFrom']): void {
  if (!valueFrom?.secretKeyRef && !valueFrom?.configMapKeyRef) {
    report.add({
      field,
      value: valueFrom,
      rule: 'an option is a value, or comes from a Secret',
      fix: 'use EnvValue.fromValue or fromSecretValue',
      code: RuleCode.INVALID_STORE,
    });
  }
}
