import { Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { ExecutorSpec, mountsCertificates, standardSpec, telemetryOf } from './executor-manifest';
import { executorObject } from './executor-object';
import { checkExecutorTree } from './executor-rules';
import { ANY_NODE, executorName } from '../../cluster/private/owned-name';
import { WasmCluster } from '../../cluster/wasm-cluster';
import { poolWord } from '../../nodes/private/pool-word';
import { IWasmNodePool } from '../../nodes/wasm-node-pool';
import { contentHash } from '../../rules/content-hash';
import { validateTree } from '../../rules/problem';

/** What an implicit executor is: one for each namespace and pool. */
export interface ImplicitExecutorPlan {
  /** Its namespace and pool, as an id: a namespace has no dot, so that two of them never share one. */
  readonly id: string;
  readonly name: string;
  readonly namespace?: string;
  readonly spec: Required<ExecutorSpec>;
  readonly contentHash: string;
}

/** The implicit executor of a namespace, for a pool or for any node. */
export function planExecutor(cluster: WasmCluster, namespace?: string, pool?: IWasmNodePool): ImplicitExecutorPlan {
  const spec = standardSpec(pool?.runtimeClass.runtimeClassName ?? cluster.nodes.runtimeClassName, cluster.otlpEndpoint);
  const word = pool ? poolWord(pool) : ANY_NODE;
  const id = [namespace, word].filter((part) => part !== undefined).join('.');
  return { id, name: executorName(cluster, namespace, word), namespace, spec, contentHash: contentHash(spec) };
}

/** An executor of one namespace and placement that no user declared. */
export class ImplicitExecutor extends Construct {
  readonly construct = this;
  readonly id: string;
  readonly createDeployment = true;
  readonly contentHash: string;
  readonly mountsCertificates: boolean;
  readonly name: string;
  readonly namespace?: string;
  readonly runtimeClassName?: string;
  readonly telemetry: readonly string[];

  constructor(chart: Chart, { id, name, namespace, spec, contentHash: hash }: ImplicitExecutorPlan) {
    super(chart, `executor-${id}`);
    this.id = id;
    this.name = name;
    this.namespace = namespace;
    this.contentHash = hash;
    this.runtimeClassName = spec.deploymentConfig.runtimeClassName;
    this.telemetry = telemetryOf(spec);
    this.mountsCertificates = mountsCertificates(spec);
    executorObject(this, { name, namespace }, spec);
    validateTree(this, (report) => checkExecutorTree(report, this, spec));
  }
}
