import { Grammar } from '../../rules/grammar';
import { RuleCode } from '../../rules/rule-code';

/** The label of a store in spin.toml. */
export const STORE_LABEL: Grammar = {
  accepts: (label) => typeof label === 'string' && /^[a-z0-9]+([-_][a-z0-9]+)*$/i.test(label),
  rule: "a store's label is letters and digits in words joined by '-' or '_'",
  fix: 'use the label in spin.toml',
  code: RuleCode.INVALID_STORE,
};

/** What Spin knows of one type of store. */
export interface StoreType {
  readonly required: readonly string[];
  readonly optional: readonly string[];

  /** Options that are secret. */
  readonly secret: readonly string[];

  /** Options that are no strings, and so cannot pass through a SpinApp. */
  readonly notText?: readonly string[];

  /** The first releases of Spin that know an option, where not all that shims have do. */
  readonly since?: { readonly [option: string]: string };
}

/** The types of stores by the field of `spec.runtimeConfig`, which is the table of the file in the same words. */
export const STORE_TYPES: { [field: string]: { [type: string]: StoreType } } = {
  keyValueStores: {
    spin: { required: [], optional: ['path'], secret: [] },
    redis: { required: ['url'], optional: [], secret: [] },
    azure_cosmos: { required: ['account', 'database', 'container'], optional: ['key'], secret: ['key'] },
    aws_dynamo: {
      required: ['region', 'table'],
      optional: ['access_key', 'secret_key', 'token'],
      secret: ['access_key', 'secret_key', 'token'],
      notText: ['consistent_read'],
    },
  },
  sqliteDatabases: {
    spin: { required: [], optional: ['path'], secret: [], notText: ['allow_attach_file'], since: { allow_attach_file: '4.0.1' } },
    libsql: { required: ['url', 'token'], optional: [], secret: ['token'] },
  },
  llmCompute: {
    remote_http: { required: ['url', 'auth_token'], optional: ['api_type'], secret: ['auth_token'] },
  },
};
