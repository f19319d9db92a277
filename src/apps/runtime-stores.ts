import { EnvValue, SecretValue } from 'cdk8s-plus-28';

/** One option of a store, as `options[]` of SpinApp holds it. */
export interface StoreOption {
  /** The option's name in `runtime-config.toml`. */
  readonly name: string;

  /** Its value, or the Secret that has it. */
  readonly value: EnvValue;
}

/** What a store of any kind becomes in `spec.runtimeConfig`. */
export interface StoreConfig {
  /** The store's `type`. */
  readonly type: string;

  /** Its options. */
  readonly options: StoreOption[];

  /**
   * Whether each pod has a store of its own that a restart empties.
   *
   * @default false
   */
  readonly ephemeral?: boolean;
}

/** Options of `KeyValueStore.spin`. */
export interface SpinKeyValueStoreOptions {
  /**
   * The database file, from the root where it is relative. Written to option `path`.
   *
   * On no mounted volume, or for several pods, it is a warning: mount a volume to keep the data, and run one pod without an autoscaler.
   *
   * @default - a file in the container, lost when it restarts
   */
  readonly path?: string;
}

/** Options of `KeyValueStore.redis`. */
export interface RedisKeyValueStoreOptions {
  /**
   * The server, `redis://host:port`. Written to option `url`. With a password in it, only by Secret.
   *
   * Fails for a ConfigMap, which the operator may not read, and for an optional Secret.
   */
  readonly url: EnvValue;
}

/** Options of `KeyValueStore.azureCosmos`. */
export interface AzureCosmosKeyValueStoreOptions {
  /** The account. Written to option `account`. */
  readonly account: string;

  /** The database. Written to option `database`. */
  readonly database: string;

  /** The container. Written to option `container`. */
  readonly container: string;

  /**
   * The account's key. Written to option `key`.
   *
   * @default - the identity of the environment
   */
  readonly key?: SecretValue;
}

/** Options of `KeyValueStore.awsDynamo`. */
export interface AwsDynamoKeyValueStoreOptions {
  /** The region. Written to option `region`. */
  readonly region: string;

  /** The table. Written to option `table`. */
  readonly table: string;

  /**
   * The access key. Written to option `access_key`.
   *
   * @default - the identity of the environment
   */
  readonly accessKey?: SecretValue;

  /**
   * The secret key. Written to option `secret_key`.
   *
   * @default - the identity of the environment
   */
  readonly secretKey?: SecretValue;

  /**
   * The session token. Written to option `token`.
   *
   * @default - none
   */
  readonly token?: SecretValue;
}

/**
 * Where the key-value store behind a label of spin.toml keeps its data.
 *
 * @see https://spinframework.dev/dynamic-configuration#key-value-store-runtime-configuration
 */
export class KeyValueStore {
  /**
   * Spin's own store, a file. Each pod has its own.
   *
   * @param options the file
   */
  public static spin(options: SpinKeyValueStoreOptions = {}): KeyValueStore {
    return new KeyValueStore({ type: 'spin', options: plain({ path: options.path }), ephemeral: options.path === undefined });
  }

  /**
   * A Redis server.
   *
   * @param options the server
   */
  public static redis(options: RedisKeyValueStoreOptions): KeyValueStore {
    return new KeyValueStore({ type: 'redis', options: [{ name: 'url', value: options.url }] });
  }

  /**
   * Azure Cosmos DB.
   *
   * @param options the container and its key
   */
  public static azureCosmos(options: AzureCosmosKeyValueStoreOptions): KeyValueStore {
    const { key, account, database, container } = options;
    return new KeyValueStore({ type: 'azure_cosmos', options: [...plain({ account, database, container }), ...secret({ key })] });
  }

  /**
   * Amazon DynamoDB.
   *
   * @param options the table and the credentials
   */
  public static awsDynamo(options: AwsDynamoKeyValueStoreOptions): KeyValueStore {
    const { region, table, accessKey: access_key, secretKey: secret_key, token } = options;
    return new KeyValueStore({ type: 'aws_dynamo', options: [...plain({ region, table }), ...secret({ access_key, secret_key, token })] });
  }

  private constructor(private readonly config: StoreConfig) {}

  /** What the store becomes in `spec.runtimeConfig.keyValueStores[]`. */
  public toStoreConfig(): StoreConfig {
    return this.config;
  }
}

/** Options of `SqliteDatabase.spin`. */
export interface SpinSqliteDatabaseOptions {
  /**
   * The database file, from the root where it is relative. Written to option `path`.
   *
   * On no mounted volume, or for several pods, it is a warning: mount a volume to keep the data, and run one pod without an autoscaler.
   *
   * @default - a file in the container, lost when it restarts
   */
  readonly path?: string;
}

/** Options of `SqliteDatabase.libsql`. */
export interface LibsqlDatabaseOptions {
  /** The server, by http or https (not libsql). Written to option `url`. */
  readonly url: string;

  /** The token. Written to option `token`. */
  readonly token: SecretValue;
}

/**
 * Where the SQLite database behind a label of spin.toml keeps its data.
 *
 * @see https://spinframework.dev/dynamic-configuration#sqlite-storage-runtime-configuration
 */
export class SqliteDatabase {
  /**
   * A file. Each pod has its own.
   *
   * @param options the file
   */
  public static spin(options: SpinSqliteDatabaseOptions = {}): SqliteDatabase {
    return new SqliteDatabase({ type: 'spin', options: plain({ path: options.path }), ephemeral: options.path === undefined });
  }

  /**
   * A libSQL server.
   *
   * @param options the server and its token
   */
  public static libsql(options: LibsqlDatabaseOptions): SqliteDatabase {
    return new SqliteDatabase({ type: 'libsql', options: [...plain({ url: options.url }), ...secret({ token: options.token })] });
  }

  private constructor(private readonly config: StoreConfig) {}

  /** What the database becomes in `spec.runtimeConfig.sqliteDatabases[]`. */
  public toStoreConfig(): StoreConfig {
    return this.config;
  }
}

/** The protocols of servers for large language models that Spin speaks. */
export enum LlmApiType {
  /** Spin's own. */
  DEFAULT = 'default',

  /** That of OpenAI. */
  OPEN_AI = 'open_ai',
}

/** Options of `LlmCompute.remoteHttp`. */
export interface RemoteLlmOptions {
  /** The server. Written to option `url`. */
  readonly url: string;

  /** The token. Written to option `auth_token`. */
  readonly authToken: SecretValue;

  /**
   * The protocol. Written to option `api_type`.
   *
   * @default LlmApiType.DEFAULT
   */
  readonly apiType?: LlmApiType;
}

/**
 * Where the app's calls to large language models go. The shim itself has no model.
 *
 * @see https://spinframework.dev/dynamic-configuration#llm-runtime-configuration
 */
export class LlmCompute {
  /**
   * A server.
   *
   * @param options the server and its token
   */
  public static remoteHttp(options: RemoteLlmOptions): LlmCompute {
    const { url, authToken: auth_token, apiType: api_type } = options;
    return new LlmCompute({ type: 'remote_http', options: [...plain({ url, api_type }), ...secret({ auth_token })] });
  }

  private constructor(private readonly config: StoreConfig) {}

  /** What the server becomes in `spec.runtimeConfig.llmCompute`. */
  public toStoreConfig(): StoreConfig {
    return this.config;
  }
}

function plain(values: { [name: string]: string | undefined }): StoreOption[] {
  return present(values).map(([name, value]) => ({ name, value: EnvValue.fromValue(value) }));
}

function secret(values: { [name: string]: SecretValue | undefined }): StoreOption[] {
  return present(values).map(([name, value]) => ({ name, value: EnvValue.fromSecretValue(value) }));
}

function present<T>(values: { [name: string]: T | undefined }): [string, T][] {
  return Object.entries(values).filter((entry): entry is [string, T] => entry[1] !== undefined);
}
