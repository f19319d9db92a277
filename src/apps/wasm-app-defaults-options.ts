import { ContainerResources, IServiceAccount, ISecret } from 'cdk8s-plus-28';

/** What apps below a scope have unless they say otherwise. */
export interface WasmAppDefaultsOptions {
  /**
   * The Secrets to pull images with. An app's own list replaces it.
   *
   * @default - none
   */
  readonly imagePullSecrets?: ISecret[];

  /**
   * CPU, memory and ephemeral storage. An app's own `resources` replace them as a whole; `{}` leaves them out.
   *
   * @default - none
   */
  readonly resources?: ContainerResources;

  /**
   * The service account of the pods. Fails with a spin-operator before 0.5.0.
   *
   * @default - `default` of the namespace
   */
  readonly serviceAccount?: IServiceAccount;

  /**
   * Labels of the SpinApps. Those of an app are added, and win.
   *
   * @default - none
   */
  readonly labels?: { [key: string]: string };

  /**
   * Annotations of the SpinApps. Those of an app are added, and win.
   *
   * @default - none
   */
  readonly annotations?: { [key: string]: string };

  /**
   * Labels of the pods. Those of an app are added, and win.
   *
   * @default - none
   */
  readonly podLabels?: { [key: string]: string };

  /**
   * Annotations of the pods. Those of an app are added, and win.
   *
   * @default - none
   */
  readonly podAnnotations?: { [key: string]: string };
}
