import { ApiObjectMetadata, Size } from 'cdk8s';
import { ContainerResources, EnvValue, IServiceAccount, ISecret, Probe } from 'cdk8s-plus-28';
import { EgressPolicy } from './egress-policy';
import { RuntimeConfig } from './runtime-config';
import { SpinManifest } from '../manifest/spin-manifest';

/** What `WasmApp` and `EdgeWasmApp` have in common. */
export interface WasmAppCommonProps {
  /**
   * Standard metadata.
   *
   * The name must be an RFC 1035 label of at most 52 characters, since the operator makes a Service and a label
   * from it. The namespace must have the executor.
   *
   * @default - the name of the manifest's application, else one by cdk8s from the construct's path, made to fit 52
   * characters; the namespace of the chart
   */
  readonly metadata?: ApiObjectMetadata;

  /**
   * The Spin application, an OCI reference. Written to `spec.image`.
   *
   * Fails if it is no image reference. The tag `latest`, or none, is a warning. A node that has the image does not pull new content under the
   * same tag, since SpinApp has no `imagePullPolicy`.
   */
  readonly image: string;

  /**
   * How many pods. Written to `spec.replicas`, and left out under an autoscaler.
   *
   * An integer of at least 1; the operator's webhook refuses 0. Cannot be combined with an autoscaler.
   *
   * @default 2, and 1 for an `EdgeWasmApp`
   */
  readonly replicas?: number;

  /**
   * CPU, memory and ephemeral storage. Written to `spec.resources`, in the API server's own form.
   *
   * Fails for a request over its limit and for negative amounts.
   *
   * @default - no requests and no limits
   */
  readonly resources?: ContainerResources;

  /**
   * The app's own `spin.toml`. What is given here is held to it: components, variables, stores, triggers, checked paths.
   *
   * It names the app where the metadata does not. What an app without an HTTP trigger cannot have fails: checks, Services
   * and routes.
   *
   * @default - none: nothing is known of what is in the image
   */
  readonly manifest?: SpinManifest;

  /**
   * Whether an app whose manifest has an HTTP trigger is checked where Spin itself answers, unless `readiness` is given.
   * Written to `spec.checks.readiness`, with the path `/.well-known/spin/health`.
   *
   * @default true
   */
  readonly defaultReadiness?: boolean;

  /**
   * Holds the app to the destinations that its manifest allows. Written as a NetworkPolicy or a CiliumNetworkPolicy beside it.
   *
   * Fails without a manifest and without hosts of its own, and for allowed hosts with variables whose values are not known.
   *
   * @default - no policy: Spin alone holds components to their allowed hosts
   */
  readonly egress?: EgressPolicy;

  /**
   * When the app takes traffic. Written to `spec.checks.readiness`.
   *
   * HTTP GET on port 80 only: a command, TCP, HTTPS, another host or port fails. A delay of 0 is written as 1 second for
   * spin-operator 0.4.0, which would make 10 of it. With a manifest, a path that no route serves fails.
   *
   * @default - as soon as it runs; with a manifest that has an HTTP trigger, when Spin answers
   */
  readonly readiness?: Probe;

  /**
   * When the app is restarted. Written to `spec.checks.liveness`.
   *
   * HTTP GET on port 80 only: a command, TCP, HTTPS, another host or port fails.
   *
   * @default - when it ends
   */
  readonly liveness?: Probe;

  /**
   * Headers of the readiness request. Written to `spec.checks.readiness.httpGet.httpHeaders`.
   *
   * Fails without `readiness`, and for headers that prove an identity, such as `Authorization`: a check reads no Secret.
   *
   * @default - none
   */
  readonly readinessHeaders?: { [name: string]: string };

  /**
   * Headers of the liveness request. Written to `spec.checks.liveness.httpGet.httpHeaders`.
   *
   * Fails without `liveness`, and for headers that prove an identity, such as `Authorization`: a check reads no Secret.
   *
   * @default - none
   */
  readonly livenessHeaders?: { [name: string]: string };

  /**
   * Spin variables by name. Written to `spec.variables`.
   *
   * Names are those of spin.toml, in lower snake case; fails for others and for two that become one in upper case. With a
   * manifest, fails for one that it does not declare, for a required one that is missing, and for a secret in clear.
   * They are written by name, each after those to which its value refers as `$(SPIN_VARIABLE_<NAME>)`.
   *
   * @default - none
   * @see https://spinframework.dev/variables
   */
  readonly variables?: { [name: string]: EnvValue };

  /**
   * Stores and databases behind the labels of spin.toml. Written to `spec.runtimeConfig`.
   *
   * @default - Spin's own stores under the label `default`, which a restart empties
   */
  readonly runtimeConfig?: RuntimeConfig;

  /**
   * The components to run, by their ids in spin.toml. Written to `spec.components`.
   *
   * Needs a shim of 0.17 or newer. Fails for an empty list.
   *
   * @default - all
   */
  readonly components?: string[];

  /**
   * The memory that one invocation may use. Written to `spec.invocationLimits.memory`.
   *
   * Needs spin-operator 0.6.0 and a shim of 0.20. Fails if it is over the memory limit (or, without one, the request).
   *
   * @default - as much as the container has
   */
  readonly maxInstanceMemory?: Size;

  /**
   * The service account of the pods. Written to `spec.serviceAccountName`. Needs spin-operator 0.5.0.
   *
   * @default - `default` of the namespace
   */
  readonly serviceAccount?: IServiceAccount;

  /**
   * The Secrets to pull the image with. Written to `spec.imagePullSecrets`.
   *
   * @default - none
   */
  readonly imagePullSecrets?: ISecret[];

  /**
   * Whether the labels of `metadata`, and those of the chart, are carried to the pods too. Written to `spec.podLabels`.
   *
   * Those of `podLabels` win.
   *
   * @default false: the operator gives its own labels alone
   */
  readonly propagateLabels?: boolean;

  /**
   * Labels for the pods. Written to `spec.podLabels`. The operator's own fail: `core.spinkube.dev/app-name` and
   * `core.spinkube.dev/app.<name>.status`.
   *
   * @default - none but the operator's
   */
  readonly podLabels?: { [key: string]: string };

  /**
   * Annotations for the pods. Written to `spec.podAnnotations`. Those that the API server refuses in pods fail.
   *
   * @default - none
   */
  readonly podAnnotations?: { [key: string]: string };

  /**
   * Annotations for the Deployment that the operator makes. Written to `spec.deploymentAnnotations`. Kubernetes' own, below
   * `deployment.kubernetes.io/`, fail.
   *
   * @default - none
   */
  readonly deploymentAnnotations?: { [key: string]: string };

  /**
   * Annotations for the Service that the operator makes. Written to `spec.serviceAnnotations`. Those that only a Service of type
   * LoadBalancer may have fail.
   *
   * @default - none
   */
  readonly serviceAnnotations?: { [key: string]: string };
}
