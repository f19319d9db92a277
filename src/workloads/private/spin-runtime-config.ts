import { SpinAppSpecRuntimeConfig } from '../../../imports';
import { Report } from '../../rules/problem';
import { RuleCode } from '../../rules/rule-code';

type Store = NonNullable<SpinAppSpecRuntimeConfig['keyValueStores']>[number];
type Options = Store['options'];

/** The tables of `runtime-config.toml`. */
interface RuntimeConfigTables {
  readonly key_value_store?: { [label: string]: { [option: string]: string } };
  readonly sqlite_database?: { [label: string]: { [option: string]: string } };
  readonly llm_compute?: { [option: string]: string };
}

/** Writes `runtime-config.toml`, every option as a string, as the operator does; an option from elsewhere is a problem. */
export function runtimeConfigToml(spec: SpinAppSpecRuntimeConfig, report?: Report): string {
  const { keyValueStores, sqliteDatabases, llmCompute } = spec;
  const tables: RuntimeConfigTables = {
    ...(keyValueStores && { key_value_store: stores(keyValueStores, 'keyValueStores', report) }),
    ...(sqliteDatabases && { sqlite_database: stores(sqliteDatabases, 'sqliteDatabases', report) }),
    ...(llmCompute && { llm_compute: { type: llmCompute.type, ...values(llmCompute.options, 'runtimeConfig.llmCompute', report) } }),
  };
  return `${toml().stringify(tables).trim()}\n`;
}

function stores(all: Store[], field: string, report?: Report): { [label: string]: { [option: string]: string } } {
  return Object.fromEntries(all.map(({ name, type, options }) =>
    [name, { type, ...values(options, `runtimeConfig.${field}[${JSON.stringify(name)}]`, report) }]));
}

function values(options: Options = [], field: string, report?: Report): { [option: string]: string } {
  for (const { name, valueFrom } of options.filter((option) => option.valueFrom !== undefined)) {
    report?.add({
      field: `${field}.options[${JSON.stringify(name)}]`,
      value: valueFrom,
      rule: 'the file is written at synthesis, when no Secret or ConfigMap can be read, and no operator reads it later',
      fix: 'put the whole runtime-config.toml into a Secret and use RuntimeConfig.fromSecret',
      code: RuleCode.INVALID_STORE,
    });
  }
  return Object.fromEntries(options.filter(({ value }) => value !== undefined).map(({ name, value }) => [name, value!]));
}

/** The TOML library, loaded when a file is first written: most programs never do. */
function toml(): { stringify(tables: object): string } {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  return require('smol-toml');
}
