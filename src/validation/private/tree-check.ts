import { ApiObject } from 'cdk8s';
import { IConstruct } from 'constructs';
import { checkObject } from './object-rules';
import { SaidReference } from './rule-context';
import { ClusterState } from '../../cluster/private/cluster-state';
import { WasmCluster } from '../../cluster/wasm-cluster';
import { Report } from '../../rules/problem';

const said = new WeakMap<IConstruct, SaidReference[]>();
const withoutHandler = new WeakSet<WasmCluster>();

/** Notes that an object exists, for all below a scope; a name `*` stands for all of a kind. */
export function sayToExist(scope: IConstruct, reference: SaidReference): void {
  said.set(scope, [...said.get(scope) ?? [], reference]);
}

/** Notes that nobody knows the handler of a cluster's nodes. */
export function forgetHandler(cluster: WasmCluster): void {
  withoutHandler.add(cluster);
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
    knowsHandler: !withoutHandler.has(cluster),
  });
  return report;
}
