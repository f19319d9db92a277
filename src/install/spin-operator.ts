import { Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { checkAlone } from './private/operator-alone';
import { operatorCertificate } from './private/operator-certificate';
import { ObjectBody, OperatorContext } from './private/operator-context';
import { operatorDeployment } from './private/operator-deployment';
import { checkBundledVersion } from './private/operator-objects';
import { operatorRbac } from './private/operator-rbac';
import { OperatorSettings, operatorSettings } from './private/operator-settings';
import { operatorWebhooks } from './private/operator-webhooks';
import { SpinOperatorOptions } from './spin-operator-options';
import { WebhookCertificates } from './webhook-certificates';
import { manifest } from '../cluster/private/manifest';
import { stateOf } from '../cluster/private/state-of';
import { SpinKubeVersion } from '../cluster/spinkube-version';
import { NAMESPACE } from '../rules/grammar';
import { Mirror } from '../rules/mirror';
import { Report } from '../rules/problem';

/** Properties of `SpinOperator`. */
export interface SpinOperatorProps extends SpinOperatorOptions {
  /** The release. */
  readonly version: SpinKubeVersion;

  /** The operator's namespace. */
  readonly namespace: string;

  /**
   * Where the certificate of the webhooks comes from.
   *
   * @default WebhookCertificates.certManager()
   */
  readonly certificates?: WebhookCertificates;

  /**
   * Where nodes without a way to the internet pull the images that `image` and `kubeRbacProxyImage` do not name.
   *
   * @default - the registries of the release
   */
  readonly mirror?: Mirror;
}

/**
 * The spin-operator as native objects, as its Helm chart makes them: service account, RBAC, Deployment, Services,
 * webhooks, and for these an Issuer and a Certificate of cert-manager, unless you bring the certificate.
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
    const state = stateOf(this);
    const settings = operatorSettings(report, props, props);
    report.hold('namespace', props.namespace, NAMESPACE);
    checkAlone(report, state);
    checkBundledVersion(report, props.version);
    report.throwIfAny();
    state.install = {
      path: Chart.of(this).node.path,
      version: props.version,
      operator: Chart.of(this),
      metrics: { namespace: props.namespace, served: settings.metrics },
    };
    const context = new Context(this, props.namespace, settings);
    operatorRbac(context);
    operatorCertificate(context);
    operatorDeployment(context);
    operatorWebhooks(context);
  }
}

class Context implements OperatorContext {
  constructor(
    private readonly scope: Construct,
    public readonly namespace: string,
    public readonly settings: OperatorSettings,
  ) {}

  named(part: string): string {
    return `spin-operator-${part}`;
  }

  make(apiVersion: string, kind: string, part: string, { metadata, ...body }: ObjectBody): void {
    const namespace = Chart.of(this.scope).namespace === this.namespace ? undefined : this.namespace;
    manifest(this.scope, { apiVersion, kind, metadata: { ...metadata, name: this.named(part), namespace }, ...body }, `${kind}-${part}`);
  }
}
