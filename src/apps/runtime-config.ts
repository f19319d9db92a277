import { ISecret } from 'cdk8s-plus-28';
import { KeyValueStore, LlmCompute, SqliteDatabase, StoreConfig } from './runtime-stores';

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
    return new RuntimeConfig({
      keyValueStores: configs(options.keyValueStores),
      sqliteDatabases: configs(options.sqliteDatabases),
      llmCompute: options.llmCompute?.toStoreConfig(),
    });
  }

  /**
   * A whole `runtime-config.toml`, under that key in a Secret of the app's namespace.
   *
   * For all that SpinApp cannot express, such as variable providers. The Secret must exist before the app, and a
   * change of its content under the same name reaches no running pod.
   *
   * @param secret the Secret
   */
  public static fromSecret(secret: ISecret): RuntimeConfig {
    return new RuntimeConfig({ loadFromSecret: secret.name });
  }

  private constructor(private readonly content: RuntimeConfigContent) {}

  /** What it holds. */
  public toRuntimeConfigContent(): RuntimeConfigContent {
    return this.content;
  }
}

function configs(stores: { [label: string]: KeyValueStore | SqliteDatabase } = {}): { [label: string]: StoreConfig } {
  return Object.fromEntries(Object.entries(stores).map(([label, store]) => [label, store.toStoreConfig()]));
}
