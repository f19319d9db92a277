import { Secret } from 'cdk8s-plus-28';
import { SUBDOMAIN } from '../../rules/grammar';
import { Report } from '../../rules/problem';
import { REFERENCE } from '../../rules/references';
import { RuleCode } from '../../rules/rule-code';
import { CertificateIssuer, ProvidedCertificate, WebhookCertificates } from '../webhook-certificates';

const BLOCKS = /-----BEGIN ([A-Z0-9 ]+)-----[\s\S]*?-----END \1-----/g;

/** Checks where the certificate comes from. */
export function checkCertificates(report: Report, { _issuer, _provided }: WebhookCertificates): void {
  if (_issuer) {
    report.hold('certificates.issuer.name', _issuer.name, REFERENCE);
    report.holdGiven('certificates.issuer.group', _issuer.group, SUBDOMAIN);
    checkKind(report, _issuer);
  }
  if (_provided) {
    checkProvided(report, _provided);
  }
}

function checkKind(report: Report, { kind = 'Issuer', group = 'cert-manager.io' }: CertificateIssuer): void {
  const known = ['Issuer', 'ClusterIssuer'];
  if (group === 'cert-manager.io' ? !known.includes(kind) : !/^[A-Za-z]+$/.test(kind)) {
    report.add({
      field: 'certificates.issuer.kind',
      value: kind,
      rule: `${group} has no such kind of issuer`,
      fix: group === 'cert-manager.io' ? `use ${known.join(' or ')}, or name the group of an external issuer` : 'use the kind of the issuer',
      code: RuleCode.INVALID_REFERENCE,
    });
  }
}

function checkProvided(report: Report, { secret, caBundle }: ProvidedCertificate): void {
  report.hold('certificates.secret.name', secret.name, REFERENCE);
  if (secret instanceof Secret) {
    report.add({
      field: 'certificates.secret',
      value: secret.node.path,
      rule: 'this program makes the Secret, and a private key does not stand in a manifest',
      fix: 'make the Secret beside this program, and refer to it by Secret.fromSecretName()',
      code: RuleCode.SECRET_IN_CLEAR,
    });
  }
  const blocks = [...String(caBundle).matchAll(BLOCKS)];
  if (/PRIVATE KEY/.test(caBundle)) {
    report.add({
      field: 'certificates.caBundle',
      value: 'a private key',
      rule: 'a private key does not stand in a manifest',
      fix: 'give the certificates of the authorities alone',
      code: RuleCode.SECRET_IN_CLEAR,
    });
  } else if (blocks.length === 0 || !blocks.every(([block]) => isCertificate(block)) || caBundle.replace(BLOCKS, '').trim() !== '') {
    report.add({
      field: 'certificates.caBundle',
      value: caBundle,
      rule: 'must be one or more X.509 certificates as PEM, and nothing else',
      fix: 'give the text of the file that begins with -----BEGIN CERTIFICATE-----',
      code: RuleCode.INVALID_CERTIFICATE,
    });
  }
}

function isCertificate(pem: string): boolean {
  try {
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    const { X509Certificate } = require('crypto') as typeof import('crypto');
    return Boolean(new X509Certificate(pem));
  } catch {
    return false;
  }
}
