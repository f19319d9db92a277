import { posix } from 'path';
import { IConstruct } from 'constructs';
import { RuleCode } from '../../rules/rule-code';
import { warn } from '../../rules/rules';

/** A store of Spin's own in a file. */
export interface StoreFile {
  /** What says so, from `runtimeConfig` on. */
  readonly field: string;
  readonly path: string;
}

/** What is written of an app, as far as its files ask. */
export interface FileUser {
  readonly volumeMounts?: readonly { readonly mountPath?: string }[];
  readonly replicas?: number;
  readonly enableAutoscaling?: boolean;
}

/** Warns of stores in files that no volume keeps, or that several pods would share. */
export function warnOfStoreFiles(construct: IConstruct, files: readonly StoreFile[] = [], ...[user, place]: [() => FileUser, string]): void {
  if (files.length === 0) {
    return;
  }
  const { volumeMounts = [], replicas = 1, enableAutoscaling } = user();
  for (const { field, path } of files) {
    // Spin takes a path from the folder of the runtime configuration, the root.
    const file = posix.resolve('/', path);
    if (!volumeMounts.some(({ mountPath }) => mountPath && `${file}/`.startsWith(`${posix.resolve('/', mountPath)}/`))) {
      say(construct, RuleCode.EPHEMERAL_STORE, `${place}${field}: no volume is mounted where this file stands, so each pod has a store of its own, and a restart empties it; `
        + 'mount a volume at its folder, or use a server');
    } else if (replicas > 1 || enableAutoscaling) {
      say(construct, RuleCode.SHARED_STORE_FILE, `${place}${field}: the app has, or may have, several pods: on one volume they lock each other out of this file `
        + 'or damage it, and on several each has data of its own; run one pod without an autoscaler, or use a server');
    }
  }
}

function say(construct: IConstruct, code: RuleCode, message: string): void {
  warn(construct, code, `${message} (${code})`);
}
