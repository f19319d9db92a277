import { End, Link } from './link';
import { besideEachOther, Group, lengths, linkedFirst } from './placement';
import { Workload } from './workloads';

/** One cluster of the picture. */
export interface Part {
  readonly title: string;
  readonly workloads: readonly Workload[];
  readonly links: readonly Link[];
}

/** The picture of clusters, as a Mermaid flowchart. */
export function drawing(parts: readonly Part[]): string {
  return ['flowchart TD', ...parts.flatMap(({ title, workloads, links }, index) => [
    ...outsides(links).map((outside) => `  ${idOf({ outside }, index)}(["${text(outside)}"])`),
    ...box(`cluster${index}`, title, nodeGroups(workloads, links, index)),
    ...arrows(links, index),
  ])].join('\n') + '\n';
}

function arrows(links: readonly Link[], cluster: number): string[] {
  const ends = links.map(({ from, to }) => ({ from: idOf(from, cluster), to: idOf(to, cluster) }));
  const rows = lengths(ends);
  return links.map(({ label }, index) =>
    `  ${ends[index].from} ${'-'.repeat(rows[index])}->${label ? `|"${text(label)}"|` : ''} ${ends[index].to}`);
}

function nodeGroups(workloads: readonly Workload[], links: readonly Link[], cluster: number): string[] {
  return besideEachOther(grouped(workloads, ({ nodes }) => nodes), links).flatMap(([nodes, on], group) => {
    const namespaces = linkedFirst(grouped(on, ({ namespace }) => namespace), links);
    // The first group stands at the border, and there what has no arrows.
    const ordered = group === 0 ? namespaces.reverse() : namespaces;
    return box(`cluster${cluster}_nodes${group}`, nodes, ordered.flatMap(([namespace, within], index) =>
      box(`cluster${cluster}_nodes${group}_namespace${index}`, namespace ? `namespace ${namespace}` : 'no namespace', within.map((workload) =>
        `  ${idOf(workload, cluster)}["${text(workload.name)}<br/>${workload.kind}"]`))));
  });
}

function box(id: string, title: string, lines: readonly string[]): string[] {
  return [`  subgraph ${id}["${text(title)}"]`, ...lines.map((line) => `  ${line}`), '  end'];
}

function grouped(workloads: readonly Workload[], by: (workload: Workload) => string): Group[] {
  const groups = new Map<string, Workload[]>();
  for (const workload of workloads) {
    groups.set(by(workload), [...groups.get(by(workload)) ?? [], workload]);
  }
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1));
}

function outsides(links: readonly Link[]): string[] {
  const ends = links.flatMap(({ from, to }) => [from, to]).flatMap((end) => ('outside' in end ? [end.outside] : []));
  return [...new Set(ends)].sort();
}

/** An id of the names alone, so that a further workload changes no other line. */
function idOf(end: End, cluster: number): string {
  const parts = 'outside' in end ? ['outside', end.outside] : [end.kind, end.namespace, end.name];
  return `c${cluster}_${parts.map(idPart).join('__')}`;
}

/** A hyphen becomes an underscore where it stands alone within the text: two underscores stand between parts only. */
function idPart(part: string): string {
  return part.replace(/^-|-$|-(?=-)|(?<=-)-|[^-A-WYZa-z0-9]/g, (character) => `X${character.charCodeAt(0)}X`).replace(/-/g, '_');
}

function text(value: string): string {
  return value.replace(/&/g, '&amp;').replace(/"/g, '#quot;').replace(/</g, '&lt;');
}
