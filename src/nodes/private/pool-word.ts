import { IConstruct } from 'constructs';
import { fittingName } from '../../cluster/private/generated-name';

/** The word of pools without a letter or digit in their id. */
const POOL = 'pool';

const words = new WeakMap<IConstruct, string>();

/** What a pool is called in the names of its RuntimeClass and executors. */
export function poolWord(pool: IConstruct): string {
  return words.get(pool) ?? wordOf(pool.node.id);
}

/** An id as part of a name. */
export function wordOf(id: string): string {
  return fittingName(id) || POOL;
}

/** Gives a pool a word other than its id. */
export function callPool(pool: IConstruct, word: string): void {
  words.set(pool, word);
}
