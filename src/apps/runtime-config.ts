import { ISecret } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { RuntimeConfigFile } from './private/runtime-config-file';
import { StoreFile } from './private/store-files';
import { KeyValueStore, LlmCompute, SqliteDatabase, StoreConfig } from './runtime-stores';
import { byKey } from '../rules/by-key';

/** The stores of an app, by the labels of its spin.toml. */
export interface RuntimeConfigOptions {
  /**
   * Key-value stores by label. Written to `spec.runtimeConfig.keyValueStores`.
   *
   * @default - none but Spin's own under the label `default`, which a restart empties
   */
  readonly keyValueStores?: { [label: string]: KeyValueStore };

  /**
   * SQLite databases by label. Written to `spec.runtimeConfig.sqliteDatabases`.
   *
   * @default - none but Spin's own under the label `default`, which a restart empties
   */
  readonly sqliteDatabases?: { [label: string]: SqliteDatabase };

  /**
   * The server for large language models. Written to `spec.runtimeConfig.llmCompute`.
   *
   * @default - none
   */
  readonly llmCompute?: LlmCompute;
}

/** What a `RuntimeConfig` holds: a Secret, or stores. */
export interface RuntimeConfigContent {
  /**
   * The Secret with the whole file.
   *
   * @default - none
   */
  readonly loadFromSecret?: string;

  /**
   * Key-value stores by label.
   *
   * @default - none
   */
  readonly keyValueStores?: { [label: string]: StoreConfig };

  /**
   * SQLite databases by label.
   *
   * @default - none
   */
  readonly sqliteDatabases?: { [label: string]: StoreConfig };

  /**
   * The server for large language models.
   *
   * @default - none
   */
  readonly llmCompute?: StoreConfig;
}

/**
 * The runtime configuration of a Spin app. Written to `spec.runtimeConfig`.
 *
 * @see https://www.spinkube.dev/docs/reference/spin-app/
 */
export class RuntimeConfig {
  /**
   * Stores, typed.
   *
   * @param options the stores
   */
  public static fromStores(options: RuntimeConfigOptions): RuntimeConfig {
    const keyValueStores = configs(options.keyValueStores);
    const sqliteDatabases = configs(options.sqliteDatabases);
    const files = [...storeFiles('keyValueStores', keyValueStores), ...storeFiles('sqliteDatabases', sqliteDatabases)];
    return new RuntimeConfig({ keyValueStores, sqliteDatabases, llmCompute: options.llmCompute?.toStoreConfig() }, files);
  }

  /**
   * A whole file, under the key `runtime-config.toml` of a Secret in the app's namespace.
   *
   * For what SpinApp cannot express and that has secrets, such as the variable providers Vault and Azure Key Vault with their
   * tokens. The Secret must exist before the app: without the key the pods do not start, and a change of its content under
   * the same name reaches no running pod. One of the tree that has other keys fails.
   *
   * @param secret the Secret
   */
  public static fromSecret(secret: ISecret): RuntimeConfig {
    return new RuntimeConfig({ loadFromSecret: secret.name });
  }

  /**
   * A whole `runtime-config.toml` without secrets, in a Secret that is made for it.
   *
   * For what SpinApp cannot express: booleans such as `consistent_read`, variable providers without tokens, `outbound_networking`,
   * limits of connections, `client_tls`. The name of the Secret ends in a hash of its content, so that a change rolls the pods.
   * Fails for what is no TOML, for what Spin would refuse, and for secrets: those need `fromSecret`. A key that the Spin in the
   * cluster's shim does not have fails.
   *
   * @param scope a construct in a chart of the app's namespace
   * @param id the id
   * @param toml the content of the file
   * @see https://spinframework.dev/dynamic-configuration
   */
  public static fromToml(scope: Construct, id: string, toml: string): RuntimeConfig {
    const { secretName, storeFiles: files } = new RuntimeConfigFile(scope, id, toml);
    return new RuntimeConfig({ loadFromSecret: secretName }, files);
  }

  /** @internal */
  public readonly _storeFiles: readonly StoreFile[];

  private constructor(private readonly content: RuntimeConfigContent, files: readonly StoreFile[] = []) {
    this._storeFiles = files;
  }

  /** What it holds. */
  public toRuntimeConfigContent(): RuntimeConfigContent {
    return this.content;
  }
}

/** The stores of Spin's own whose files are known. */
function storeFiles(field: string, stores: { [label: string]: StoreConfig }): StoreFile[] {
  return Object.entries(stores).flatMap(([label, { type, options }]) => {
    const path: unknown = options.find(({ name }) => name === 'path')?.value.value;
    return type === 'spin' && typeof path === 'string' ? [{ field: `runtimeConfig.${field}[${JSON.stringify(label)}].options["path"]`, path }] : [];
  });
}

function configs(stores: { [label: string]: KeyValueStore | SqliteDatabase } = {}): { [label: string]: StoreConfig } {
  return Object.fromEntries(byKey(stores).map(([label, store]) => [label, store.toStoreConfig()]));
}
