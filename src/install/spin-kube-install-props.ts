import { ComponentSource } from './component-source';
import { NamespaceOptions } from './namespace-options';
import { RuntimeClassManagerProps } from './runtime-class-manager';
import { SpinOperatorOptions } from './spin-operator-options';
import { WebhookCertificates } from './webhook-certificates';
import { NodeProvisioning } from '../cluster/node-provisioning';
import { SpinKubeVersion } from '../cluster/spinkube-version';
import { ShimRelease } from '../nodes/shim-release';
import { IWasmNodePool } from '../nodes/wasm-node-pool';
import { Mirror } from '../rules/mirror';

/** The operator of an install: where it comes from, and what is changed in it. */
export interface SpinKubeOperatorOptions extends SpinOperatorOptions {
  /**
   * Where the operator comes from. A Helm chart has values for `image`, `kubeRbacProxyImage`, `replicas`, `resources`,
   * `clusterDomain` and `extraArgs`; the other options fail with it, and all of them with what is not rendered here.
   *
   * The chart has no CRDs: they are bundled, unless the operator is said to exist.
   *
   * @default ComponentSource.bundled()
   */
  readonly source?: ComponentSource;
}

/** runtime-class-manager and the Spin shim that it brings. */
export interface SpinShimOptions extends RuntimeClassManagerProps {
  /** The release of the Spin shim. */
  readonly release: ShimRelease;

  /**
   * Labels of the nodes that get the shim. Written to `spec.nodeSelector` of the Shim.
   *
   * @default - every node of the cluster
   */
  readonly nodeSelector?: { [key: string]: string };

  /**
   * Whether containers get their cgroups from systemd, as the kubelet of the nodes has it.
   *
   * @default - not written, which means cgroupfs
   */
  readonly systemdCgroup?: boolean;
}

/** Properties of `SpinKubeInstall`. */
export interface SpinKubeInstallProps {
  /** The spin-operator to install. The pin is yours: an update of this library never upgrades a cluster. */
  readonly version: SpinKubeVersion;

  /**
   * The operator's namespace.
   *
   * @default "spin-operator"
   */
  readonly namespace?: string;

  /**
   * How the operator's namespace is made, or that it is there.
   *
   * @default - made, without labels and quota
   */
  readonly namespaceOptions?: NamespaceOptions;

  /**
   * Where the operator comes from, and changes to its objects.
   *
   * @default - bundled, as released
   */
  readonly operator?: SpinKubeOperatorOptions;

  /**
   * Where the certificate of the operator's webhooks comes from. Fails beside an operator that is not bundled, which brings
   * its own.
   *
   * @default WebhookCertificates.certManager()
   */
  readonly certificates?: WebhookCertificates;

  /**
   * Where cert-manager comes from. Fails beside a certificate that you bring.
   *
   * @default - cert-manager is in the cluster already
   */
  readonly certManager?: ComponentSource;

  /**
   * How the Spin shim comes onto the nodes of the cluster. State it here or on the `WasmCluster`, before constructs that take
   * their handler from it.
   *
   * @default - as the `WasmCluster` says; with `runtimeClassManager`, NodeProvisioning.runtimeClassManager()
   */
  readonly nodes?: NodeProvisioning;

  /**
   * Installs runtime-class-manager, and through it the Spin shim on the nodes. It makes their RuntimeClass.
   *
   * @default - neither is installed
   */
  readonly runtimeClassManager?: SpinShimOptions;

  /**
   * Namespaces for apps. Each is made and gets an executor, `<namespace>-spin`, after the `owner` of the cluster: that which apps of the
   * namespace have that name none, in this program and in those with `executors: EXISTING`.
   *
   * Fails for the operator's own namespace and for one that is named twice.
   *
   * @default - none
   */
  readonly appNamespaces?: string[];

  /**
   * One name for the executors of all `appNamespaces`, such as `containerd-shim-spin`, the name in SpinKube's release files, for SpinApps that
   * are written by hand. Fails for what is no RFC 1123 subdomain, and without `appNamespaces`.
   *
   * Up to spin-operator 0.6.1 an executor, and so its namespace, is not deleted while an app of *any* namespace names an executor of
   * that name: a namespace that goes waits for the apps of all others.
   *
   * @default - a name for each namespace, `<namespace>-spin`
   */
  readonly executorName?: string;

  /**
   * Pools of nodes for which each of `appNamespaces` gets an executor too, `<namespace>-<pool>`, after the `owner` of the cluster, whether or
   * not an app of this program uses it: other programs name it, with `executors: EXISTING`. That of a pool `edge` is the one of their `EdgeWasmApp`s.
   *
   * Fails for a pool of another runtime than Spin, for one of another cluster or program, for two of one name, without `appNamespaces`, and in a cluster
   * with `executors: EXISTING`.
   *
   * @default - executors for pools are made in the namespaces whose apps use them
   */
  readonly nodePools?: IWasmNodePool[];

  /**
   * How namespaces for apps are made, or that they are there, by their names. Fails for the name of another namespace, and for
   * the PodSecurity level restricted, which refuses the pods of SpinApps.
   *
   * @default - made, without labels and quota
   */
  readonly appNamespaceOptions?: { [namespace: string]: NamespaceOptions };

  /**
   * A mirror for a network without the internet: every image, chart, manifest and download of the install that you do not
   * name yourself comes from it.
   *
   * @default - the hosts of the releases
   */
  readonly mirror?: Mirror;
}
