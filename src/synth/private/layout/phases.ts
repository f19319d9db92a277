import { ApiObject } from 'cdk8s';
import { IConstruct } from 'constructs';
import { clusterAbove } from './clusters';
import { isClusterScoped } from '../../../cluster/private/object-index';
import { hasMarkedPhase, Phase, PHASES, phaseOf } from '../../../cluster/private/phase';
import { Report } from '../../../rules/problem';
import { RuleCode } from '../../../rules/rule-code';
import { ConstructTree } from '../construct-tree';
import { DependencyGraph } from '../dependency-graph';

/** Kinds that a webhook or CRD of an earlier phase guards, so that they cannot come before their own, by their group. */
const GUARDED = ['core.spinkube.dev/SpinApp', 'core.spinkube.dev/SpinAppExecutor', 'runtime.spinkube.dev/Shim'];

/** Kinds that need nothing of what they, or the chart that they are in, wait for. */
const NEEDS_NOTHING = ['apiextensions.k8s.io/CustomResourceDefinition', 'core/Namespace', 'node.k8s.io/RuntimeClass'];

/**
 * The phase of each object: its own, or an earlier one where something of that cluster needs it there.
 *
 * What an object waits for, and the Namespace that it is in, stand in no later phase than itself, except for the parts of an
 * installation, which keep their phases. Throws where a SpinApp, executor or shim would have to come before its own phase.
 */
export class PhasePlan {
  private readonly phases = new Map<ApiObject, Phase>();
  private readonly namespaces = new Map<string, number>();
  private readonly clusters: Array<IConstruct | undefined> = [];
  private readonly seen: Uint8Array;

  constructor(private readonly tree: ConstructTree, private readonly graph: DependencyGraph) {
    tree.constructs.forEach((construct, index) => this.clusters.push(clusterAbove(construct, this.clusters[tree.parent(index)])));
    this.seen = new Uint8Array(graph.size);
    const byPhase = new Map(PHASES.map((phase): [Phase, number[]] => [phase, []]));
    for (let index = 0; index < tree.size; index++) {
      if (tree.isObject(index)) {
        byPhase.get(phaseOf(this.object(index)))!.push(index);
        this.noteNamespace(index);
      }
    }
    for (const [phase, objects] of byPhase) {
      objects.forEach((index) => this.flood(index, phase));
    }
  }

  of(object: ApiObject): Phase {
    return this.phases.get(object)!;
  }

  private noteNamespace(index: number): void {
    const object = this.object(index);
    if (object.apiGroup === 'core' && object.kind === 'Namespace') {
      this.namespaces.set(this.namespaceKey(index, object.name), index);
    }
  }

  /** Gives a phase to an object and all that it needs, unless that has an earlier one. */
  private flood(start: number, phase: Phase): void {
    const waiting: Array<readonly [number, number]> = [[start, start]];
    for (let next = waiting.pop(); next; next = waiting.pop()) {
      const [id, source] = next;
      if (this.seen[id] === 0 && !this.stays(id, phase)) {
        this.seen[id] = 1;
        const from = id < this.tree.size ? id : source;
        if (id < this.tree.size) {
          this.settle(id, phase, source);
        }
        for (const item of this.needs(id)) {
          waiting.push([item, from]);
        }
      }
    }
  }

  /** Whether a vertex is in an installation's chart of a later phase. */
  private stays(id: number, phase: Phase): boolean {
    return id < this.tree.size && hasMarkedPhase(this.object(id)) && phaseOf(this.object(id)) !== phase;
  }

  /** The objects and bundles of the same cluster that a vertex or bundle needs. */
  private needs(id: number): number[] {
    if (id < this.tree.size && NEEDS_NOTHING.includes(kindOf(this.object(id)))) {
      return [];
    }
    const cluster = this.clusters[this.graph.owner(id)];
    const items = this.graph.items(id).filter((item) => {
      const isConstruct = item < this.tree.size && !this.tree.isObject(item);
      return !isConstruct && this.clusters[this.graph.owner(item)] === cluster;
    });
    const namespace = id < this.tree.size ? this.namespaceOf(id) : undefined;
    return namespace === undefined ? items : [...items, namespace];
  }

  private namespaceOf(index: number): number | undefined {
    const object = this.object(index);
    const { namespace } = object.metadata;
    const named = namespace !== undefined && !isClusterScoped({ group: object.apiGroup, kind: object.kind });
    return named ? this.namespaces.get(this.namespaceKey(index, namespace)) : undefined;
  }

  private namespaceKey(index: number, namespace: string): string {
    return `${this.clusters[index]?.node.path ?? ''} ${namespace}`;
  }

  private settle(index: number, phase: Phase, source: number): void {
    const object = this.object(index);
    const own = phaseOf(object);
    const kept = GUARDED.includes(kindOf(object)) ? own : phase;
    if (kept !== phase) {
      const report = new Report(object);
      report.add({
        field: 'phase',
        value: own,
        rule: `${this.object(source).node.path} waits for it and is applied in the earlier phase ${phase}`,
        fix: 'drop that dependency, or depend on single constructs instead of whole charts',
        code: RuleCode.PHASE_CONFLICT,
      });
      report.throwIfAny();
    }
    this.phases.set(object, kept);
  }

  private object(index: number): ApiObject {
    return this.tree.constructs[index] as ApiObject;
  }
}

function kindOf({ apiGroup, kind }: ApiObject): string {
  return `${apiGroup}/${kind}`;
}
