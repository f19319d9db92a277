import { ApiObject } from 'cdk8s';
import { IConstruct } from 'constructs';
import { checkObject } from './object-rules';
import { FixWords, PROGRAM } from '../../apps/private/rendered/fix-words';
import { SaidReference } from '../../apps/private/rendered/rule-context';
import { ClusterState } from '../../cluster/private/cluster-state';
import { WasmCluster } from '../../cluster/wasm-cluster';
import { Report } from '../../rules/problem';

const said = new WeakMap<IConstruct, SaidReference[]>();

/** How the objects of a cluster are judged, where that is not the way of a program. */
interface Judgement {
  readonly knowsHandler: boolean;
  readonly words: FixWords;
}

const judgements = new WeakMap<WasmCluster, Judgement>();

/** Notes that an object exists, for all below a scope; a name `*` stands for all of a kind. */
export function sayToExist(scope: IConstruct, reference: SaidReference): void {
  said.set(scope, [...said.get(scope) ?? [], reference]);
}

/** Says how the objects of a cluster are judged: whether anybody knows the handler of its nodes, and for whom fixes are worded. */
export function judgeAs(cluster: WasmCluster, judgement: Judgement): void {
  judgements.set(cluster, judgement);
}

function isSaidAbove(construct: IConstruct, { kind, name, namespace }: SaidReference): boolean {
  return construct.node.scopes.some((scope) => said.get(scope)?.some((one) => one.kind === kind && [name, '*'].includes(one.name)
    && (one.namespace === undefined || one.namespace === namespace)));
}

/** What the rules say of one object of a tree. */
export function reportOn(object: ApiObject): Report {
  const cluster = WasmCluster.of(object);
  const { objects } = ClusterState.of(cluster);
  const report = new Report(object);
  checkObject(report, object, {
    cluster,
    objects,
    isSaid: (reference) => objects.isSaid(reference) || isSaidAbove(object, reference),
    ...judgements.get(cluster) ?? { knowsHandler: true, words: PROGRAM },
  });
  return report;
}
