import {
  ContainerPort, ContainerResources, ContainerSecurityContextProps, EnvValue, ImagePullPolicy, k8s, Probe, VolumeMount,
} from 'cdk8s-plus-28';
import { WasmImage } from './wasm-image';

/** What a pod may ask of the scheduler beyond the `scheduling` of cdk8s-plus. */
export interface WasmSchedulingOptions {
  /**
   * How far the pods may differ in number from zone to zone, or node to node. Written to `topologySpreadConstraints`.
   *
   * A constraint without `labelSelector` counts the pods of this workload. Fails for a skew below 1 and an unknown action.
   *
   * @default - as the scheduler likes
   * @see https://kubernetes.io/docs/concepts/scheduling-eviction/topology-spread-constraints/
   */
  readonly topologySpreadConstraints?: k8s.TopologySpreadConstraint[];

  /**
   * The PriorityClass of the pods. Written to `priorityClassName`.
   *
   * @default - that of the cluster
   */
  readonly priorityClassName?: string;
}

/** The container of a workload that runs WebAssembly. Its props mean what they mean in cdk8s-plus. */
export interface WasmContainerOptions {
  /** The image with the WebAssembly. Written to `image` and `command`. */
  readonly image: WasmImage;

  /**
   * The name of the container, an RFC 1123 label. Written to `name`.
   *
   * @default "main"
   */
  readonly containerName?: string;

  /**
   * Arguments for the program. Written to `args`.
   *
   * @default - those of the image
   */
  readonly args?: string[];

  /**
   * Environment variables of the program. Written to `env` by name, each after those to which its value refers as `$(NAME)`.
   *
   * @default - none
   */
  readonly envVariables?: { [name: string]: EnvValue };

  /**
   * The port that the program listens on and probes go to. Written to `ports`; a TCP probe on it begins the others.
   *
   * @default - none; probes without a port go to port 80
   */
  readonly portNumber?: number;

  /**
   * Further ports that the program listens on. Written to `ports`.
   *
   * @default - none
   */
  readonly ports?: ContainerPort[];

  /**
   * CPU, memory and ephemeral storage. Written to `resources`, in the API server's own form.
   *
   * A memory limit below 96Mi for a plain image, whose module is compiled inside the container, is a warning (`SmallMemoryLimit`).
   *
   * @default - none, where cdk8s-plus asks for 1 CPU and 512Mi: many times what a Wasm module needs
   */
  readonly resources?: ContainerResources;

  /**
   * When the container takes traffic. Written to `readinessProbe`. A command fails: shims cannot exec.
   *
   * @default - as soon as it runs
   */
  readonly readiness?: Probe;

  /**
   * When the container is restarted. Written to `livenessProbe`. A command fails: shims cannot exec.
   *
   * @default - when it ends
   */
  readonly liveness?: Probe;

  /**
   * When the other probes begin. Written to `startupProbe`. A command fails: shims cannot exec.
   *
   * @default - at once
   */
  readonly startup?: Probe;

  /**
   * Volumes and where they are mounted. Written to `volumeMounts`.
   *
   * @default - none
   */
  readonly volumeMounts?: VolumeMount[];

  /**
   * When the image is pulled. Written to `imagePullPolicy`.
   *
   * @default ImagePullPolicy.ALWAYS
   */
  readonly imagePullPolicy?: ImagePullPolicy;

  /**
   * Rights of the container. Written to `securityContext`.
   *
   * @default - as in cdk8s-plus, with the user 65532 unless the pod has one, since non-root without a number is refused for
   * images that name no user; for Spin root and a writable file system, since its shim writes below `/`
   */
  readonly containerSecurityContext?: ContainerSecurityContextProps;
}
