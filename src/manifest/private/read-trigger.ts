import { ManifestTable } from './manifest-table';
import { checkTemplate } from './read-variables';
import { shownPath } from './toml-path';
import { SpinManifestFeature, SpinManifestTrigger } from '../spin-manifest-parts';

const COMMON = ['id', 'component', 'components'];

/** The triggers that Spin itself brings refuse other fields; those of plugins may know more. */
const FIELDS = new Map([
  ['http', [...COMMON, 'route', 'executor', 'static_response']],
  ['redis', [...COMMON, 'channel', 'address']],
]);

const EXECUTORS = ['http', 'spin', 'wagi', 'wasip3-unstable'];

/** What one trigger needs to be read. */
export interface TriggerContext {
  readonly type: string;

  /** The table `[application.trigger.<type>]`. */
  readonly common?: ManifestTable;

  /** The component that it starts, if it names one. */
  readonly component?: string;

  /** The names of the application's variables. */
  readonly declared: ReadonlySet<string>;

  /** Where what needs a certain Spin is noted. */
  readonly features: SpinManifestFeature[];
}

/** Reads a trigger. */
export function readTrigger(table: ManifestTable, context: TriggerContext): SpinManifestTrigger {
  const { type, component } = context;
  const fields = FIELDS.get(type);
  if (fields) {
    table.only(`a trigger of type ${type}`, fields);
  }
  const trigger = { type, id: table.text('id'), component };
  if (type !== 'http' && component === undefined && table.raw('components') === undefined) {
    table.fault('component', { value: undefined, rule: 'a trigger names the component that it starts', fix: 'write component = "..."' });
  }
  return { ...trigger, ...READERS.get(type)?.(table, context) };
}

type Reader = (table: ManifestTable, context: TriggerContext) => Partial<SpinManifestTrigger>;

const READERS = new Map<string, Reader>([
  ['http', readHttp],
  ['redis', (table, context) => ({ channel: resolvedText(table, 'channel', context), address: address(table, context) })],
  ['mqtt', (table, context) => {
    table.requiredText('qos');
    return { topic: resolvedText(table, 'topic', context), address: address(table, context) };
  }],
  ['sqs', (table) => ({ address: table.requiredText('queue_url') })],
  ['cron', (table) => {
    table.requiredText('cron_expression');
    return {};
  }],
]);

/** A text in which Spin puts variables. */
function resolvedText(table: ManifestTable, key: string, { declared }: TriggerContext): string {
  const text = table.requiredText(key);
  checkTemplate(table, key, text, declared);
  return text;
}

/** The server, of the trigger or of all triggers of its type. */
function address(table: ManifestTable, context: TriggerContext): string | undefined {
  const { type, common } = context;
  const holder = [table, common].find((place) => place?.text('address') !== undefined);
  if (holder) {
    return resolvedText(holder, 'address', context);
  }
  table.fault('address', {
    value: undefined,
    rule: `a trigger of type ${type} connects to a server`,
    fix: `write address under [application.trigger.${type}]`,
  });
  return undefined;
}

function readHttp(table: ManifestTable, context: TriggerContext): Partial<SpinManifestTrigger> {
  const { component, features } = context;
  const response = table.table('static_response');
  if ((component === undefined) === (response === undefined)) {
    table.fault(undefined, {
      value: { component, static_response: response?.fields },
      rule: 'an HTTP trigger has exactly one of component and static_response',
      fix: 'name the component that answers',
    });
  }
  if (response) {
    features.push({ place: shownPath(response.path), spinVersion: '3.5.0' });
    checkResponse(response);
  }
  checkExecutor(table, features);
  return { route: readRoute(table) };
}

function checkResponse(response: ManifestTable): void {
  const status = response.raw('status_code') ?? 200n;
  if (typeof status !== 'bigint' || status < 100n || status > 999n) {
    response.fault('status_code', { value: status, rule: 'a status is a number of three digits, without a point', fix: 'write it as 404' });
  }
  response.textMap('headers');
  response.text('body');
}

function checkExecutor(table: ManifestTable, features: SpinManifestFeature[]): void {
  const executor = table.table('executor');
  const type = executor?.requiredText('type');
  if (executor && typeof executor.raw('type') === 'string' && !EXECUTORS.includes(type!)) {
    executor.fault('type', { value: type, rule: 'Spin has no such HTTP executor', fix: `use one of ${EXECUTORS.join(', ')}` });
  }
  if (type === 'wasip3-unstable') {
    features.push({ place: shownPath([...executor!.path, 'type']), spinVersion: '3.5.0' });
  }
}

/** The route, absolute; none for a private trigger. */
function readRoute(table: ManifestTable): string | undefined {
  const route = table.raw('route');
  if (typeof route === 'string') {
    return route.startsWith('/') ? route : `/${route}`;
  }
  const inner = route === undefined || Array.isArray(route) || typeof route !== 'object' ? undefined : table.table('route');
  if (!inner?.flag('private')) {
    table.fault('route', {
      value: route,
      rule: 'a route is a path, or { private = true }',
      fix: 'write it as "/api/..."',
    });
  }
  inner?.only('a private route', ['private']);
  return undefined;
}
