import { ClusterNotes, PhaseNotes } from './delivery';
import { existenceChecks, identity, NamedObject } from './needs';
import { commands, inEachCluster } from './page';

/** What the objects of a phase name and no file makes. */
interface Prerequisites {
  /** What must be there before the phase. */
  readonly before: readonly NamedObject[];

  /** What pods read in a namespace that the phase itself makes: it cannot be there before, and they wait for it. */
  readonly within: readonly NamedObject[];
}

/** The prerequisites of each phase of a cluster; what an earlier phase has asked for is not asked for again. */
function prerequisitesOf({ phases }: ClusterNotes): Prerequisites[] {
  const known = new Set(phases.flatMap(({ objects }) => objects).flatMap((object) => [object, ...object.makes]).map(identity));
  return phases.map((notes) => {
    const missing = notes.objects.flatMap(({ needs }) => needs).filter((need) => !known.has(identity(need)));
    missing.forEach((need) => known.add(identity(need)));
    const isWithin = ({ namespace }: NamedObject) => makesNamespace(notes, namespace);
    return { before: missing.filter((need) => !isWithin(need)), within: missing.filter(isWithin) };
  });
}

/** The commands that fail for what has to be there before a phase, and those for what has to come while it starts. */
export function checksOf(cluster: ClusterNotes, { phase }: PhaseNotes): { readonly before: string[]; readonly within: string[] } {
  const { before, within } = prerequisitesOf(cluster)[cluster.phases.findIndex((notes) => notes.phase === phase)];
  return { before: existenceChecks(before), within: existenceChecks(within) };
}

/** The section of a page on what clusters need and their files do not make. */
export function prerequisitesSection(title: string, clusters: readonly ClusterNotes[]): string[] {
  const checks = (cluster: ClusterNotes) => existenceChecks(prerequisitesOf(cluster).flatMap(({ before, within }) => [...before, ...within]));
  const asking = clusters.filter((cluster) => checks(cluster).length > 0);
  return asking.length === 0 ? [] : [
    `${title}\n`,
    'What these files name and do not make. Each command fails for what is missing. What stands in a namespace that the files make can',
    'follow them: pods wait for it.\n',
    commands(inEachCluster(asking, 'in the cluster itself', (_, cluster) => checks(cluster))),
  ];
}

function makesNamespace({ objects }: PhaseNotes, namespace?: string): boolean {
  return objects.some(({ kind, name }) => kind === 'Namespace' && name === namespace);
}
