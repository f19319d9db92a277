import { ClusterNotes, Delivery, joined, PhaseNotes } from './delivery';
import { handlersSection } from './handlers';
import { applyCommands, commands, deleteCommands, executorEnd, PhaseCommands, phaseCommands, titleOf, withExternal } from './page';
import { checksOf } from './prerequisites';
import { Rank } from './stated-order';
import { Phase } from '../../../cluster/private/phase';
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

  protected commands(notes: PhaseNotes): PhaseCommands {
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
      'A webhook may take some seconds more than its Deployment, `kubectl wait` may ask before an object has any status, and the webhook for apps',
      'may not know an executor that was made a moment ago. Where a command says that a webhook cannot be reached, `.status.conditions accessor error`',
      'or that the executor does not exist, run it again.\n',
      ...withExternal(cluster).phases.flatMap((notes) => [
        ...this.phase(cluster, notes), ...(notes.phase === lastBeforeApps(cluster) ? handlersSection([{ ...cluster, name: '' }]) : []),
      ]),
      '## Uninstall\n',
      'In reverse: apps, executors, namespaces, operator. The operator lets an executor go once no app names it, and a namespace waits for the',
      'executors in it. A custom resource definition takes all objects of its kind along.\n',
      commands(this.deletions(cluster)),
      ...executorEnd([cluster]),
    ].join('\n');
  }
  private phase(cluster: ClusterNotes, notes: PhaseNotes): string[] {
    const { before, within } = checksOf(cluster, notes);
    return [
      `## ${titleOf(notes)}\n`,
      ...(before.length === 0 ? [] : [
        'First, what the files of this phase name and no phase makes. Each command fails for what is missing:\n', commands(before),
      ]),
      commands(phaseCommands(notes, this.commands(notes), within)),
    ];
  }
}

/** The phase after which the nodes are to have what the apps need: that of the executors, where there is one. */
function lastBeforeApps({ phases }: ClusterNotes): Phase {
  const before = phases.filter(({ phase }) => phase !== Phase.APPS);
  return (before.length > 0 ? before : phases).slice(-1)[0].phase;
}
