import { ClusterNotes, Delivery, joined, PhaseNotes } from './delivery';
import { applyCommands, commands, deleteCommands, titleOf, withoutExternal } from './page';
import { Rank } from './stated-order';
import { OutputFile } from '../rendering';

/** Manifests for a person, or a pipeline, with kubectl. */
export class KubectlDelivery implements Delivery {
  readonly manifests = '';

  /** Beside the phase's own folder, which `kubectl apply -R -f` reads whole. */
  kustomizationFolder(phaseFolder: string, name: string): string {
    return `${phaseFolder}-kustomize/${name}`;
  }

  document(document: any): any {
    return document;
  }

  /** kubectl reads the files of a folder, and of those in it, by their names. */
  rank(file: string): Rank {
    return file.replaceAll('/', '\0');
  }

  *files(clusters: readonly ClusterNotes[]): Generator<OutputFile> {
    for (const cluster of clusters) {
      yield { name: joined(cluster.folder, 'APPLY.md'), text: this.page(cluster), place: cluster.name };
    }
  }

  check(): void {}

  checkClusters(): void {}

  protected commands(notes: PhaseNotes): string[] {
    return applyCommands(notes);
  }

  protected deletions(cluster: ClusterNotes): string[] {
    return deleteCommands(cluster);
  }

  private page(cluster: ClusterNotes): string {
    const subject = cluster.name === '' ? '' : ` to the cluster ${cluster.name}`;
    return [
      `# How to apply this${subject}\n`,
      'Run these commands in this folder, one phase after the other: each needs what is before it. All of them can be run again.',
      'A webhook may take some seconds more than its Deployment, and `kubectl wait` may ask before an object has any status. Where a command says',
      'that a webhook cannot be reached, or `.status.conditions accessor error`, run it again.\n',
      ...withoutExternal(cluster).phases.flatMap((notes) => [`## ${titleOf(notes)}\n`, commands(this.commands(notes))]),
      '## Uninstall\n',
      'In reverse: the operator removes what belongs to its apps and executors, so it goes after them. A namespace that is deleted takes',
      'all that is in it along, a custom resource definition all objects of its kind.\n',
      commands(this.deletions(cluster)),
    ].join('\n');
  }
}
