import { App, Chart, YamlOutputType } from 'cdk8s';
import { IConstruct } from 'constructs';
import { chartFileName, clusterName, clusterOf } from './clusters';
import { ClusterNotes, Delivery, joined, KustomizationNote, ObjectNote } from './delivery';
import { fileName, groupOf, isKustomization, namespaceFolder, phaseFolder } from './folders';
import { noteOf } from './object-note';
import { PhasePlan } from './phases';
import { StatedOrder } from './stated-order';
import { rendersItself } from '../../../cluster/private/own-rendering';
import { Phase, phaseIn, PHASES } from '../../../cluster/private/phase';
import { FaithfulYaml } from '../faithful-yaml';
import { OutputFile, resourceName } from '../rendering';
import { SettledTree } from '../settled-tree';

/** An object on its way to its file. */
interface Placed {
  readonly document: any;
  readonly phase: Phase;
}

/** What gathers about a cluster while its files are written. */
interface Cluster {
  readonly name: string;
  readonly folder: string;
  readonly phases: Map<Phase, { files: Set<string>; objects: ObjectNote[]; kustomizations: KustomizationNote[] }>;
}

/** The files of a Git layout: a folder for each cluster, phase and namespace, one chart after the other. */
export class LayoutRendering {
  private readonly clusters = new Map<IConstruct | undefined, Cluster>();
  private readonly plan: PhasePlan;
  private readonly order = new StatedOrder();
  private readonly yaml = new FaithfulYaml();

  constructor(
    private readonly app: App,
    private readonly tree: SettledTree,
    private readonly delivery: Delivery,
    private readonly rendered: () => void,
  ) {
    this.plan = tree.phases();
  }

  *files(): Generator<OutputFile> {
    const phases = new Map<string, { texts: string[]; place: string }>();
    for (const chart of this.tree.charts) {
      for (const file of this.chartFiles(chart)) {
        if (this.app.yamlOutputType === YamlOutputType.FILE_PER_APP && !file.name.endsWith('/kustomization.yaml')) {
          const known = phases.get(file.name) ?? { texts: [], place: '' };
          known.texts.push(file.text);
          phases.set(file.name, known);
        } else {
          yield file;
        }
      }
    }
    for (const [name, { texts, place }] of phases) {
      yield { name, text: texts.join('---\n'), place };
    }
    this.order.warn(this.app);
    yield* this.delivery.files(this.notes());
  }

  private *chartFiles(chart: Chart): Generator<OutputFile> {
    const owner = clusterOf(chart);
    const cluster = this.cluster(owner);
    const files = new Map<string, any[]>();
    for (const placed of this.placed(chart)) {
      if (isKustomization(placed.document)) {
        yield this.kustomization(cluster, placed, chart);
      } else {
        const file = this.fileOf(chart, owner, placed);
        const documents = files.get(file) ?? [];
        const document = this.note(cluster, file, placed);
        documents.push(document);
        if (this.app.yamlOutputType !== YamlOutputType.FILE_PER_APP) {
          this.order.note(chart, placed.phase, this.delivery.rank(file, document));
        }
        files.set(file, documents);
      }
    }
    for (const [file, documents] of files) {
      yield { name: joined(cluster.folder, file), text: this.yaml.write(documents), place: chart.node.path };
    }
  }

  /** The objects of a chart. One whose class renders itself has objects that no construct stands for. */
  private placed(chart: Chart): Placed[] {
    if (rendersItself(chart)) {
      return Object.values(chart.toJson()).filter((document) => document !== undefined)
        .map((document: any) => ({ document, phase: phaseIn(chart, groupOf(document.apiVersion), document.kind) }));
    }
    return this.tree.objectsOf(chart).map((object) => {
      this.rendered();
      return { document: object.toJson(), phase: this.plan.of(object) };
    });
  }

  /** The path of an object's file below the folder of its cluster. */
  private fileOf(chart: Chart, owner: IConstruct | undefined, { document, phase }: Placed): string {
    const folder = joined(phaseFolder(phase), namespaceFolder(document));
    const resource = resourceName(document.kind, document.metadata?.name) + this.app.outputFileExtension;
    const name = chartFileName(chart, owner);
    switch (this.app.yamlOutputType) {
      case YamlOutputType.FILE_PER_APP: return joined(phaseFolder(phase), `app${this.app.outputFileExtension}`);
      case YamlOutputType.FILE_PER_RESOURCE: return joined(folder, resource);
      case YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE: return joined(folder, name, resource);
      default: return joined(folder, name + this.app.outputFileExtension);
    }
  }

  private kustomization(cluster: Cluster, { document, phase }: Placed, chart: Chart): OutputFile {
    const folder = this.delivery.kustomizationFolder(phaseFolder(phase), fileName(document.metadata?.name ?? chart.node.id));
    this.phaseNotes(cluster, phase).kustomizations.push({ folder, namespace: document.namespace });
    const text = this.yaml.write([this.delivery.document(document, phase)]);
    return { name: joined(cluster.folder, folder, 'kustomization.yaml'), text, place: chart.node.path };
  }

  /** Takes down what pages say about an object, and returns it as it is written. */
  private note(cluster: Cluster, file: string, { document, phase }: Placed): any {
    const notes = this.phaseNotes(cluster, phase);
    notes.files.add(file);
    notes.objects.push(noteOf(document));
    return this.delivery.document(document, phase);
  }

  private phaseNotes(cluster: Cluster, phase: Phase) {
    const known = cluster.phases.get(phase) ?? { files: new Set<string>(), objects: [], kustomizations: [] };
    cluster.phases.set(phase, known);
    return known;
  }

  private cluster(owner: IConstruct | undefined): Cluster {
    const name = clusterName(owner);
    const known = this.clusters.get(owner) ?? { name, folder: joined(this.delivery.manifests, name), phases: new Map() };
    this.clusters.set(owner, known);
    return known;
  }

  private notes(): ClusterNotes[] {
    return [...this.clusters.values()].filter(({ phases }) => phases.size > 0).map(({ name, folder, phases }) => ({
      name,
      folder,
      phases: PHASES.filter((phase) => phases.has(phase)).map((phase) => {
        const { files, objects, kustomizations } = phases.get(phase)!;
        // sorted, so that a chart that comes earlier changes one line
        return { phase, folder: phaseFolder(phase), files: [...files].sort(), objects: objects.sort(byName), kustomizations };
      }),
    })).sort((a, b) => (a.name < b.name ? -1 : 1));
  }
}

function byName(a: ObjectNote, b: ObjectNote): number {
  const [first, second] = [a, b].map(({ namespace = '', kind, name }) => `${namespace} ${kind} ${name}`);
  return first === second ? 0 : first < second ? -1 : 1;
}
