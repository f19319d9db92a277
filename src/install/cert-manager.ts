import { Construct, Dependable } from 'constructs';
import { ComponentSource } from './component-source';
import { NamespaceOptions } from './namespace-options';
import { CERT_MANAGER, planCertManager } from './private/cert-manager-component';
import { componentChart } from './private/component-chart';
import { InstalledCertManager } from './private/installed-cert-manager';
import { standInChart } from '../cluster/private/hollow-chart';
import { Phase } from '../cluster/private/phase';
import { Mirror } from '../rules/mirror';
import { Report } from '../rules/problem';

/** Properties of `CertManager`. */
export interface CertManagerProps {
  /**
   * Where it comes from. A chart needs a `version`.
   *
   * Fails for `bundled()`: this library has no objects of cert-manager.
   */
  readonly source: ComponentSource;

  /**
   * Its namespace. A released manifest names its own, `cert-manager`: another one fails with `manifestUrl`.
   *
   * @default "cert-manager"
   */
  readonly namespace?: string;

  /**
   * How the namespace is made, or that it is there. A quota of CPU or memory takes a chart with `values` that give all pods
   * resources: it has none by itself.
   *
   * Fails with `existing` and `manifestUrl`, which make no namespace here.
   *
   * @default - without labels and quota
   */
  readonly namespaceOptions?: NamespaceOptions;

  /**
   * Where the chart, the manifest and the images come from without a way to the internet.
   *
   * In a released manifest the image of the solver of ACME challenges stands in an argument, which a kustomization does not
   * reach: it stays as it is.
   *
   * @default - their own registries
   */
  readonly mirror?: Mirror;
}

/**
 * cert-manager, which signs the certificate of the operator's webhooks.
 *
 * Makes a chart of its own, to be applied before whatever asks for a certificate. A chart around it that holds nothing else leaves no file.
 *
 * @see https://cert-manager.io/docs/installation/
 */
export class CertManager extends Construct {
  /** The namespace of cert-manager. */
  public readonly namespace: string;

  /**
   * @param scope an app, a cluster or a chart
   * @param id the id
   * @param props where it comes from
   */
  constructor(scope: Construct, id: string, props: CertManagerProps) {
    super(scope, id);
    this.namespace = props.namespace ?? CERT_MANAGER;
    const report = new Report(this);
    const component = planCertManager(report, this, props);
    report.throwIfAny();
    componentChart({ scope: this, id: CERT_MANAGER, phase: Phase.CERT_MANAGER }, component, props.source._settings);
    InstalledCertManager.of(this).first = this;
    // To depend on it is to depend on its chart.
    Dependable.implement(this, { dependencyRoots: this.node.children });
    standInChart(this);
  }
}
