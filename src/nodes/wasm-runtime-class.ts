import { ApiObjectMetadata, Size } from 'cdk8s';
import { AbstractPod, Cpu, k8s } from 'cdk8s-plus-28';
import { Construct, IConstruct } from 'constructs';
import { HandlerDirectory } from './private/handler-directory';
import { checkConfigured, checkProvisioned, provisionedHandler } from './private/handler-rules';
import { runUnder } from './private/run-under';
import { warnIfUnmaintained } from './private/unmaintained';
import { WasmRuntime } from './wasm-runtime';
import { chartOf } from '../cluster/private/chart-of';
import { manifest } from '../cluster/private/manifest';
import { NodePlacement } from '../cluster/wasm-cluster';
import { rfc1123Label, SUBDOMAIN } from '../rules/grammar';
import { metadata } from '../rules/maps';
import { checkBuiltInFinalizers } from '../rules/object-metadata';
import { Report, validateTree } from '../rules/problem';
import { resourceAmounts } from '../rules/resources';
import { RuleCode } from '../rules/rule-code';
import { nodeSelector, tolerations } from '../rules/scheduling';

/** A RuntimeClass for Wasm, made here or elsewhere. */
export interface IWasmRuntimeClass extends IConstruct {
  /** The name that pods give as `runtimeClassName`. */
  readonly runtimeClassName: string;

  /** The runtime behind it, where it is known. */
  readonly runtime?: WasmRuntime;

  /**
   * Makes the pods of an existing cdk8s-plus workload run under the class. Written to `runtimeClassName` of its pod.
   *
   * The rules of a Wasm pod then hold for it. Its security context stays its own: Spin needs a writable file system.
   *
   * @param workload a Pod, Deployment, StatefulSet, DaemonSet, Job or CronJob of cdk8s-plus
   * @throws if it has a RuntimeClass already, or stands in another cluster
   */
  applyTo(workload: AbstractPod): void;
}

/** What is known of a RuntimeClass that is made elsewhere. */
export interface ExistingRuntimeClassOptions {
  /**
   * The runtime behind it, which decides the defaults of `WasmPod`.
   *
   * @default - not known; a `WasmPod` gets the defaults of runtimes other than Spin
   */
  readonly runtime?: WasmRuntime;
}

/** What a pod of the class costs beside its containers. */
export interface RuntimeOverhead {
  /**
   * CPU for each pod. Written to `overhead.podFixed.cpu`.
   *
   * @default - none
   */
  readonly cpu?: Cpu;

  /**
   * Memory for each pod. Written to `overhead.podFixed.memory`.
   *
   * @default - none
   */
  readonly memory?: Size;
}

/** Properties of the RuntimeClass of one runtime. */
export interface RuntimeClassOptions {
  /**
   * Standard metadata. `name` is what pods refer to; a RuntimeClass has no namespace.
   *
   * @default - a name by cdk8s from the construct's path
   */
  readonly metadata?: ApiObjectMetadata;

  /**
   * The containerd handler that runs the pods. Written to `handler`, which is immutable.
   *
   * Must be what the installer wrote on the nodes; otherwise pods are accepted and never start.
   * Fails if it is no RFC 1123 label, for Spin if the cluster's provisioning wrote another, and at synthesis if the cluster has a
   * `ContainerdConfig` and neither that nor a `WasmShim` has this handler.
   *
   * @default - the usual handler of the runtime; for Spin the one of the cluster's `NodeProvisioning`
   * @see https://kubernetes.io/docs/concepts/containers/runtime-class/
   */
  readonly handler?: string;

  /**
   * Labels that nodes with this runtime have. Written to `scheduling.nodeSelector`.
   *
   * @default - any node; on a cluster where only some nodes have the shim, pods may land on the others and fail
   */
  readonly nodeSelector?: { [key: string]: string };

  /**
   * Taints of nodes with this runtime. Written to `scheduling.tolerations`.
   *
   * @default - none
   */
  readonly tolerations?: k8s.Toleration[];

  /**
   * What a pod costs beside its containers. Written to `overhead.podFixed`; counts for quota and scheduling.
   *
   * @default - nothing
   * @see https://kubernetes.io/docs/concepts/scheduling-eviction/pod-overhead/
   */
  readonly overhead?: RuntimeOverhead;
}

/** Properties of `WasmRuntimeClass`. */
export interface WasmRuntimeClassProps extends RuntimeClassOptions {
  /** The runtime that its pods run in. */
  readonly runtime: WasmRuntime;
}

/**
 * A RuntimeClass: it sends pods to a Wasm runtime, and to the nodes that have it.
 *
 * @see https://kubernetes.io/docs/concepts/containers/runtime-class/
 */
export class WasmRuntimeClass extends Construct implements IWasmRuntimeClass {
  /**
   * A RuntimeClass that exists in the cluster or is made by another program.
   *
   * @param scope the scope
   * @param id the id
   * @param runtimeClassName its name
   * @param options what is known of it
   */
  public static fromRuntimeClassName(
    scope: Construct,
    id: string,
    runtimeClassName: string,
    options: ExistingRuntimeClassOptions = {},
  ): IWasmRuntimeClass {
    return new ImportedRuntimeClass(scope, id, { runtimeClassName, runtime: options.runtime });
  }

  public readonly runtimeClassName: string;
  public readonly runtime?: WasmRuntime;

  /** The containerd handler, as written. */
  public readonly handler: string;

  private readonly nodes: NodePlacement;

  /**
   * @param scope the scope
   * @param id the id
   * @param props the runtime and its nodes
   */
  constructor(scope: Construct, id: string, props: WasmRuntimeClassProps) {
    super(scope, id);
    const report = new Report(this);
    const provisioned = provisionedHandler(this, props.runtime);
    this.runtime = props.runtime;
    this.handler = props.handler ?? provisioned ?? props.runtime.handler;
    this.nodes = {
      nodeSelector: nodeSelector(report, 'scheduling.nodeSelector', props.nodeSelector),
      tolerations: tolerations(report, 'scheduling.tolerations', props.tolerations),
    };
    metadata(report, chartOf(this), props.metadata, SUBDOMAIN);
    checkBuiltInFinalizers(report, props.metadata);
    report.hold('handler', this.handler, rfc1123Label('a handler', RuleCode.INVALID_HANDLER));
    checkProvisioned(report, 'handler', { handler: this.handler, provisioned });
    const overhead = podFixed(report, props.overhead);
    report.throwIfAny();
    warnIfUnmaintained(this, 'runtime', props.runtime);
    this.runtimeClassName = manifest(this, {
      apiVersion: 'node.k8s.io/v1',
      kind: 'RuntimeClass',
      metadata: props.metadata,
      handler: this.handler,
      ...(overhead && { overhead }),
      ...scheduling(this.nodes),
    }).name;
    this.joinCluster();
  }

  /** Where its pods may run. */
  public get placement(): NodePlacement {
    const { nodeSelector: selector, tolerations: tolerated = [] } = this.nodes;
    return { nodeSelector: { ...selector }, tolerations: tolerated.map((toleration) => ({ ...toleration })) };
  }

  public applyTo(workload: AbstractPod): void {
    const { runtimeClassName, runtime, placement } = this;
    runUnder(workload, { runtimeClassName, runtime, placement, made: [this] });
  }

  private joinCluster(): void {
    HandlerDirectory.of(this).use(this);
    validateTree(this, (report) => checkConfigured(report, this));
  }
}

/** The RuntimeClass of runwasi's wasmtime shim; its handler is `wasmtime` unless said otherwise. */
export class WasmtimeRuntimeClass extends WasmRuntimeClass {
  /**
   * @param scope the scope
   * @param id the id
   * @param props its nodes
   */
  constructor(scope: Construct, id: string, props: RuntimeClassOptions = {}) {
    super(scope, id, { ...props, runtime: WasmRuntime.WASMTIME });
  }
}

/** The RuntimeClass of containerd-shim-spin; its handler is what the cluster's `NodeProvisioning` says. */
export class SpinRuntimeClass extends WasmRuntimeClass {
  /**
   * @param scope the scope
   * @param id the id
   * @param props its nodes
   */
  constructor(scope: Construct, id: string, props: RuntimeClassOptions = {}) {
    super(scope, id, { ...props, runtime: WasmRuntime.SPIN });
  }
}

/** The RuntimeClass of runwasi's WasmEdge shim; its handler is `wasmedge` unless said otherwise. */
export class WasmEdgeRuntimeClass extends WasmRuntimeClass {
  /**
   * @param scope the scope
   * @param id the id
   * @param props its nodes
   */
  constructor(scope: Construct, id: string, props: RuntimeClassOptions = {}) {
    super(scope, id, { ...props, runtime: WasmRuntime.WASMEDGE });
  }
}

/** The RuntimeClass of runwasi's Wasmer shim; its handler is `wasmer` unless said otherwise. */
export class WasmerRuntimeClass extends WasmRuntimeClass {
  /**
   * @param scope the scope
   * @param id the id
   * @param props its nodes
   */
  constructor(scope: Construct, id: string, props: RuntimeClassOptions = {}) {
    super(scope, id, { ...props, runtime: WasmRuntime.WASMER });
  }
}

/** The RuntimeClass of runwasi's WebAssembly Micro Runtime shim; its handler is `wamr` unless said otherwise. */
export class WamrRuntimeClass extends WasmRuntimeClass {
  /**
   * @param scope the scope
   * @param id the id
   * @param props its nodes
   */
  constructor(scope: Construct, id: string, props: RuntimeClassOptions = {}) {
    super(scope, id, { ...props, runtime: WasmRuntime.WAMR });
  }
}

class ImportedRuntimeClass extends Construct implements IWasmRuntimeClass {
  public readonly runtimeClassName: string;
  public readonly runtime?: WasmRuntime;

  constructor(scope: Construct, id: string, { runtimeClassName, runtime }: { runtimeClassName: string; runtime?: WasmRuntime }) {
    super(scope, id);
    const report = new Report(this);
    report.hold('runtimeClassName', runtimeClassName, SUBDOMAIN);
    report.throwIfAny();
    this.runtimeClassName = runtimeClassName;
    this.runtime = runtime;
    HandlerDirectory.of(this).import(this, runtime);
  }

  public applyTo(workload: AbstractPod): void {
    runUnder(workload, { runtimeClassName: this.runtimeClassName, runtime: this.runtime, made: [] });
  }
}

function podFixed(report: Report, overhead: RuntimeOverhead = {}): { podFixed: { [resource: string]: string } } | undefined {
  const fixed = resourceAmounts(report, 'overhead.podFixed', overhead);
  return fixed && { podFixed: fixed };
}

/** The `scheduling` of a RuntimeClass, or nothing for one that goes anywhere. */
function scheduling(placement: NodePlacement): { scheduling?: NodePlacement } {
  const { nodeSelector: selector = {}, tolerations: tolerated = [] } = placement;
  const written = {
    ...(Object.keys(selector).length > 0 && { nodeSelector: selector }),
    ...(tolerated.length > 0 && { tolerations: tolerated }),
  };
  return Object.keys(written).length > 0 ? { scheduling: written } : {};
}
