import { SpinManifestComponent } from '../../manifest/spin-manifest-parts';
import { Report } from '../../rules/problem';
import { RuleCode } from '../../rules/rule-code';
import { RuntimeConfig } from '../runtime-config';

/** The label that Spin has a store for when nobody configures one. */
const DEFAULT = 'default';

const KINDS = [
  { labels: 'keyValueStores', what: 'key-value store', factory: 'KeyValueStore' },
  { labels: 'sqliteDatabases', what: 'SQLite database', factory: 'SqliteDatabase' },
] as const;

/** Holds the stores and models of components to their being configured, as far as the configuration is known. */
export function checkStores(
  report: Report,
  components: SpinManifestComponent[],
  ...[place, config]: [string, RuntimeConfig | undefined]
): void {
  const content = config?.toRuntimeConfigContent() ?? {};
  if (content.loadFromSecret !== undefined) {
    return;
  }
  for (const { labels, what, factory } of KINDS) {
    const missing = users(components, labels).filter(([label]) => label !== DEFAULT && !Object.hasOwn(content[labels] ?? {}, label));
    for (const [label, ids] of missing) {
      report.add({
        field: `${place}runtimeConfig.${labels}[${JSON.stringify(label)}]`,
        value: undefined,
        rule: `component ${ids.join(', ')} uses this ${what}, and Spin does not start without a configuration for it`,
        fix: `give runtimeConfig a ${factory} of this label`,
        code: RuleCode.MISSING_STORE,
      });
    }
  }
  const [, models] = users(components, 'aiModels')[0] ?? [];
  if (models && content.llmCompute === undefined) {
    report.add({
      field: `${place}runtimeConfig.llmCompute`,
      value: undefined,
      rule: `component ${models.join(', ')} calls a large language model, and the Spin shim has none of its own`,
      fix: 'give runtimeConfig an LlmCompute.remoteHttp',
      code: RuleCode.MISSING_STORE,
    });
  }
}

/** The fields of the stores that Spin makes itself, one in each pod. */
export function defaultStores(components: SpinManifestComponent[], place: string, config?: RuntimeConfig): string[] {
  const content = config?.toRuntimeConfigContent() ?? {};
  return KINDS.filter(({ labels }) => content.loadFromSecret === undefined
    && !Object.hasOwn(content[labels] ?? {}, DEFAULT)
    && components.some((component) => component[labels].includes(DEFAULT)))
    .map(({ labels }) => `${place}runtimeConfig.${labels}["${DEFAULT}"]`);
}

/** The labels that components use, each with the ids of those components. */
function users(components: SpinManifestComponent[], labels: 'keyValueStores' | 'sqliteDatabases' | 'aiModels'): [string, string[]][] {
  const all = [...new Set(components.flatMap((component) => component[labels]))];
  return all.map((label) => [label, components.filter((component) => component[labels].includes(label)).map(({ id }) => id)]);
}
