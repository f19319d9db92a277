import { IConstruct } from 'constructs';
import { Values } from './chart-values';
import { Component } from './component';
import { InstalledCertManager } from './installed-cert-manager';
import { checkNamespaceOptions } from './namespace-objects';
import { checkSource, refuseLost } from './source-rules';
import { NAMESPACE } from '../../rules/grammar';
import { Mirror } from '../../rules/mirror';
import { checkMirror, mirroredImage } from '../../rules/mirrored';
import { Report } from '../../rules/problem';
import { CERT_MANAGER_CHART } from '../../upstream/cert-manager';
import type { CertManagerProps } from '../cert-manager';
import type { NamespaceOptions } from '../namespace-options';

/** The name of cert-manager, of its chart and of its namespace. */
export const CERT_MANAGER = 'cert-manager';

const HOME = 'quay.io/jetstack/cert-manager-';

interface CertManagerSettings {
  readonly namespace: string;
  readonly namespaceOptions?: NamespaceOptions;
  readonly mirror?: Mirror;
}

/** cert-manager as a user wants it, with all that is wrong with that in a report. */
export function planCertManager(report: Report, scope: IConstruct, props: CertManagerProps): Component {
  const { source: { _settings: settings }, mirror, namespace = CERT_MANAGER, namespaceOptions } = props;
  const component = certManagerComponent({ mirror, namespace, namespaceOptions });
  report.hold('namespace', namespace, NAMESPACE);
  checkMirror(report, mirror);
  checkNamespaceOptions(report, 'namespaceOptions', namespaceOptions ?? {});
  checkSource(report, scope, component, settings);
  if (settings.kind === 'existing' || settings.kind === 'manifestUrl') {
    const lost = settings.kind === 'manifestUrl' && namespace !== CERT_MANAGER ? { namespace } : {};
    refuseLost(report, '', { kind: settings.kind, given: { ...lost, namespaceOptions }, fix: 'leave it out, or use a chart' });
  }
  InstalledCertManager.of(scope).checkFirst(report, scope);
  return component;
}

/** cert-manager, which is never bundled. */
function certManagerComponent(settings: CertManagerSettings): Component {
  return {
    ...settings,
    name: CERT_MANAGER,
    // a mirror keeps registries, not repositories with an index
    charts: settings.mirror ? 'oci://quay.io/jetstack/charts' : 'https://charts.jetstack.io',
    versionsWithV: true,
    crdsBesideTemplates: false,
    kustomizable: true,
    images: ['controller', 'webhook', 'cainjector', 'acmesolver'].map((image) => HOME + image),
    values: (version) => values(version, settings.mirror),
  };
}

function values(version: string, mirror?: Mirror): Values {
  const image = (name: string) => ({ image: { repository: mirroredImage(HOME + name, mirror) } });
  // a candidate has what its release has
  const has = (feature: 'checkImage' | 'crdsEnabled') => CERT_MANAGER_CHART.has(version.split('-')[0], feature);
  return {
    // until 1.14 by a value of its own, which is deprecated since
    ...(has('crdsEnabled') ? { crds: { enabled: true } } : { installCRDs: true }),
    ...(mirror && {
      ...image('controller'),
      webhook: image('webhook'),
      cainjector: image('cainjector'),
      acmesolver: image('acmesolver'),
      startupapicheck: image(has('checkImage') ? 'startupapicheck' : 'ctl'),
    }),
  };
}
