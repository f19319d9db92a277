import { OperatorContext } from './operator-context';
import { CertificateIssuer, WebhookCertificates } from '../webhook-certificates';

/** The Secret into which cert-manager writes the webhook's certificate. */
const CERTIFICATE_SECRET = 'webhook-server-cert';

const SELF_SIGNED = 'selfsigned-issuer';
const SERVING = 'serving-cert';

/** The Secret that holds the webhook's certificate. */
export function certificateSecret({ _provided }: WebhookCertificates): string {
  return _provided?.secret.name ?? CERTIFICATE_SECRET;
}

/** The certificate of the webhook, and who signs it, where cert-manager makes them. */
export function operatorCertificate(context: OperatorContext): void {
  const { clusterDomain, certificates: { _issuer, _provided } } = context.settings;
  if (_provided) {
    return;
  }
  const host = `${context.named('webhook-service')}.${context.namespace}.svc`;
  if (!_issuer) {
    context.make('cert-manager.io/v1', 'Issuer', SELF_SIGNED, { spec: { selfSigned: {} } });
  }
  context.make('cert-manager.io/v1', 'Certificate', SERVING, {
    spec: {
      dnsNames: [host, `${host}.${clusterDomain}`],
      issuerRef: issuerRef(_issuer ?? { name: context.named(SELF_SIGNED) }),
      secretName: CERTIFICATE_SECRET,
    },
  });
}

/** What tells the API server whom to trust: an annotation for cert-manager, or the CA itself. */
export function webhookTrust(context: OperatorContext): { annotations?: { [key: string]: string }; caBundle?: string } {
  const { _provided } = context.settings.certificates;
  return _provided
    ? { caBundle: Buffer.from(_provided.caBundle.trim() + '\n').toString('base64') }
    : { annotations: { 'cert-manager.io/inject-ca-from': `${context.namespace}/${context.named(SERVING)}` } };
}

function issuerRef({ name, kind = 'Issuer', group }: CertificateIssuer) {
  return { kind, name, ...(group !== undefined && { group }) };
}
