/** The types of values in `runtime-config.toml`. */
export const VALUE_TYPES: { [type: string]: { readonly accepts: (value: unknown) => boolean; readonly noun: string } } = {
  text: { accepts: (value) => typeof value === 'string', noun: 'a string' },
  flag: { accepts: (value) => typeof value === 'boolean', noun: 'true or false' },
  count: { accepts: (value) => Number.isInteger(value) && Number(value) >= 0, noun: 'a whole number' },
  texts: { accepts: (value) => Array.isArray(value) && value.every((item) => typeof item === 'string'), noun: 'a list of strings' },
  values: { accepts: (value) => isTable(value) && Object.values(value).every((item) => typeof item === 'string'), noun: 'a table of strings' },
};

/** A table of the file: its keys with the types of their values. */
export interface Table {
  readonly keys: { readonly [key: string]: string };
  readonly required?: readonly string[];

  /** Keys that are secret. */
  readonly secret?: readonly string[];

  /** The first releases of Spin that know a key, where not all that shims have do. */
  readonly since?: { readonly [key: string]: string };

  /** The first release of Spin that knows the table. */
  readonly first?: string;
}

/** Spin's limits of connections. */
const LIMITS = '4.1.0';

/** The variable providers by their types. */
export const PROVIDERS: { [type: string]: Table } = {
  env: { keys: { type: 'text', prefix: 'text', dotenv_path: 'text' } },
  vault: { keys: { type: 'text', url: 'text', token: 'text', mount: 'text', prefix: 'text' }, required: ['url', 'token', 'mount'], secret: ['token'] },
  azure_key_vault: {
    keys: { type: 'text', vault_url: 'text', client_id: 'text', client_secret: 'text', tenant_id: 'text', authority_host: 'text' },
    required: ['vault_url'],
    secret: ['client_secret'],
  },
  static: { keys: { type: 'text', values: 'values' }, required: ['values'] },
};

/** The tables that stand once. */
export const SINGLE: { [table: string]: Table } = {
  outbound_networking: {
    keys: { block_networks: 'texts', max_total_connections: 'count', max_socket_connections: 'count' },
    since: { max_total_connections: LIMITS, max_socket_connections: LIMITS },
  },
  outbound_http: {
    keys: { connection_pooling: 'flag', max_concurrent_requests: 'count', max_connections: 'count' },
    since: { max_connections: LIMITS },
  },
  outbound_pg: { keys: { max_connections: 'count' }, first: LIMITS },
  outbound_mysql: { keys: { max_connections: 'count' }, first: LIMITS },
  outbound_redis: { keys: { max_connections: 'count' }, first: LIMITS },
  outbound_mqtt: { keys: { max_connections: 'count', max_payload_size_bytes: 'count' }, first: LIMITS },
};

/** The certificates of clients, of which there may be several. */
export const CLIENT_TLS: Table = {
  keys: {
    component_ids: 'texts',
    hosts: 'texts',
    ca_use_webpki_roots: 'flag',
    ca_use_platform_roots: 'flag',
    ca_roots_file: 'text',
    client_cert_file: 'text',
    client_private_key_file: 'text',
  },
  required: ['component_ids', 'hosts'],
  since: { ca_use_platform_roots: '4.0.0' },
};

/** The values that stand beside the tables. */
export const TOP: { [key: string]: string } = { state_dir: 'text', log_dir: 'text', max_instance_memory: 'count' };

/** Stores by the name of their table, and of the field of SpinApp that says the same. */
export const STORES: { [table: string]: string } = { key_value_store: 'keyValueStores', sqlite_database: 'sqliteDatabases' };

/** All that may stand at the top of the file. */
export const KNOWN = [...Object.keys(STORES), 'llm_compute', 'variables_provider', 'config_provider', ...Object.keys(SINGLE), 'client_tls', ...Object.keys(TOP)];

/** Whether a value is a table. */
export function isTable(value: unknown): value is { [key: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
}
