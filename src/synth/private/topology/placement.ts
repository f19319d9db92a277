import { Link } from './link';
import { Workload } from './workloads';
import { append } from '../../../rules/append';

/** Workloads in a box with a title. */
export type Group = readonly [title: string, workloads: readonly Workload[]];

/**
 * Boxes in the order of their titles, but each beside those that it has arrows with, and those without arrows last: Mermaid
 * keeps that order, and arrows pass behind whatever stands between their ends.
 */
export function besideEachOther(groups: readonly Group[], links: readonly Link[]): Group[] {
  const waiting = linkedFirst(groups, links);
  const placed: Group[] = [];
  const inside = new Set<unknown>();
  while (waiting.length > 0) {
    const arrows = waiting.map(([, workloads]) => arrowsBetween(new Set<unknown>(workloads), inside, links));
    const [next] = waiting.splice(arrows.indexOf(Math.max(...arrows)), 1);
    next[1].forEach((workload) => inside.add(workload));
    placed.push(next);
  }
  return placed;
}

/** Boxes in their order, those without arrows last. */
export function linkedFirst(groups: readonly Group[], links: readonly Link[]): Group[] {
  const linked = new Set<unknown>(links.flatMap(({ from, to }) => [from, to]));
  const isLinked = ([, workloads]: Group) => workloads.some((workload) => linked.has(workload));
  return [...groups.filter(isLinked), ...groups.filter((group) => !isLinked(group))];
}

function arrowsBetween(some: ReadonlySet<unknown>, others: ReadonlySet<unknown>, links: readonly Link[]): number {
  return links.filter(({ from, to }) => (some.has(from) && others.has(to)) || (some.has(to) && others.has(from))).length;
}

/** An arrow by the names of its ends. */
export interface Arrow {
  readonly from: string;
  readonly to: string;
}

/**
 * How many rows each arrow goes down: who only sends stands in the first row, and who only receives in the last. Else Mermaid
 * would put senders of one beside receivers of another, and arrows would pass behind them.
 */
export function lengths(arrows: readonly Arrow[]): number[] {
  const targets = new Map<string, string[]>();
  arrows.forEach(({ from, to }) => append(targets, from, to));
  const rows = rowsOf(targets);
  const last = Math.max(...rows.values());
  return arrows.map(({ from, to }) => Math.max(1, (targets.has(to) ? rows.get(to)! : last) - rows.get(from)!));
}

/** The row of each end: one below the lowest of those who send to it, but for arrows that close a circle. */
function rowsOf(targets: ReadonlyMap<string, readonly string[]>): Map<string, number> {
  const order = sendersFirst(targets);
  const places = new Map(order.map((end, place) => [end, place]));
  const rows = new Map(order.map((end) => [end, 0]));
  for (const end of order) {
    for (const target of targets.get(end) ?? []) {
      if (places.get(target)! > places.get(end)!) {
        rows.set(target, Math.max(rows.get(target)!, rows.get(end)! + 1));
      }
    }
  }
  return rows;
}

function sendersFirst(targets: ReadonlyMap<string, readonly string[]>): string[] {
  const order: string[] = [];
  const seen = new Set<string>();
  const visit = (end: string): void => {
    if (!seen.has(end)) {
      seen.add(end);
      targets.get(end)?.forEach(visit);
      order.push(end);
    }
  };
  [...targets.keys()].forEach(visit);
  return order.reverse();
}
