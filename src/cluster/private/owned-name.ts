import { IConstruct } from 'constructs';
import { fittingName } from './generated-name';
import { cutName } from '../../rules/content-hash';
import { LABEL_LENGTH } from '../../rules/grammar';
import { WasmCluster } from '../wasm-cluster';

/** A word as name of what belongs to one owner and one namespace, which programs beside it do not write: `<owner>-<namespace>-<word>`. */
export function ownedName(scope: IConstruct, namespace: string | undefined, word: string): string {
  const { owner = '' } = WasmCluster.of(scope);
  return [owner, fittingName(String(namespace ?? '')), word].filter(Boolean).join('-');
}

/** What executors without a pool are called. */
export const ANY_NODE = 'spin';

/** The name of the executor for a pool, or for nodes of no pool, in a namespace. It says nothing of the content, which apps carry as a hash. */
export function executorName(scope: IConstruct, namespace: string | undefined, word = ANY_NODE): string {
  return cutName(ownedName(scope, namespace, word), LABEL_LENGTH);
}
