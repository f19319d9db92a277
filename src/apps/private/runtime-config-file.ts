import { Construct } from 'constructs';
import { RUNTIME_CONFIG_KEY } from './references';
import { StoreFile } from './store-files';
import { checkToml, ephemeralTables, filesOf } from './toml-rules';
import { chartOf } from '../../cluster/private/chart-of';
import { generatedName } from '../../cluster/private/generated-name';
import { manifest } from '../../cluster/private/manifest';
import { contentHash, suffixedName } from '../../rules/content-hash';
import { LABEL_LENGTH } from '../../rules/grammar';
import { Report } from '../../rules/problem';
import { RuleCode } from '../../rules/rule-code';
import { warn } from '../../rules/rules';

const SECRET = { apiVersion: 'v1', kind: 'Secret' };

/** The Secret of a `runtime-config.toml` without secrets, whose name changes with its content. */
export class RuntimeConfigFile extends Construct {
  /** The name of the Secret. */
  readonly secretName: string;

  /** The stores of Spin's own whose files it names. */
  readonly storeFiles: readonly StoreFile[];

  constructor(scope: Construct, id: string, toml: string) {
    super(scope, id);
    chartOf(this);
    const report = new Report(this);
    const { config, text } = checkToml(report, toml);
    report.throwIfAny();
    ephemeralTables(config).forEach((field) => warn(this, RuleCode.EPHEMERAL_STORE, `${field}: each pod has a store of its own, `
      + `and a restart empties it; give it a path on a mounted volume, or use a server (${RuleCode.EPHEMERAL_STORE})`));
    this.storeFiles = filesOf(config);
    this.secretName = suffixedName(generatedName(this, SECRET), contentHash(text), LABEL_LENGTH);
    // What is not told apart by name would reach no running pod, so nobody may change it in place.
    manifest(this, { ...SECRET, metadata: { name: this.secretName }, immutable: true, stringData: { [RUNTIME_CONFIG_KEY]: text } });
  }
}
