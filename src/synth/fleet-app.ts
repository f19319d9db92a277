import { App, AppProps, Chart } from 'cdk8s';
import { GitLayout } from './git-layout';
import { nextAppNumber } from './private/app-number';
import { clusterNames } from './private/layout/clusters';
import { deliveryOf } from './private/layout/deliveries';
import { Delivery } from './private/layout/delivery';
import { LayoutRendering } from './private/layout/layout-rendering';
import { holdExtension } from './private/layout/options';
import { Progress } from './private/progress';
import { OutputFile, Rendering } from './private/rendering';
import { SafeWriter } from './private/safe-writer';
import { SettledTree } from './private/settled-tree';
import { UnicodeCheck } from './private/unicode-check';
import { validate } from './private/validation';
import { Report, validateTree } from '../rules/problem';
import { FAITHFUL } from '../rules/scalar';

/** Properties of `FleetApp`. */
export interface FleetAppProps extends AppProps {
  /**
   * Folders for a Git repository in place of one file after the other.
   *
   * `yamlOutputType` then says what is a file within a folder, and FILE_PER_APP makes one of each phase.
   *
   * @default - the files of the stock `App`
   */
  readonly layout?: GitLayout;
}

/**
 * A drop-in `App` for many charts: it writes the same bytes in time linear in the objects, and never half of them.
 *
 * Validators run once, dependencies are resolved once, and no node is changed. Strings that some YAML reader would take
 * for something else are quoted. Charts without objects leave no file, and file numbers are as wide as their count
 * needs. Files that did not change keep their time stamp, and files of charts that are gone are removed.
 *
 * @see https://cdk8s.io/docs/latest/basics/app/
 */
export class FleetApp extends App {
  private readonly recordsMetadata: boolean;
  private readonly number: number;
  private readonly layout?: GitLayout;

  /**
   * @param props those of the stock `App`, and a layout
   */
  public constructor(props: FleetAppProps = {}) {
    super(props);
    Object.defineProperty(this, FAITHFUL, { value: true });
    this.recordsMetadata = props.recordConstructMetadata ?? process.env.CDK8S_RECORD_CONSTRUCT_METADATA === 'true';
    this.number = nextAppNumber(this.outdir);
    this.layout = props.layout;
    if (props.layout) {
      this.checkLayout(deliveryOf(props.layout));
    }
  }

  /**
   * All charts of this app, each after those that it depends on.
   *
   * Unlike those of the stock `App`, they are in their final order before the first synthesis too: what a chart's
   * parts depend on counts. Each call orders the whole tree. Throws when charts or objects wait for each other.
   */
  public get charts(): Chart[] {
    return [...new SettledTree(this).charts];
  }

  /**
   * Writes all manifests to the output directory.
   *
   * Everything is rendered before the first file changes: when this throws, the directory is as it was. It removes
   * only files that an earlier synthesis of this app listed in `.cdk8s-wasm-files` beside them. Throws what validators
   * say, all at once, when two objects would be written to one file, for text that was cut inside a character, when the
   * tree changes while it is rendered, and while another synthesis writes to the directory.
   */
  public synth(): void {
    const progress = new Progress();
    const writer = new SafeWriter(this.outdir, this.number);
    try {
      const tree = this.settle();
      const rendered = () => progress.advance(tree.objectCount);
      const unicode = new UnicodeCheck(tree);
      for (const file of this.rendering(tree, rendered).files()) {
        unicode.hold(file.text);
        writer.add(file);
      }
      if (this.recordsMetadata) {
        writer.add(constructMetadata(tree));
      }
      tree.holdUnchanged();
      progress.summarise({ charts: tree.charts.length, objects: tree.objectCount }, writer.commit());
    } finally {
      progress.stop();
      writer.close();
    }
  }

  /**
   * All objects of all charts as one YAML text. Writes no file. Throws what validators say, all at once.
   */
  public synthYaml(): string {
    const tree = this.settle();
    const text = new Rendering(this, tree, () => undefined).text();
    tree.holdUnchanged();
    new UnicodeCheck(tree).hold(text);
    return text;
  }

  private rendering(tree: SettledTree, rendered: () => void): Rendering | LayoutRendering {
    return this.layout ? new LayoutRendering(this, tree, deliveryOf(this.layout), rendered) : new Rendering(this, tree, rendered);
  }

  private checkLayout(delivery: Delivery): void {
    const report = new Report(this, 'layout');
    holdExtension(report, this.outputFileExtension);
    delivery.check(report);
    report.throwIfAny();
    validateTree(this, (found) => delivery.checkClusters(found, clusterNames(found, this)));
  }

  private settle(): SettledTree {
    validate(this);
    return new SettledTree(this);
  }
}

/** The file by which cdk8s-cli finds the construct of an object. */
function constructMetadata(tree: SettledTree): OutputFile {
  const objects = tree.charts.flatMap((chart) => tree.objectsOf(chart));
  const resources = Object.fromEntries(objects.map(({ name, node }) => [name, { path: node.path }]));
  return { name: 'construct-metadata.json', text: JSON.stringify({ version: '1.0.0', resources }), place: '' };
}
