import { ApiObject, App, Chart, Names, YamlOutputType } from 'cdk8s';
import { withoutMetadata } from './errors';
import { FaithfulYaml } from './faithful-yaml';
import { isKustomization } from './layout/folders';
import { SettledTree } from './settled-tree';
import { rendersItself } from '../../cluster/private/own-rendering';

/** A file of a synthesis. */
export interface OutputFile {
  /** The path below the output folder, with `/` on every system. */
  readonly name: string;
  readonly text: string;

  /** The path of the construct that it comes from. */
  readonly place: string;
}

/** What becomes files, one after the other, so that only one of them is in memory. */
export class Rendering {
  private readonly yaml = new FaithfulYaml();
  private readonly aside: Array<{ readonly chart: Chart; readonly document: any; readonly isAlone: boolean }> = [];

  /**
   * @param tree the app's charts and objects
   * @param rendered called for each object that is rendered
   */
  constructor(private readonly app: App, private readonly tree: SettledTree, private readonly rendered: () => void) {}

  /** The files of the app's `YamlOutputType`. A chart without objects makes none, and a kustomization has a folder of its own. */
  *files(): Generator<OutputFile> {
    yield* this.manifests();
    const names = new Map(this.aside.length > 0 ? this.namedCharts().map(([name, chart]) => [chart, name]) : []);
    for (const { chart, document, isAlone } of this.aside) {
      const inFolder = this.app.yamlOutputType === YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE;
      const folder = inFolder && !isAlone ? `${names.get(chart)}-${document.metadata?.name}` : names.get(chart);
      yield { name: `${folder}/kustomization.yaml`, text: this.yaml.write([document]), place: chart.node.path };
    }
  }

  /** All objects of the app as one text, kustomizations too. */
  text(): string {
    return this.joined((chart) => this.documents(chart));
  }

  private manifests(): Iterable<OutputFile> {
    switch (this.app.yamlOutputType) {
      case YamlOutputType.FILE_PER_APP: return this.filePerApp();
      case YamlOutputType.FILE_PER_CHART: return this.filePerChart();
      case YamlOutputType.FILE_PER_RESOURCE: return this.filePerResource();
      case YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE: return this.folderPerChart();
      default: return [];
    }
  }

  private joined(documents: (chart: Chart) => any[]): string {
    return this.tree.charts.map((chart) => this.yaml.write(documents(chart))).filter((text) => text !== '').join('---\n');
  }

  private *filePerApp(): Generator<OutputFile> {
    const text = this.joined((chart) => this.forKubectl(chart));
    if (text !== '') {
      yield this.file('app', text, '');
    }
  }

  private *filePerChart(): Generator<OutputFile> {
    for (const [name, chart] of this.namedCharts()) {
      const documents = this.forKubectl(chart);
      if (documents.length > 0) {
        yield this.file(name, this.yaml.write(documents), chart.node.path);
      }
    }
  }

  private *filePerResource(): Generator<OutputFile> {
    for (const chart of this.tree.charts) {
      for (const document of this.forKubectl(chart).filter((rendered) => rendered !== undefined)) {
        if (!document?.metadata) {
          throw withoutMetadata(chart, document?.kind);
        }
        yield this.file(resourceName(document.kind, document.metadata.name), this.yaml.write([document]), chart.node.path);
      }
    }
  }

  private *folderPerChart(): Generator<OutputFile> {
    for (const [name, chart] of this.namedCharts()) {
      const objects = this.tree.objectsOf(chart);
      this.setAside(chart, objects.filter(isKustomization).map((object) => this.document(object)), objects.length);
      for (const object of objects.filter((each) => !isKustomization(each))) {
        const file = resourceName(object.kind, object.metadata.name);
        yield this.file(`${name}/${file}`, this.yaml.write([this.document(object)]), object.node.path);
      }
    }
  }

  private file(name: string, text: string, place: string): OutputFile {
    return { name: name + this.app.outputFileExtension, text, place };
  }

  /** Charts by the names of their files, numbered as wide as their count needs, so that names sort in this order. */
  private namedCharts(): Array<[string, Chart]> {
    const { charts, hasDependentCharts } = this.tree;
    const width = Math.max(4, String(charts.length - 1).length);
    return charts.map((chart, index) => {
      const number = hasDependentCharts ? `${String(index).padStart(width, '0')}-` : '';
      return [number + Names.toDnsLabel(chart), chart];
    });
  }

  /** What a chart holds for `kubectl apply -f`; the rest is set aside. */
  private forKubectl(chart: Chart): any[] {
    const documents = this.documents(chart);
    const kustomizations = documents.filter((document) => Boolean(document) && isKustomization(document));
    this.setAside(chart, kustomizations, documents.length);
    return kustomizations.length === 0 ? documents : documents.filter((document) => !kustomizations.includes(document));
  }

  private setAside(chart: Chart, kustomizations: any[], all: number): void {
    this.aside.push(...kustomizations.map((document) => ({ chart, document, isAlone: kustomizations.length === all })));
  }

  /** What a chart holds. One whose class renders itself in its own way does so here as well. */
  private documents(chart: Chart): any[] {
    if (rendersItself(chart)) {
      return Object.values(chart.toJson());
    }
    return this.tree.objectsOf(chart).map((object) => this.document(object));
  }

  private document(object: ApiObject): any {
    this.rendered();
    return object.toJson();
  }
}

/** The name of an object's own file, without its extension. */
export function resourceName(kind: string, name: string | undefined): string {
  return `${kind}.${name}`.replace(/[^0-9a-zA-Z-_.]/g, '');
}
