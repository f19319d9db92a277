import { ServiceType } from 'cdk8s-plus-28';

/** Which pods a node or load balancer sends outside traffic to. */
export enum ExternalTrafficPolicy {
  /** Those of any node, from which the pods see a node's address. */
  CLUSTER = 'Cluster',

  /** Those of the node that got it, so that the pods see the client's address; a node without one drops it. */
  LOCAL = 'Local',
}

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
   * Labels of the Service.
   *
   * @default - those of the chart
   */
  readonly labels?: { [key: string]: string };

  /**
   * Annotations of the Service, such as those that a cloud's load balancers read.
   *
   * @default - none
   */
  readonly annotations?: { [key: string]: string };

  /**
   * The port on every node, from 30000 to 32767 unless the cluster has another range. Written to
   * `spec.ports[0].nodePort`. Fails for a Service of type ClusterIP.
   *
   * @default - the cluster picks one
   */
  readonly nodePort?: number;

  /**
   * Who may connect, as CIDR blocks. Written to `spec.loadBalancerSourceRanges`. Only for type LoadBalancer.
   *
   * @default - everybody
   */
  readonly loadBalancerSourceRanges?: string[];

  /**
   * Which controller makes the load balancer, a name such as "service.k8s.aws/nlb". Written to `spec.loadBalancerClass`.
   * Only for type LoadBalancer.
   *
   * @default - the cluster's own
   */
  readonly loadBalancerClass?: string;

  /**
   * Which pods get traffic from outside. Written to `spec.externalTrafficPolicy`. Not for type ClusterIP.
   *
   * @default - Kubernetes' own, Cluster
   */
  readonly externalTrafficPolicy?: ExternalTrafficPolicy;
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
