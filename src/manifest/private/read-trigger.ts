import { ManifestTable } from './manifest-table';
import { readHttp } from './read-http-trigger';
import { checkTemplate } from './read-variables';
import { TriggerContext } from './trigger-context';
import { SpinManifestTrigger } from '../spin-manifest-parts';

/** What version 2 itself reads from a trigger; version 1 hands all but the component on. */
const COMMON: { [version: number]: string[] } = { 1: ['component'], 2: ['id', 'component'] };

/** Reads a trigger. */
export function readTrigger(table: ManifestTable, context: TriggerContext): SpinManifestTrigger {
  const { type, component } = context;
  const { read, ...settings }: Reader = READERS.get(type) ?? { read: () => ({}) };
  checkSettings(table, context, settings);
  const isEnough = type === 'http' || (settings.fields === undefined && table.raw('components') !== undefined);
  if (component === undefined && !isEnough) {
    table.fault('component', { value: undefined, rule: 'a trigger names the component that it starts', fix: 'write component = "..."' });
  }
  return { type, id: table.text('id'), component, ...read(table, context) };
}

/** Refuses settings that the plugin of a type does not know: it ends at start. */
function checkSettings(table: ManifestTable, { type, common, draft }: TriggerContext, settings: Omit<Reader, 'read'>): void {
  if (settings.fields) {
    const later = draft.manifestVersion > 1 ? settings.later ?? [] : [];
    table.only(`a trigger of type ${type}`, [...COMMON[draft.manifestVersion], ...settings.fields, ...later]);
  }
  if (settings.common) {
    common?.only(`the table of all triggers of type ${type}`, settings.common);
  }
}

interface Reader {
  /** The settings of a trigger, where its plugin refuses others. */
  readonly fields?: string[];

  /** Those that version 1 does not have. */
  readonly later?: string[];

  /** The settings of all triggers of the type, where its plugin refuses others. */
  readonly common?: string[];

  readonly read: (table: ManifestTable, context: TriggerContext) => Partial<SpinManifestTrigger>;
}

const READERS = new Map<string, Reader>([
  ['http', { fields: ['route', 'executor', 'static_response'], later: ['dependencies'], common: ['base'], read: readHttp }],
  ['redis', { fields: ['channel', 'address'], common: ['address'], read: readRedis }],
  ['mqtt', { fields: ['topic', 'qos'], common: ['address', 'username', 'password', 'keep_alive_interval'], read: readMqtt }],
  ['sqs', { fields: ['queue_url', 'max_messages', 'idle_wait_seconds', 'system_attributes', 'message_attributes'], read: readSqs }],
  ['command', { fields: [], read: () => ({}) }],
  ['cron', {
    read: (table) => {
      table.requiredText('cron_expression');
      return {};
    },
  }],
]);

function readRedis(table: ManifestTable, context: TriggerContext): Partial<SpinManifestTrigger> {
  const { common } = context;
  const channel = resolvedText(table, 'channel', context);
  const shared = common && resolvedText(common, 'address', context);
  if (table.raw('address') !== undefined) {
    return { channel, address: resolvedText(table, 'address', context) };
  }
  if (shared === undefined) {
    table.fault('address', {
      value: undefined,
      rule: 'a trigger of type redis connects to a server',
      fix: 'write address under [application.trigger.redis]',
    });
  }
  return { channel, address: shared };
}

function readMqtt(table: ManifestTable, context: TriggerContext): Partial<SpinManifestTrigger> {
  const { common } = context;
  const topic = resolvedText(table, 'topic', context);
  holdNumber(table, 'qos', /^\+?0*[0-2]$/, { rule: 'a quality of service is 0, 1 or 2, in a string', fix: 'write qos = "1"' });
  if (!common) {
    table.faults.add(['application', 'trigger', 'mqtt'], {
      value: undefined,
      rule: 'triggers of type mqtt connect to a server',
      fix: 'write [application.trigger.mqtt] with address, username, password and keep_alive_interval',
    });
    return { topic };
  }
  const address = resolvedText(common, 'address', context);
  ['username', 'password'].forEach((key) => resolvedText(common, key, context));
  holdNumber(common, 'keep_alive_interval', /^\+?\d{1,19}$/, { rule: 'an interval is whole seconds, in a string', fix: 'write keep_alive_interval = "30"' });
  return { topic, address };
}

function readSqs(table: ManifestTable): Partial<SpinManifestTrigger> {
  ['system_attributes', 'message_attributes'].forEach((key) => table.texts(key));
  for (const [key, max] of [['max_messages', 65535n], ['idle_wait_seconds', 9223372036854775807n]] as const) {
    const value = table.raw(key) ?? 0n;
    if (typeof value !== 'bigint' || value < 0n || value > max) {
      table.fault(key, { value, rule: `the field is a whole number from 0 to ${max}`, fix: 'write it as 5' });
    }
  }
  return { address: table.requiredText('queue_url') };
}

/** A text in which Spin puts variables. */
function resolvedText(table: ManifestTable, key: string, { draft }: TriggerContext): string {
  const text = table.requiredText(key);
  checkTemplate(table, key, text, draft.declared);
  return text;
}

/** Holds a number that stands in a string, in which Spin puts no variables. */
function holdNumber(table: ManifestTable, key: string, ...[pattern, words]: [RegExp, { readonly rule: string; readonly fix: string }]): void {
  const text = table.requiredText(key);
  if (typeof table.raw(key) === 'string' && !pattern.test(text)) {
    table.fault(key, { value: text, ...words });
  }
}
