import { Size } from 'cdk8s';
import {
  ContainerResources, ContainerSecurityContextProps, EnvValue, ImagePullPolicy, ISecret, SecretValue, VolumeMount,
} from 'cdk8s-plus-28';
import { RuntimeConfig } from '../apps/runtime-config';
import { OtelOptions } from '../apps/spin-app-executor';
import { SpinManifest } from '../manifest/spin-manifest';
import { IWasmNodePool } from '../nodes/wasm-node-pool';
import { IWasmRuntimeClass } from '../nodes/wasm-runtime-class';

/** Where a Spin application sends its telemetry, by OTLP over HTTP (port 4318). */
export interface SpinOtelOptions extends OtelOptions {
  /**
   * Headers with which it sends, as `name=value,name=value` in a Secret. Written to `OTEL_EXPORTER_OTLP_HEADERS`.
   *
   * They usually hold a key, so they come by reference alone.
   *
   * @default - none
   */
  readonly headers?: SecretValue;
}

/**
 * The Spin application of a pod. Its props mean what they mean for a `WasmApp`; all else of the pod is that of cdk8s-plus.
 *
 * @see https://github.com/spinframework/containerd-shim-spin
 */
export interface SpinPodOptions {
  /** The Spin application, an OCI reference. Written to `image`, with the command `["/"]`. */
  readonly image: string;

  /**
   * The application's own `spin.toml`. What is given here is held to it: components, variables, stores, triggers, paths of probes.
   *
   * It names the workload where the metadata does not. A `SpinDeployment` of an application without an HTTP trigger can have no
   * probes and no Service, and one with a command trigger fails, as it would start the command again for ever; a `SpinJob` without one
   * fails, as it would never end.
   *
   * @default - none: nothing is known of what is in the image
   */
  readonly manifest?: SpinManifest;

  /**
   * The RuntimeClass that runs the pods, one of Spin. Written to `runtimeClassName`. Cannot be combined with `nodePool`.
   *
   * @default - the cluster's own for Spin, by its `NodeProvisioning`
   */
  readonly runtimeClass?: IWasmRuntimeClass;

  /**
   * The nodes to run on. Written to `runtimeClassName`: that of the pool. Cannot be combined with `runtimeClass`.
   *
   * @default - any node that the RuntimeClass allows
   */
  readonly nodePool?: IWasmNodePool;

  /**
   * The name of the container, an RFC 1123 label. Written to `name`.
   *
   * @default - `metadata.name` where it is such a label, as the operator does; else "main"
   */
  readonly containerName?: string;

  /**
   * CPU, memory and ephemeral storage. Written to `resources`, in the API server's own form.
   *
   * @default - no requests and no limits
   */
  readonly resources?: ContainerResources;

  /**
   * Spin variables by name. Written to `env` as `SPIN_VARIABLE_<NAME>`.
   *
   * Names are those of spin.toml, in lower snake case; fails for others and for two that become one in upper case.
   * `env` is written by name, each variable after those to which its value refers as `$(NAME)`.
   *
   * @default - none
   * @see https://spinframework.dev/variables
   */
  readonly variables?: { [name: string]: EnvValue };

  /**
   * Other environment variables of the shim. Written to `env` by name, each after those to which its value refers as `$(NAME)`.
   *
   * @default - none
   */
  readonly envVariables?: { [name: string]: EnvValue };

  /**
   * Stores and databases behind the labels of spin.toml. Mounted as `/runtime-config.toml`.
   *
   * Stores are written to a Secret whose name changes with them. An option from a Secret or ConfigMap fails, since no operator
   * reads it: use `RuntimeConfig.fromSecret`, whose Secret must have the key `runtime-config.toml`.
   *
   * @default - Spin's own stores under the label `default`, which a restart empties
   */
  readonly runtimeConfig?: RuntimeConfig;

  /**
   * The components to run, by their ids in spin.toml. Written to `SPIN_COMPONENTS_TO_RETAIN`. Needs a shim of 0.17.
   *
   * @default - all
   */
  readonly components?: string[];

  /**
   * The memory that one invocation may use. Written to `SPIN_MAX_INSTANCE_MEMORY` in bytes. Needs a shim of 0.20.
   *
   * Fails if it is over the memory limit (or, without one, the request).
   *
   * @default - as much as the container has
   */
  readonly maxInstanceMemory?: Size;

  /**
   * Where the application sends telemetry. Written to `OTEL_EXPORTER_OTLP_*`. Needs a shim of 0.15.
   *
   * @default - nowhere
   */
  readonly otel?: SpinOtelOptions;

  /**
   * A Secret with CA certificates under the key `ca-certificates.crt`, for calls by HTTPS.
   * Mounted as `/etc/ssl/certs/ca-certificates.crt`.
   *
   * @default - none: an image of a Spin application has no certificates, so calls by HTTPS fail
   */
  readonly caCertSecret?: ISecret;

  /**
   * The Secrets to pull the images with. Written to `imagePullSecrets`, after `dockerRegistryAuth`.
   *
   * @default - none
   */
  readonly imagePullSecrets?: ISecret[];

  /**
   * Labels for the pods, beside those of `podMetadata`.
   *
   * @default - none
   */
  readonly podLabels?: { [key: string]: string };

  /**
   * Annotations for the pods, beside those of `podMetadata`.
   *
   * @default - none
   */
  readonly podAnnotations?: { [key: string]: string };

  /**
   * Volumes and where they are mounted. Written to `volumeMounts`.
   *
   * The `subPath` of an optional Secret or ConfigMap that is missing becomes a folder; at `/runtime-config.toml` the pod then ends with
   * exit code 137.
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
   * Another user than root works where containerd lets every user have low ports, as containerd 2 does. A read-only file system does not:
   * the shim writes below `/`, and the pod ends with exit code 137 and no log. It is a warning (`ReadOnlyRoot`).
   *
   * @default - root with a writable file system, as the operator's pods have
   */
  readonly containerSecurityContext?: ContainerSecurityContextProps;
}
