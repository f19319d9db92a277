import { Workload } from './workloads';

/** An arrow of the picture. */
export interface Link {
  readonly from: End;
  readonly to: End;
  readonly label?: string;
}

/** A workload, or what stands outside. */
export type End = Workload | Outside;

/** What is not a workload of the cluster: what exposes one, or an address. */
export interface Outside {
  readonly outside: string;
}

/** A text by which ends are told apart and put in order. */
export function keyOf(end: End): string {
  return 'outside' in end ? ` ${end.outside}` : `${end.namespace}/${end.name}/${end.kind}`;
}
