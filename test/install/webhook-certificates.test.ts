import { App, Chart } from 'cdk8s';
import { ISecret, Secret } from 'cdk8s-plus-28';
import { find, phasesOf, texts } from './installs';
import { PEM } from './pem';
import { refusal } from './sources';
import { CertificateIssuer, ComponentSource, SpinKubeInstall, SpinKubeInstallProps, SpinKubeVersion, WebhookCertificates } from '../../src';

const HOSTS = ['spin-operator-webhook-service.spin-operator.svc', 'spin-operator-webhook-service.spin-operator.svc.cluster.local'];

const secretIn = (app: App): ISecret => Secret.fromSecretName(app, 'secret', 'webhook-tls');

function operatorOf(certificates?: (app: App) => WebhookCertificates): any[] {
  const app = new App();
  new SpinKubeInstall(app, 'spinkube', { version: SpinKubeVersion.V0_6_1, certificates: certificates?.(app) });
  return phasesOf(app)['spinkube/operator'];
}

const kinds = (objects: any[]) => objects.map(({ kind }) => kind);
const webhooks = (objects: any[]) => objects.filter(({ kind }) => kind.endsWith('WebhookConfiguration'));

describe('the certificate of the webhooks', () => {
  test('is signed by itself unless said otherwise', () => {
    const objects = operatorOf();
    expect(operatorOf(() => WebhookCertificates.certManager())).toEqual(objects);
    expect(find(objects, 'Certificate').spec).toEqual({
      dnsNames: HOSTS, issuerRef: { kind: 'Issuer', name: 'spin-operator-selfsigned-issuer' }, secretName: 'webhook-server-cert',
    });
    for (const { metadata, webhooks: guarded } of webhooks(objects)) {
      expect(metadata.annotations).toEqual({ 'cert-manager.io/inject-ca-from': 'spin-operator/spin-operator-serving-cert' });
      expect(guarded.map(({ clientConfig }: any) => Object.keys(clientConfig))).toEqual([['service'], ['service']]);
    }
  });

  test.each<[CertificateIssuer, object]>([
    [{ name: 'own' }, { kind: 'Issuer', name: 'own' }],
    [{ name: 'own', kind: 'ClusterIssuer' }, { kind: 'ClusterIssuer', name: 'own' }],
    [{ name: 'own', kind: 'ClusterIssuer', group: 'cert-manager.io' }, { kind: 'ClusterIssuer', name: 'own', group: 'cert-manager.io' }],
    [{ name: 'own', kind: 'AWSPCAIssuer', group: 'awspca.cert-manager.io' }, { kind: 'AWSPCAIssuer', name: 'own', group: 'awspca.cert-manager.io' }],
    [{ name: 'own', kind: undefined, group: undefined }, { kind: 'Issuer', name: 'own' }],
  ])('is signed by the issuer %j', (issuer, issuerRef) => {
    const given = { ...issuer };
    const objects = operatorOf(() => WebhookCertificates.fromIssuer(given));
    expect(kinds(objects)).not.toContain('Issuer');
    expect(find(objects, 'Certificate').spec).toEqual({ dnsNames: HOSTS, issuerRef, secretName: 'webhook-server-cert' });
    expect(given).toEqual(issuer);
  });

  test('is a Secret that is brought, whose authority the webhooks name', () => {
    const objects = operatorOf((app) => WebhookCertificates.fromSecret({ secret: secretIn(app), caBundle: PEM }));
    expect(kinds(objects).filter((kind) => ['Issuer', 'Certificate', 'Secret'].includes(kind))).toEqual([]);
    expect(find(objects, 'Deployment').spec.template.spec.volumes).toEqual([{ name: 'cert', secret: { defaultMode: 420, secretName: 'webhook-tls' } }]);
    expect(webhooks(objects).map(({ metadata }) => metadata.annotations)).toEqual([undefined, undefined]);
    const bundles = webhooks(objects).flatMap(({ webhooks: guarded }) => guarded.map(({ clientConfig }: any) => clientConfig.caBundle));
    expect(bundles.map((bundle: string) => Buffer.from(bundle, 'base64').toString())).toEqual([PEM, PEM, PEM, PEM]);
    expect(texts(objects).filter(([, text]) => text.includes('cert-manager'))).toEqual([]);
  });

  test.each([
    ['two authorities', `${PEM}${PEM}`], ['lines as Windows ends them', PEM.replace(/\n/g, '\r\n')], ['space around it', `\n\n  ${PEM}\n`], ['no last line', PEM.trim()],
  ])('may have an authority with %s', (_, caBundle) => {
    const certificates = (app: App) => WebhookCertificates.fromSecret({ secret: secretIn(app), caBundle });
    expect(webhooks(operatorOf(certificates))).toHaveLength(2);
  });

  test('stands in no manifest with a private key', () => {
    for (const certificates of [() => WebhookCertificates.certManager(), () => WebhookCertificates.fromIssuer({ name: 'own' })]) {
      expect(texts(operatorOf(certificates)).filter(([, text]) => text.includes('PRIVATE KEY'))).toEqual([]);
    }
  });
});

describe('a certificate that cannot be', () => {
  const bundle = 'must be one or more X.509 certificates as PEM, and nothing else; '
    + 'give the text of the file that begins with -----BEGIN CERTIFICATE----- (InvalidCertificate)';
  const key = 'certificates.caBundle: got "a private key"; a private key does not stand in a manifest; give the certificates of the authorities alone (SecretInClear)';
  const reference = 'must be an RFC 1123 subdomain of at most 253 characters: a-z, 0-9, \'-\' and \'.\'; use lower-case letters, digits, dashes and dots';
  const own = 'cert-manager.io has no such kind of issuer; use Issuer or ClusterIssuer, or name the group of an external issuer (InvalidReference)';
  const broken = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n';
  const from = (caBundle: any) => (app: App) => ({ certificates: WebhookCertificates.fromSecret({ secret: secretIn(app), caBundle }) });
  const issuer = (options: CertificateIssuer) => () => ({ certificates: WebhookCertificates.fromIssuer(options) });

  test.each<[string, (app: App) => Partial<SpinKubeInstallProps>, string[]]>([
    ['no authority', from(''), [`certificates.caBundle: got ""; ${bundle}`]],
    ['a text', from('trust me'), [`certificates.caBundle: got "trust me"; ${bundle}`]],
    ['nothing at all', from(undefined), [`certificates.caBundle: got nothing; ${bundle}`]],
    ['a block that is no certificate', from(broken), [`certificates.caBundle: got ${JSON.stringify(broken)}; ${bundle}`]],
    ['a private key alone', from('-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n'), [key]],
    ['a private key behind the certificate, which it does not repeat', from(`${PEM}-----BEGIN EC PRIVATE KEY-----\nAAAA\n-----END EC PRIVATE KEY-----\n`), [key]],
    ['a Secret that the program makes', (app) => ({
      certificates: WebhookCertificates.fromSecret({ secret: new Secret(new Chart(app, 'own'), 'secret', { metadata: { name: 'tls' } }), caBundle: PEM }),
    }), ['certificates.secret: got "own/secret"; this program makes the Secret, and a private key does not stand in a manifest; '
      + 'make the Secret beside this program, and refer to it by Secret.fromSecretName() (SecretInClear)']],
    ['a Secret of no name', (app) => ({
      certificates: WebhookCertificates.fromSecret({ secret: Secret.fromSecretName(app, 'none', 'No Name'), caBundle: PEM }),
    }), [`certificates.secret.name: got "No Name"; ${reference} (InvalidReference)`]],
    ['an issuer of no name', issuer({ name: '' }), [`certificates.issuer.name: got ""; ${reference} (InvalidReference)`]],
    ['an issuer of no kind', issuer({ name: 'own', kind: 'Clusterissuer' }), [`certificates.issuer.kind: got "Clusterissuer"; ${own}`]],
    ['an external issuer without its group', issuer({ name: 'own', kind: 'AWSPCAIssuer' }), [`certificates.issuer.kind: got "AWSPCAIssuer"; ${own}`]],
    ['an external issuer of an impossible kind and group', issuer({ name: 'own', kind: 'a b', group: 'A B' }), [
      `certificates.issuer.group: got "A B"; ${reference} (InvalidName)`,
      'certificates.issuer.kind: got "a b"; A B has no such kind of issuer; use the kind of the issuer (InvalidReference)',
    ]],
    ['a Secret and a cert-manager to sign it', (app) => ({
      certificates: WebhookCertificates.fromSecret({ secret: secretIn(app), caBundle: PEM }), certManager: ComponentSource.argoCd({ version: '1.14.0' }),
    }), ['certManager: got "argoCd"; certificates are brought by a Secret, so the certificate would have two sources; '
      + 'leave out one of them: a cert-manager for other uses is a CertManager of its own (CertificateSource)']],
    ['an operator that brings its own', () => ({
      certificates: WebhookCertificates.certManager(), operator: { source: ComponentSource.flux() },
    }), ['certificates: got "a certificate"; an operator by flux() brings the certificate of its webhooks; '
      + 'leave it out, or use ComponentSource.bundled() (UnusedOption)']],
  ])('fails with %s', (_, props, messages) => {
    expect(refusal((app) => new SpinKubeInstall(app, 'spinkube', { version: SpinKubeVersion.V0_6_1, ...props(app) })))
      .toBe(messages.map((message) => `[spinkube] ${message}`).join('\n'));
  });

  test('leaves an issuer beside a cert-manager alone', () => {
    const props = { certificates: WebhookCertificates.fromIssuer({ name: 'own' }), certManager: ComponentSource.argoCd({ version: '1.14.0' }) };
    expect(() => new SpinKubeInstall(new App(), 'spinkube', { version: SpinKubeVersion.V0_6_1, ...props })).not.toThrow();
  });
});
