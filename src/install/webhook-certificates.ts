import { ISecret } from 'cdk8s-plus-28';

/** An issuer of cert-manager. */
export interface CertificateIssuer {
  /** The name of the issuer. Written to `issuerRef.name`. */
  readonly name: string;

  /**
   * Its kind: `Issuer`, which must be in the operator's namespace, or `ClusterIssuer`; or the kind of an external issuer.
   * Written to `issuerRef.kind`. Fails for another kind without a `group`.
   *
   * @default "Issuer"
   */
  readonly kind?: string;

  /**
   * Its API group. Written to `issuerRef.group`.
   *
   * @default - cert-manager's own
   */
  readonly group?: string;
}

/** A certificate for the operator's webhooks that you bring. */
export interface ProvidedCertificate {
  /**
   * The Secret with `tls.crt` and `tls.key`, in the operator's namespace, by reference: `Secret.fromSecretName`.
   *
   * Its certificate must name `spin-operator-webhook-service.<namespace>.svc`. Fails for a Secret that this program makes: a
   * private key does not stand in a manifest.
   */
  readonly secret: ISecret;

  /**
   * The certificates of the authorities that signed it, as PEM. Written to `caBundle` of the webhooks in base64.
   *
   * Fails for what is no certificate, and for a private key.
   */
  readonly caBundle: string;
}

/**
 * Where the certificate of the operator's webhooks comes from. The API server talks to them over TLS alone.
 *
 * @see https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/#contacting-the-webhook
 */
export class WebhookCertificates {
  /** cert-manager makes it, signed by itself: an Issuer and a Certificate are written. */
  public static certManager(): WebhookCertificates {
    return new WebhookCertificates();
  }

  /**
   * cert-manager makes it, signed by an issuer of yours: a Certificate is written. The issuer must give the CA with the
   * certificate, as all but ACME issuers do.
   *
   * @param issuer its name and kind
   */
  public static fromIssuer(issuer: CertificateIssuer): WebhookCertificates {
    return new WebhookCertificates({ ...issuer });
  }

  /**
   * You bring it, and renew it: neither Issuer nor Certificate is written, and cert-manager is not needed.
   *
   * @param certificate the Secret and who signed it
   */
  public static fromSecret(certificate: ProvidedCertificate): WebhookCertificates {
    return new WebhookCertificates(undefined, { ...certificate });
  }

  private constructor(
    /** @internal */
    public readonly _issuer?: CertificateIssuer,

    /** @internal */
    public readonly _provided?: ProvidedCertificate,
  ) {}
}
