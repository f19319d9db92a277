import { Duration } from 'cdk8s';

/** Kinds of Flux sources that a repository comes from. */
export enum FluxSourceKind {
  /** A Git repository. */
  GIT_REPOSITORY = 'GitRepository',

  /** An OCI artefact that holds the repository's files. */
  OCI_REPOSITORY = 'OCIRepository',

  /** A bucket of an object store. */
  BUCKET = 'Bucket',
}

/** Properties of `GitLayout.flux()`. */
export interface FluxLayoutOptions {
  /**
   * The name of the Flux source that holds the output. Written to `spec.sourceRef.name`.
   *
   * Fails if it is no RFC 1123 subdomain.
   */
  readonly sourceName: string;

  /**
   * The kind of that source. Written to `spec.sourceRef.kind`.
   *
   * @default FluxSourceKind.GIT_REPOSITORY
   */
  readonly sourceKind?: FluxSourceKind;

  /**
   * The namespace of that source. Written to `spec.sourceRef.namespace`.
   *
   * @default - that of the Kustomizations
   */
  readonly sourceNamespace?: string;

  /**
   * The output folder as a path in the source.
   *
   * Fails for an absolute path and for one with `..`.
   *
   * @default - the root of the source
   */
  readonly path?: string;

  /**
   * The namespace of the Kustomizations.
   *
   * @default "flux-system"
   */
  readonly namespace?: string;

  /**
   * What the names of the Kustomizations begin with: `<name>-<cluster>-<phase>`.
   *
   * Fails where the whole is no label of at most 63 characters.
   *
   * @default "wasm"
   */
  readonly name?: string;

  /**
   * How often Flux compares the clusters with the source. Written to `spec.interval`.
   *
   * @default Duration.minutes(10)
   */
  readonly interval?: Duration;

  /**
   * How long a phase may take until its objects are ready. Written to `spec.timeout`.
   *
   * @default Duration.minutes(5)
   */
  readonly timeout?: Duration;

  /**
   * Whether Flux removes what is gone from the source. Written to `spec.prune`.
   *
   * Custom resource definitions are never removed: all objects of their kind would go with them.
   *
   * @default true
   */
  readonly prune?: boolean;

  /**
   * The Secrets with the kubeconfig of clusters that one Flux applies to from outside, by a cluster's name in the program
   * (its path, with dashes for slashes). Written to `spec.kubeConfig.secretRef.name`; the Secret stands beside the Kustomizations.
   *
   * Fails for a name that the program does not have.
   *
   * @default - each cluster has its own Flux, which reads its folder
   */
  readonly kubeConfigSecrets?: { [cluster: string]: string };
}
