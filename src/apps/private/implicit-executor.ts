import { Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { executorManifest, ExecutorSpec, mountsCertificates, standardSpec, telemetryOf } from './executor-manifest';
import { checkExecutorTree } from './executor-rules';
import { WasmCluster } from '../../cluster/wasm-cluster';
import { IWasmNodePool } from '../../nodes/wasm-node-pool';
import { contentHash, suffixedName } from '../../rules/content-hash';
import { LABEL_LENGTH } from '../../rules/grammar';
import { validateTree } from '../../rules/problem';

/** What an implicit executor is: one for each namespace and content. */
export interface ImplicitExecutorPlan {
  readonly name: string;
  readonly namespace?: string;
  readonly spec: ExecutorSpec;
}

/** The implicit executor of a namespace, for a pool or for any node. */
export function planExecutor(cluster: WasmCluster, namespace?: string, pool?: IWasmNodePool): ImplicitExecutorPlan {
  const spec = standardSpec(pool?.runtimeClass.runtimeClassName ?? cluster.nodes.runtimeClassName, cluster.otlpEndpoint);
  return { name: suffixedName(baseName(pool), contentHash({ namespace, spec }), LABEL_LENGTH), namespace, spec };
}

/** An executor of one namespace and placement that no user declared. */
export class ImplicitExecutor extends Construct {
  readonly construct = this;
  readonly createDeployment = true;
  readonly mountsCertificates: boolean;
  readonly name: string;
  readonly namespace?: string;
  readonly runtimeClassName?: string;
  readonly telemetry: readonly string[];

  constructor(chart: Chart, { name, namespace, spec }: ImplicitExecutorPlan) {
    super(chart, `executor-${name}`);
    this.name = name;
    this.namespace = namespace;
    this.runtimeClassName = spec.deploymentConfig.runtimeClassName;
    this.telemetry = telemetryOf(spec);
    this.mountsCertificates = mountsCertificates(spec);
    executorManifest(this, { name, namespace }, spec);
    validateTree(this, (report) => checkExecutorTree(report, this, spec));
  }
}

/** A pool's own word for itself, without the hash that an implicit pool has in its id. */
function baseName(pool?: IWasmNodePool): string {
  const words = (pool?.node.id ?? 'spin').toLowerCase().replace(/-[0-9a-f]{8}$/, '').replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '');
  return words || 'pool';
}
