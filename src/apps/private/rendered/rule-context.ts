import { FixWords } from './fix-words';
import { ObjectIndex } from '../../../cluster/private/object-index';
import { WasmCluster } from '../../../cluster/wasm-cluster';
import { ObjectReference } from '../references';

/** An object in the field names of its YAML. */
export type Fields = { readonly [field: string]: any };

/** What the rules of one object ask of its cluster. */
export interface RuleContext {
  readonly cluster: WasmCluster;
  readonly objects: ObjectIndex;

  /** Whether somebody said that an object exists which the tree does not make. */
  readonly isSaid: (reference: SaidReference) => boolean;

  /** Whether the handler of the nodes is known. */
  readonly knowsHandler: boolean;

  /** For whom fixes are worded. */
  readonly words: FixWords;
}

/** An object that may have been said to exist. */
export interface SaidReference extends Pick<ObjectReference, 'kind' | 'name'> {
  readonly namespace?: string;
}

/** The value, if it is a list. */
export function listOf(value: unknown): Fields[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'object' && item !== null) : [];
}
