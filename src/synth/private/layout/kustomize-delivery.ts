import { ClusterNotes, fileText, joined, PhaseNotes } from './delivery';
import { KubectlDelivery } from './kubectl-delivery';
import { kustomizeConfig } from './kustomize-config';
import { executorDeletions, kustomizationWaits, PhaseCommands } from './page';
import { Rank } from './stated-order';
import { OutputFile } from '../rendering';

const CONFIG = 'kustomizeconfig.yaml';

/** Bases for overlays: each phase and each cluster is one. */
export class KustomizeDelivery extends KubectlDelivery {
  /** Within its phase, whose kustomization names it. */
  kustomizationFolder(phaseFolder: string, name: string): string {
    return `${phaseFolder}/+kustomize/${name}`;
  }

  /** kustomize sorts objects by their kinds. */
  rank(): Rank {
    return 0;
  }

  *files(clusters: readonly ClusterNotes[]): Generator<OutputFile> {
    const config = fileText(kustomizeConfig());
    for (const cluster of clusters) {
      for (const notes of cluster.phases) {
        const folder = joined(cluster.folder, notes.folder);
        const within = (path: string) => path.slice(notes.folder.length + 1);
        const resources = [...notes.kustomizations.map((each) => within(each.folder)), ...notes.files.map(within)];
        yield kustomization(folder, resources, [CONFIG]);
        yield { name: joined(folder, CONFIG), text: config, place: cluster.name };
      }
      yield kustomization(cluster.folder, cluster.phases.map(({ folder }) => folder));
    }
    yield* super.files(clusters);
  }

  protected commands(notes: PhaseNotes): PhaseCommands {
    const then = notes.kustomizations.flatMap((each) => kustomizationWaits(notes.phase, each));
    return { first: [], apply: `kubectl apply -k ${notes.folder}`, then };
  }

  protected deletions({ phases }: ClusterNotes): string[] {
    return [...phases].reverse().flatMap((notes) => [...executorDeletions(notes), `kubectl delete --ignore-not-found -k ${notes.folder}`]);
  }
}

/** A kustomization that lists files and folders. */
export function kustomization(folder: string, resources: readonly string[], configurations?: readonly string[]): OutputFile {
  const document = { apiVersion: 'kustomize.config.k8s.io/v1beta1', kind: 'Kustomization', resources, configurations };
  return { name: joined(folder, 'kustomization.yaml'), text: fileText(document), place: folder };
}
