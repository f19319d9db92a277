import { mkdirSync, writeFileSync } from 'fs';
import { dirname } from 'path';
import { ApiObject } from 'cdk8s';
import { IConstruct } from 'constructs';
import { WasmCluster } from '../cluster/wasm-cluster';
import { drawing } from './private/topology/drawing';
import { linksOf } from './private/topology/links';
import { Manifest } from './private/topology/manifest';
import { workloadsOf } from './private/topology/workloads';

/**
 * The picture of what a program describes: node groups, namespaces, workloads, what exposes them, and who may connect to whom.
 *
 * It is read from the objects of the tree, so raw objects are in it too. Connections are those that network policies name by
 * the labels of pods and that both ends allow; what DNS needs is left out.
 */
export class TopologyDiagram {
  /**
   * The picture of a scope.
   *
   * @param scope an app, a cluster or a chart
   */
  public static of(scope: IConstruct): TopologyDiagram {
    return new TopologyDiagram(scope);
  }

  private constructor(private readonly scope: IConstruct) {}

  /**
   * The picture as a Mermaid flowchart, in an order that depends on the names alone. Git hosts render it in a Markdown file
   * between a line of three backticks with the word mermaid and another one.
   *
   * @see https://mermaid.js.org/syntax/flowchart.html
   */
  public toMermaid(): string {
    const clusters = new Map<WasmCluster, Manifest[]>();
    for (const object of this.scope.node.findAll().filter((construct) => ApiObject.isApiObject(construct))) {
      const cluster = WasmCluster.of(object);
      clusters.set(cluster, [...clusters.get(cluster) ?? [], object.toJson()]);
    }
    const parts = [...clusters].map(([cluster, objects]) => {
      const workloads = workloadsOf(objects);
      return { title: cluster.node.id.startsWith('.') ? 'Kubernetes Cluster' : cluster.node.path, workloads, links: linksOf(objects, workloads) };
    });
    return drawing(parts.filter(({ workloads }) => workloads.length > 0));
  }

  /**
   * Writes the picture as a page of Markdown, which Git hosts render. Makes the folder.
   *
   * @param file its path; keep it out of a folder that kubectl or a GitOps tool reads
   */
  public writeTo(file: string): void {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `# Topology\n\n\`\`\`mermaid\n${this.toMermaid()}\`\`\`\n`);
  }
}
