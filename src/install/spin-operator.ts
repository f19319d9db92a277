import { Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { ObjectBody, OperatorContext } from './private/operator-context';
import { operatorCertificate, operatorDeployment } from './private/operator-deployment';
import { operatorRbac } from './private/operator-rbac';
import { operatorRelease } from './private/operator-release';
import { operatorWebhooks } from './private/operator-webhooks';
import { manifest } from '../cluster/private/manifest';
import { SpinKubeVersion } from '../cluster/spinkube-version';
import { IMAGE } from '../rules/image';
import { Report } from '../rules/problem';

/** Changes to the operator's own objects. */
export interface SpinOperatorOptions {
  /**
   * The operator's image, such as one in a mirror. Written to the container `manager`.
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
}

/** Properties of `SpinOperator`. */
export interface SpinOperatorProps extends SpinOperatorOptions {
  /** The release. */
  readonly version: SpinKubeVersion;

  /** The operator's namespace. */
  readonly namespace: string;
}

/**
 * The spin-operator as native objects, as its Helm chart makes them: service account, RBAC, Deployment, Services,
 * webhooks, and for these an Issuer and a Certificate of cert-manager.
 *
 * @see https://github.com/spinframework/spin-operator/tree/main/charts/spin-operator
 */
export class SpinOperator extends Construct {
  /**
   * @param scope a chart
   * @param id the id
   * @param props the release and its namespace
   */
  constructor(scope: Construct, id: string, props: SpinOperatorProps) {
    super(scope, id);
    const report = new Report(this);
    for (const field of ['image', 'kubeRbacProxyImage'] as const) {
      if (props[field] !== undefined) {
        report.hold(`operator.${field}`, props[field], IMAGE);
      }
    }
    report.throwIfAny();
    const context = new Context(this, props);
    operatorRbac(context);
    operatorCertificate(context);
    operatorDeployment(context);
    operatorWebhooks(context);
  }
}

class Context implements OperatorContext {
  readonly namespace: string;
  readonly release;

  constructor(private readonly scope: Construct, { version, namespace, image, kubeRbacProxyImage }: SpinOperatorProps) {
    const released = operatorRelease(version);
    this.namespace = namespace;
    this.release = {
      ...released,
      image: image ?? released.image,
      proxyImage: released.proxyImage && (kubeRbacProxyImage ?? released.proxyImage),
    };
  }

  named(part: string): string {
    return `spin-operator-${part}`;
  }

  make(apiVersion: string, kind: string, part: string, { metadata, ...body }: ObjectBody): void {
    const namespace = Chart.of(this.scope).namespace === this.namespace ? undefined : this.namespace;
    manifest(this.scope, { apiVersion, kind, metadata: { ...metadata, name: this.named(part), namespace }, ...body }, `${kind}-${part}`);
  }
}
