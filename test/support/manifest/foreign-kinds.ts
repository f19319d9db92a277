/**
 * Kinds of other projects: the fields that we write, no more, and the published validator that holds their values.
 */

/** What holds a kind of another project. */
export interface ForeignKind {
  /** The package whose validator holds the values; kinds without one are held by their fields alone. */
  readonly module?: string;

  /** The fields that may be written; {} is a value or list that the published validator holds. */
  readonly fields: object;
  readonly clusterScoped?: boolean;
}

const REFERENCE = { name: {}, kind: {}, group: {} };
const CA_ISSUER = { secretName: {}, crlDistributionPoints: {}, ocspServers: {}, issuingCertificateURLs: {} };
const ISSUER = { spec: { selfSigned: { crlDistributionPoints: {} }, ca: CA_ISSUER } };
const CERTIFICATE = {
  spec: {
    commonName: {},
    dnsNames: {},
    duration: {},
    ipAddresses: {},
    isCA: {},
    issuerRef: REFERENCE,
    privateKey: { algorithm: {}, encoding: {}, rotationPolicy: {}, size: {} },
    renewBefore: {},
    revisionHistoryLimit: {},
    secretName: {},
    secretTemplate: { annotations: {}, labels: {} },
    uris: {},
    usages: {},
  },
};

const HELM_RELEASE = {
  spec: {
    interval: {},
    releaseName: {},
    targetNamespace: {},
    chartRef: { kind: {}, name: {}, namespace: {} },
    chart: { spec: { chart: {}, version: {}, sourceRef: { kind: {}, name: {}, namespace: {} } } },
    install: { crds: {} },
    upgrade: { crds: {} },
    values: {},
  },
};

const OCI_REPOSITORY = {
  spec: { interval: {}, url: {}, ref: { tag: {}, digest: {}, semver: {} }, layerSelector: { mediaType: {}, operation: {} } },
};

// the published schema is of Flux 2.3, without the last two
const FLUX_KUSTOMIZATION = {
  spec: {
    sourceRef: { kind: {}, name: {}, namespace: {} },
    path: {},
    dependsOn: {},
    interval: {},
    timeout: {},
    prune: {},
    wait: {},
    kubeConfig: { secretRef: { name: {}, key: {} } },
    deletionPolicy: {},
    healthCheckExprs: {},
  },
};

const APPLICATION = {
  spec: {
    project: {},
    destination: { server: {}, name: {}, namespace: {} },
    source: { repoURL: {}, chart: {}, path: {}, targetRevision: {}, helm: { releaseName: {}, valuesObject: {} }, directory: {} },
    syncPolicy: { automated: { prune: {}, selfHeal: {} }, syncOptions: {} },
  },
};

const CERT_MANAGER = '@kubernetes-models/cert-manager';

/** By API version and kind. */
export const FOREIGN: { readonly [key: string]: ForeignKind | undefined } = {
  'cert-manager.io/v1 Certificate': { module: CERT_MANAGER, fields: CERTIFICATE },
  'cert-manager.io/v1 Issuer': { module: CERT_MANAGER, fields: ISSUER },
  'cert-manager.io/v1 ClusterIssuer': { module: CERT_MANAGER, fields: ISSUER, clusterScoped: true },
  'argoproj.io/v1alpha1 Application': { module: '@kubernetes-models/argo-cd', fields: APPLICATION },
  'source.toolkit.fluxcd.io/v1 OCIRepository': { fields: OCI_REPOSITORY },
  'source.toolkit.fluxcd.io/v1 HelmRepository': { fields: { spec: { interval: {}, url: {}, type: {} } } },
  'helm.toolkit.fluxcd.io/v2 HelmRelease': { fields: HELM_RELEASE },
  'kustomize.toolkit.fluxcd.io/v1 Kustomization': { fields: FLUX_KUSTOMIZATION },
  'kustomize.config.k8s.io/v1beta1 Kustomization': { fields: { resources: {}, images: {} } },
};
