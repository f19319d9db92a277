import { holdSpin, holdUnknown } from './spin-floor';
import { StoreFile } from './store-files';
import { STORE_LABEL, STORE_TYPES } from './store-types';
import { CLIENT_TLS, isTable, KNOWN, PROVIDERS, SINGLE, STORES, Table, TOP, VALUE_TYPES } from './toml-tables';
import { nearMiss } from '../../rules/near-miss';
import { Report } from '../../rules/problem';
import { RuleCode } from '../../rules/rule-code';
import { SCALAR } from '../../rules/scalar';
import { holdUrl, HTTP } from '../../rules/url';

type Toml = { readonly [key: string]: unknown };

const FROM_SECRET = 'put the whole file into a Secret and use RuntimeConfig.fromSecret';
const SOUNDS_SECRET = /pass(word|wd|phrase)?|secret|token|api_?key|credential|private_?key/i;

/** Reads and checks a `runtime-config.toml` that has no secrets; the text is what every TOML reader takes. */
export function checkToml(report: Report, toml: string): { config: Toml; text: string } {
  const config = parse(report, toml);
  for (const [key, value] of Object.entries(config)) {
    if (KNOWN.includes(key)) {
      checkPart(report, key, value);
    } else {
      unknown(report, key, { value, known: KNOWN, what: 'the file' });
    }
  }
  checkPairs(report, config);
  const text = report.isClean ? library().stringify(config) : '';
  report.hold('toml', text, SCALAR);
  return { config, text };
}

/** Refuses what goes without something else. */
function checkPairs(report: Report, { variables_provider, config_provider, outbound_http }: Toml): void {
  if (variables_provider && config_provider) {
    add(report, 'config_provider', undefined, 'it is another name of variables_provider, and stands beside it', 'use one of the two names');
  }
  if (isTable(outbound_http) && outbound_http.max_connections !== undefined && outbound_http.max_concurrent_requests !== undefined) {
    add(report, 'outbound_http.max_concurrent_requests', outbound_http.max_concurrent_requests,
      'it is the old name of max_connections, and stands beside it', 'use one of the two names');
  }
}

/** The stores of a file that every pod has for itself and a restart empties. */
export function ephemeralTables(config: Toml): string[] {
  return ownStores(config).filter(({ store }) => store.path === undefined).map(({ field }) => field);
}

/** The files of a file's stores. */
export function filesOf(config: Toml): StoreFile[] {
  return ownStores(config).flatMap(({ field, store }) => (typeof store.path === 'string' ? [{ field: `runtimeConfig: ${field}.path`, path: store.path }] : []));
}

/** The stores that Spin itself keeps. */
function ownStores(config: Toml): { readonly field: string; readonly store: Toml }[] {
  return Object.keys(STORES).flatMap((table) => Object.entries(config[table] as { [label: string]: Toml } ?? {})
    .filter(([, store]) => store.type === 'spin')
    .map(([label, store]) => ({ field: `${table}.${label}`, store })));
}

/** The library's types are those of an ECMAScript module, which this is not. */
interface TomlLibrary {
  parse(toml: string): Toml;
  stringify(value: Toml): string;
}

/** The TOML library, loaded when a file is first read: most programs have none. */
function library(): TomlLibrary {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  return require('smol-toml');
}

function parse(report: Report, toml: string): Toml {
  try {
    return library().parse(toml);
  } catch (error) {
    // Neither the line nor its neighbours are shown: they may hold a secret.
    const { line, column, message } = error as { line?: number; column?: number; message: string };
    const rule = message.split('\n')[0].replace('Invalid TOML document: ', '');
    add(report, 'toml', line === undefined ? typeof toml : `line ${line}, column ${column}`, rule, 'write it as TOML 1.0 says');
    return {};
  }
}

function checkPart(report: Report, key: string, value: unknown): void {
  if (key in TOP) {
    checkValue(report, key, TOP[key], value);
  } else if (key in SINGLE) {
    holdSince(report, key, SINGLE[key].first);
    checkTable(report, key, SINGLE[key], value);
  } else if (key === 'client_tls') {
    each(report, key, value, (field, item) => checkTable(report, field, CLIENT_TLS, item));
  } else if (key in STORES || key === 'llm_compute') {
    checkStores(report, key, value);
  } else {
    each(report, key, value, (field, item) => checkTyped(report, field, PROVIDERS, item));
  }
  if (key === 'outbound_networking') {
    checkNetworks(report, `${key}.block_networks`, isTable(value) ? value.block_networks : undefined);
  }
}

function checkStores(report: Report, key: string, value: unknown): void {
  if (key === 'llm_compute') {
    checkTyped(report, key, storeTables('llmCompute'), value);
  } else if (!isTable(value)) {
    add(report, key, value, 'must be a table of stores by their labels', `write it as [${key}.default]`);
  } else {
    for (const [label, store] of Object.entries(value)) {
      report.hold(`${key}.${label}`, label, STORE_LABEL);
      checkTyped(report, `${key}.${label}`, storeTables(STORES[key]), store);
    }
  }
}

function storeTables(field: string): { [type: string]: Table } {
  return Object.fromEntries(Object.entries(STORE_TYPES[field]).map(([type, { required, optional, secret, notText = [], since }]) => [type, {
    keys: {
      type: 'text',
      ...Object.fromEntries([...required, ...optional].map((key) => [key, 'text'])),
      ...Object.fromEntries(notText.map((key) => [key, 'flag'])),
    },
    required,
    secret,
    since,
  }]));
}

/** Checks a table whose keys depend on its `type`. */
function checkTyped(report: Report, field: string, tables: { [type: string]: Table }, value: unknown): void {
  const type = isTable(value) ? value.type : undefined;
  if (typeof type === 'string' && Object.hasOwn(tables, type)) {
    checkTable(report, field, tables[type], value);
  } else {
    add(report, `${field}.type`, type, `Spin has ${Object.keys(tables).join(', ')}`, 'use one of them');
  }
}

function checkTable(report: Report, field: string, table: Table, value: unknown): void {
  if (!isTable(value)) {
    add(report, field, value, 'must be a table', `write it as [${field}]`);
    return;
  }
  const { required = [], secret = [] } = table;
  Object.keys(value).forEach((key) => checkKey(report, [field, key], table, value));
  for (const key of required.filter((needed) => !(needed in value))) {
    const fix = secret.includes(key) ? FROM_SECRET : 'give it';
    add(report, `${field}.${key}`, undefined, 'is required', fix);
  }
}

function checkKey(report: Report, [table, key]: [string, string], { keys, secret = [], since = {} }: Table, values: Toml): void {
  const field = `${table}.${key}`;
  if (!Object.hasOwn(keys, key)) {
    unknown(report, field, { value: values[key], known: Object.keys(keys), what: table, secret });
  } else if (secret.includes(key)) {
    refuseSecret(report, field);
  } else if (checkValue(report, field, keys[key], values[key])) {
    holdSince(report, field, since[key]);
    checkContent(report, field, values[key], values.type);
  }
}

/** Checks what a value of the right type says: addresses, and values that sound like secrets. */
function checkContent(report: Report, field: string, value: unknown, type: unknown): void {
  if (/(^|[._])url$/.test(field)) {
    holdUrl(report, field, value as string, { schemes: type === 'redis' ? ['redis', 'rediss'] : HTTP, fix: FROM_SECRET });
  }
  for (const name of isTable(value) ? Object.keys(value).filter((key) => SOUNDS_SECRET.test(key)) : []) {
    refuseSecret(report, `${field}.${name}`);
  }
}

function refuseSecret(report: Report, field: string): void {
  report.add({ field, value: '…', rule: 'a secret does not stand in a manifest', fix: FROM_SECRET, code: RuleCode.SECRET_IN_CLEAR });
}

function checkNetworks(report: Report, field: string, networks: unknown): void {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { isValidCIDR }: typeof import('ipaddr.js') = require('ipaddr.js');
  const isNetwork = (text: unknown) => typeof text === 'string'
    && (text === 'private' || (/^(\d+\.\d+\.\d+\.\d+|[0-9a-f:.]*:[0-9a-f:.]*)\/\d+$/i.test(text) && isValidCIDR(text)));
  for (const [index, network] of (Array.isArray(networks) ? networks : []).entries()) {
    if (!isNetwork(network)) {
      add(report, `${field}[${index}]`, network, 'must be a network in CIDR notation, or "private"', 'write it as "10.0.0.0/8"');
    }
  }
}

function each(report: Report, field: string, value: unknown, check: (field: string, item: unknown) => void): void {
  if (Array.isArray(value)) {
    value.forEach((item, index) => check(`${field}[${index}]`, item));
  } else {
    add(report, field, isTable(value) ? Object.keys(value) : value, 'must be a list of tables', `write it as [[${field}]]`);
  }
}

function checkValue(report: Report, field: string, type: string, value: unknown): boolean {
  const { accepts, noun } = VALUE_TYPES[type];
  if (!accepts(value)) {
    add(report, field, isTable(value) ? Object.keys(value) : value, `must be ${noun}`, 'write one');
  }
  return accepts(value);
}

function holdSince(report: Report, field: string, since?: string): void {
  if (since !== undefined) {
    holdSpin(report, { field, since });
  }
}

interface UnknownKey {
  readonly value: unknown;
  readonly known: readonly string[];
  readonly what: string;

  /** Those of the known keys that are secret. */
  readonly secret?: readonly string[];
}

function unknown(report: Report, field: string, { value, known, what, secret = [] }: UnknownKey): void {
  const key = field.split('.').pop()!;
  const near = nearMiss(key, known);
  const fix = near === undefined ? 'leave it out' : `did you mean ${near}?`;
  const isSecret = SOUNDS_SECRET.test(key) || secret.includes(near ?? '');
  holdUnknown(report, {
    field,
    value: isSecret ? '…' : shownValue(value),
    rule: `Spin refuses keys that it does not know, and ${what} has ${known.join(', ')}`,
    fix,
    code: RuleCode.INVALID_TOML,
  });
}

/** A value as a message may show it: of tables the keys alone, and no text in which a password may stand. */
function shownValue(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(shownValue);
  }
  return isTable(value) ? Object.keys(value) : typeof value === 'string' && value.includes('@') ? '…' : value;
}

function add(report: Report, ...[field, value, rule, fix]: [string, unknown, string, string]): void {
  report.add({ field, value, rule, fix, code: RuleCode.INVALID_TOML });
}
