import { ContainerResources, ISecret, k8s } from 'cdk8s-plus-28';

/** Changes to the operator's own objects. */
export interface SpinOperatorOptions {
  /**
   * The operator's image, such as one in a mirror, by tag or digest. Written to `image` of the container `manager`.
   *
   * @default - the image of the release
   */
  readonly image?: string;

  /**
   * The image of kube-rbac-proxy, which guards metrics in 0.4.0. Later releases have no such container.
   *
   * @default "quay.io/brancz/kube-rbac-proxy:v0.15.0"; the registry that the release names is gone
   */
  readonly kubeRbacProxyImage?: string;

  /**
   * The Secrets to pull the images with, in the operator's namespace. Written to `imagePullSecrets`.
   *
   * @default - none
   */
  readonly imagePullSecrets?: ISecret[];

  /**
   * How many pods; one of them leads. With more than one, a PodDisruptionBudget keeps one through node drains.
   * Written to `replicas`. An integer of at least 1.
   *
   * @default 1
   */
  readonly replicas?: number;

  /**
   * CPU and memory of the container `manager`.
   *
   * @default - as released: requests 10m and 64Mi, limits 500m and 128Mi
   */
  readonly resources?: ContainerResources;

  /**
   * Labels of the nodes that the operator runs on. Written to `nodeSelector`.
   *
   * @default - any Linux node of amd64 or arm64
   */
  readonly nodeSelector?: { [key: string]: string };

  /**
   * Taints that the operator tolerates. Written to `tolerations`.
   *
   * @default - none
   */
  readonly tolerations?: k8s.Toleration[];

  /**
   * Affinity in place of the released one. Written to `affinity`.
   *
   * @default - nodes with Linux on amd64 or arm64
   */
  readonly affinity?: k8s.Affinity;

  /**
   * The priority class of the pods, an RFC 1123 subdomain. Written to `priorityClassName`.
   *
   * @default - that of the cluster
   */
  readonly priorityClassName?: string;

  /**
   * The cluster's DNS domain. Written to `dnsNames` of the webhook's certificate.
   *
   * @default "cluster.local"
   */
  readonly clusterDomain?: string;

  /**
   * Arguments of the manager beside the released ones. Written to `args`.
   *
   * @default - none
   */
  readonly extraArgs?: string[];

  /**
   * Whether the operator serves metrics, with the Service and the roles that takes.
   *
   * @default true
   */
  readonly metrics?: boolean;
}
