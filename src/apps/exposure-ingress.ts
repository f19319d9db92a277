import { HttpIngressPathType, Ingress, IngressTls } from 'cdk8s-plus-28';

/** Options of `exposeViaIngress`. */
export interface ExposeViaIngressOptions {
  /**
   * How the path is compared. Written to `spec.rules[].http.paths[].pathType`. With IMPLEMENTATION_SPECIFIC the path may be any
   * that is absolute, such as the regular expressions of ingress-nginx.
   *
   * @default HttpIngressPathType.PREFIX
   */
  readonly pathType?: HttpIngressPathType;

  /**
   * The hosts, DNS names or wildcards such as "*.acme.com". Written to `spec.rules[].host`.
   *
   * @default - every host
   */
  readonly hosts?: string[];

  /**
   * Certificates, by Secret. Written to `spec.tls`. Fails for a host that no rule of the Ingress has.
   *
   * @default - plain HTTP
   */
  readonly tls?: IngressTls[];

  /**
   * An Ingress to add the path to, such as the one that an earlier call returned, of the same namespace.
   *
   * Cannot be combined with `name`, `className`, `labels` and `annotations`, which it has already.
   *
   * @default - a new one
   */
  readonly ingress?: Ingress;

  /**
   * The name of the Ingress.
   *
   * @default - the app's name and `ingress`, such as `api-ingress`
   */
  readonly name?: string;

  /**
   * The IngressClass, by name. Written to `spec.ingressClassName`.
   *
   * @default - the cluster's default class
   */
  readonly className?: string;

  /**
   * Labels of the Ingress.
   *
   * @default - those of the chart
   */
  readonly labels?: { [key: string]: string };

  /**
   * Annotations of the Ingress, such as those that its controller reads.
   *
   * @default - none
   */
  readonly annotations?: { [key: string]: string };
}
