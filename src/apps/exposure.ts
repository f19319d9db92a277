import { ServiceType } from 'cdk8s-plus-28';

/** Options of a Service of its own for an app, beside the one that the operator makes. */
export interface ExposeOptions {
  /**
   * The name of the Service. Fails if it is the app's own, which the operator's Service has.
   *
   * @default - the app's name and the type in lower case, such as `api-loadbalancer`
   */
  readonly name?: string;

  /**
   * The port of the Service. Written to `spec.ports[0].port`; it leads to port 80 of the pods.
   *
   * @default 80
   */
  readonly port?: number;

  /**
   * Annotations of the Service, such as those that a cloud's load balancers read.
   *
   * @default - none
   */
  readonly annotations?: { [key: string]: string };
}

/** Options of `exposeViaService`. */
export interface ExposeViaServiceOptions extends ExposeOptions {
  /**
   * The type of the Service. Written to `spec.type`.
   *
   * @default ServiceType.CLUSTER_IP
   */
  readonly serviceType?: ServiceType;
}
