import { k8s } from 'cdk8s-plus-28';
import { Construct, IConstruct } from 'constructs';
import { ImageLock } from './image-lock';
import { NodeProvisioning } from './node-provisioning';
import { ClusterState } from './private/cluster-state';
import { foreignDuplicates } from './private/duplicates';
import { declare } from './private/membership';
import { takenNodePorts } from './private/node-ports';
import { checkReleases } from './private/release-rules';
import { SpinKubeVersion } from './spinkube-version';
import { rfc1123Label, SUBDOMAIN } from '../rules/grammar';
import { nearest } from '../rules/nearest';
import { Report, validateTree, wording } from '../rules/problem';
import { RuleCode } from '../rules/rule-code';
import { isRelaxed, warn } from '../rules/rules';
import { nodeSelector, tolerations } from '../rules/scheduling';
import { HTTP, holdUrl } from '../rules/url';

/** No chart of a user has an id that begins with a dot: it is no file name. */
const IMPLICIT_ID = '.wasm-cluster';

/** Who makes the executors of apps that name none. */
export enum ExecutorManagement {
  /** This program: one executor for each namespace and placement, and the RuntimeClass of the placement. */
  MANAGED = 'managed',

  /**
   * The program of the platform: neither an executor nor the RuntimeClass of a placement is written. Apps name what a program with
   * `MANAGED`, or the `appNamespaces` of a `SpinKubeInstall`, writes for the same `owner`: `<namespace>-spin`, `<namespace>-edge` for an
   * `EdgeWasmApp`, `<namespace>-<pool>` for a pool. It must be in their namespace.
   */
  EXISTING = 'existing',
}

/** Where pods may run. */
export interface NodePlacement {
  /**
   * Labels that a node must have.
   *
   * Written to `scheduling.nodeSelector` of a RuntimeClass.
   *
   * @default - any node
   * @see https://kubernetes.io/docs/concepts/containers/runtime-class/#scheduling
   */
  readonly nodeSelector?: { [key: string]: string };

  /**
   * Taints that the pods tolerate.
   *
   * Written to `scheduling.tolerations` of a RuntimeClass.
   *
   * @default - none
   * @see https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/
   */
  readonly tolerations?: k8s.Toleration[];
}

/** Properties of `WasmCluster`. */
export interface WasmClusterProps {
  /**
   * The spin-operator that runs in the cluster. A field that it does not know yet is an error; to be newer than what this library
   * knows is a warning.
   *
   * @default - the version of the cluster's `SpinKubeInstall`; without one, every field is allowed
   */
  readonly operatorVersion?: SpinKubeVersion;

  /**
   * The release of containerd-shim-spin on the nodes, such as "0.24.0".
   *
   * A field that it does not know yet is an error; to be newer than what this library knows is a warning. Fails if it is no semantic version.
   *
   * @default - every field is allowed
   * @see https://github.com/spinframework/containerd-shim-spin/releases
   */
  readonly shimVersion?: string;

  /**
   * The minor of Kubernetes that the cluster runs, such as "1.37"; of a longer number the minor counts.
   *
   * It decides what `minReplicas: 0` of a HorizontalPodAutoscaler and a containerd configuration of version 2 mean. To be newer than what
   * this library knows is a warning. Fails if it is no version of Kubernetes.
   *
   * @default - any from 1.28 on
   * @see https://kubernetes.io/releases/
   */
  readonly kubernetesVersion?: string;

  /**
   * How the Spin shim came onto the nodes, which decides the handler of every RuntimeClass for Spin.
   *
   * @default - as the cluster's `SpinKubeInstall` says; without one, NodeProvisioning.preinstalled()
   */
  readonly nodes?: NodeProvisioning;

  /**
   * Who makes the executors of apps that name none.
   *
   * @default ExecutorManagement.MANAGED
   */
  readonly executors?: ExecutorManagement;

  /**
   * Who writes the executors and RuntimeClasses of this program, where programs share a namespace: without it, two of them
   * write the same objects, and who deletes one takes it from the other. Begins the names of executors that nobody declared, of those that a
   * `SpinKubeInstall` makes, and of the RuntimeClasses of pools and placements. Fails if it is no RFC 1123 label.
   *
   * With `executors: EXISTING`, the `owner` that the program of the platform has.
   *
   * @default - none: names begin with the namespace
   */
  readonly owner?: string;

  /**
   * The executor of apps that name neither an executor nor nodes, with `executors: EXISTING`: such as `containerd-shim-spin`, where the
   * platform keeps the name of SpinKube's release files. Written to `spec.executor`. Fails without `executors: EXISTING`, and for what is no
   * RFC 1123 subdomain.
   *
   * @default - `<namespace>-spin`, after the `owner`
   */
  readonly executorName?: string;

  /**
   * Where apps send their telemetry by OTLP over HTTP, such as "http://otel-collector.monitoring.svc:4318", if their executor is
   * one that nobody declared or that a `SpinKubeInstall` makes. Written to `deploymentConfig.otel.exporter_otlp_endpoint`.
   * With `executors: EXISTING` it is what the platform has written there: egress policies let the telemetry through.
   *
   * Needs a shim of 0.15 or newer. Fails for what is no URL, and for one with a password: headers cannot be set either.
   *
   * @default - nowhere
   */
  readonly otlpEndpoint?: string;

  /**
   * Where the `EdgeWasmApp`s of this cluster run. What is left out here keeps its default.
   *
   * @default - nodes labelled `node-role: edge`, tolerating the taint `edge` with effect NoSchedule
   */
  readonly edge?: NodePlacement;

  /**
   * The digests of images. Each image of an app, pod, operator or executor of this cluster that is in the lock is written with its digest:
   * `name:tag@digest`. Entries that no image of the program has are ignored, so that programs may share a lock.
   *
   * @default - images are written as they are given
   */
  readonly images?: ImageLock;

  /**
   * Whether an image without a digest, neither of its own nor in `images`, is an error.
   *
   * @default false
   */
  readonly requireDigests?: boolean;
}

/**
 * One cluster of a program.
 *
 * Whatever must be unique, found or resolved is so within one cluster: objects, executors, RuntimeClasses,
 * installs. A program without a `WasmCluster` describes one cluster, its `App`. Put charts below a `WasmCluster`,
 * `new Chart(cluster, 'apps')`, to describe several in one program. Synthesis fails where nothing below it reads its
 * props, and for constructs of this library that stand beside it.
 */
export class WasmCluster extends Construct {
  /**
   * The cluster of a scope: the nearest one above it, else the one that the whole tree is.
   *
   * @param scope any construct
   */
  public static of(scope: IConstruct): WasmCluster {
    const found = nearest(scope, isClusterOrRoot)!;
    return isCluster(found) ? found : wholeTree(found as Construct);
  }

  /** Who makes the executors of apps that name none. */
  public readonly executors: ExecutorManagement;

  /** The release of containerd-shim-spin on the nodes, where it is known. */
  public readonly shimVersion?: string;

  /** The Kubernetes that the cluster runs, where it is known. */
  public readonly kubernetesVersion?: string;

  /** The digests of images, where the cluster has a lock. */
  public readonly images?: ImageLock;

  /** Whether an image without a digest is an error. */
  public readonly requireDigests: boolean;

  /** What the names of executors and RuntimeClasses begin with, where it is stated. */
  public readonly owner?: string;

  /** The executor of apps that name neither an executor nor nodes, where another program makes it and it is stated. */
  public readonly executorName?: string;

  /** Where apps send their telemetry, where it is stated. */
  public readonly otlpEndpoint?: string;

  private readonly statedVersion?: SpinKubeVersion;
  private readonly edgePlacement: NodePlacement;

  /**
   * @param scope an app; a cluster stands above its charts
   * @param id the cluster's name in this program
   * @param props its versions and nodes
   */
  constructor(scope: Construct, id: string, props: WasmClusterProps = {}) {
    super(scope, id);
    this.executors = props.executors ?? ExecutorManagement.MANAGED;
    this.shimVersion = props.shimVersion;
    this.kubernetesVersion = props.kubernetesVersion;
    this.images = props.images;
    this.requireDigests = props.requireDigests ?? false;
    this.statedVersion = props.operatorVersion;
    this.otlpEndpoint = props.otlpEndpoint;
    this.owner = props.owner;
    this.executorName = props.executorName;
    const report = new Report(this);
    this.edgePlacement = {
      nodeSelector: nodeSelector(report, 'edge.nodeSelector', props.edge?.nodeSelector ?? { 'node-role': 'edge' }),
      tolerations: tolerations(report, 'edge.tolerations', props.edge?.tolerations
        ?? [{ key: 'edge', operator: 'Exists', effect: 'NoSchedule' }]),
    };
    this.checkNames(report);
    checkReleases(report, props);
    report.throwIfAny();
    const state = new ClusterState(this, this instanceof ImplicitCluster ? this.node.root : this);
    state.nodes = props.nodes;
    validateTree(this, (found) => this.checkTree(found, state));
    declare(this, state, props);
  }

  /** How the Spin shim came onto the nodes. */
  public get nodes(): NodeProvisioning {
    return ClusterState.of(this).takeNodes();
  }

  /** Where edge apps run, unless they say otherwise. */
  public get edge(): NodePlacement {
    const { nodeSelector: selector, tolerations: tolerated = [] } = this.edgePlacement;
    return { nodeSelector: { ...selector }, tolerations: tolerated.map((toleration) => ({ ...toleration })) };
  }

  /** The spin-operator that runs in the cluster, where it is known. */
  public get operatorVersion(): SpinKubeVersion | undefined {
    return this.statedVersion ?? ClusterState.of(this).install?.version;
  }

  private checkNames(report: Report): void {
    if (this.otlpEndpoint !== undefined) {
      holdUrl(report, 'otlpEndpoint', this.otlpEndpoint, { schemes: HTTP, fix: 'send to a collector in the cluster, which may hold it' });
    }
    report.holdGiven('owner', this.owner, rfc1123Label('an owner', RuleCode.INVALID_NAME));
    report.holdGiven('executorName', this.executorName, SUBDOMAIN);
    if (this.executorName !== undefined && this.executors !== ExecutorManagement.EXISTING) {
      report.add({
        field: 'executorName',
        value: this.executorName,
        rule: 'this program makes the executors of its apps and names them by their namespace',
        fix: 'say executors: EXISTING, or declare a SpinAppExecutor of this name',
        code: RuleCode.UNUSED_OPTION,
      });
    }
  }

  private checkTree(report: Report, state: ClusterState): void {
    const installed = state.install?.version;
    if (this.statedVersion && installed && installed.version !== this.statedVersion.version) {
      report.add({
        field: 'operatorVersion',
        value: this.statedVersion.version,
        rule: `the SpinKubeInstall of this cluster brings ${installed.version}`,
        fix: 'name the version in one place',
        code: RuleCode.VERSION_CONFLICT,
      });
    }
    for (const { object, problem } of [...foreignDuplicates(state.objects), ...takenNodePorts(state.objects)]) {
      if (isRelaxed(object, problem.code)) {
        warn(object, problem.code, wording(problem));
      } else {
        report.add({ ...problem, field: `${problem.field} of ${object.node.path}` });
      }
    }
  }
}

/** The cluster that a tree without one is. */
class ImplicitCluster extends WasmCluster {}

const wholeTrees = new WeakMap<IConstruct, WasmCluster>();

function wholeTree(root: Construct): WasmCluster {
  const cluster = wholeTrees.get(root) ?? new ImplicitCluster(root, IMPLICIT_ID);
  wholeTrees.set(root, cluster);
  return cluster;
}

function isCluster(construct: IConstruct): construct is WasmCluster {
  return construct instanceof WasmCluster;
}

function isClusterOrRoot(construct: IConstruct): construct is IConstruct {
  return isCluster(construct) || construct.node.scope === undefined;
}
