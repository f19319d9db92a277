/** Properties of `GitLayout.argoCd()`. */
export interface ArgoCdLayoutOptions {
  /**
   * The repository that holds the output, as Argo CD reaches it. Written to `spec.source.repoURL`.
   *
   * Fails for what is neither an HTTPS or SSH address nor `git@host:path`, and for a password in it.
   */
  readonly repoUrl: string;

  /**
   * The output folder as a path in the repository.
   *
   * Fails for an absolute path and for one with `..`.
   *
   * @default - the root of the repository
   */
  readonly path?: string;

  /**
   * The branch, tag or commit. Written to `spec.source.targetRevision`.
   *
   * @default - left out: Argo CD takes the repository's default branch
   */
  readonly targetRevision?: string;

  /**
   * The Argo CD project. Written to `spec.project`.
   *
   * @default "default"
   */
  readonly project?: string;

  /**
   * Argo CD's own namespace.
   *
   * @default "argocd"
   */
  readonly namespace?: string;

  /**
   * The name of the Application, or what the names of one for each cluster begin with.
   *
   * Fails where it, or it with a dash and a cluster's name, is no label of at most 63 characters.
   *
   * @default "wasm"
   */
  readonly name?: string;

  /**
   * Where each `WasmCluster` is, by its name in the program (its path, with dashes for slashes).
   *
   * Fails for a name that the program does not have.
   *
   * @default - registered in Argo CD under its name in the program; a program without a `WasmCluster` goes to Argo CD's own cluster
   */
  readonly destinations?: { [cluster: string]: ArgoCdDestination };

  /**
   * The namespace of objects that have none. It is made when it is given. Written to `spec.destination.namespace`.
   *
   * @default "default"
   */
  readonly destinationNamespace?: string;

  /**
   * Whether Argo CD syncs by itself, removes what is gone from the repository, and undoes changes in the cluster.
   * Written to `spec.syncPolicy.automated`. Without it nothing reaches a cluster until a person starts the sync, after each change:
   * `argocd app sync wasm`.
   *
   * @default false - a person starts each sync
   */
  readonly automated?: boolean;
}

/**
 * A cluster as Argo CD knows it.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/operator-manual/declarative-setup/#clusters
 */
export class ArgoCdDestination {
  /** Argo CD's own cluster. */
  public static inCluster(): ArgoCdDestination {
    return new ArgoCdDestination(undefined, 'https://kubernetes.default.svc');
  }

  /**
   * A cluster by the name under which it is registered. Written to `spec.destination.name`.
   *
   * @param name such as "eu-berlin-1"
   */
  public static named(name: string): ArgoCdDestination {
    return new ArgoCdDestination(name);
  }

  /**
   * A cluster by the address of its API server. Written to `spec.destination.server`.
   *
   * @param url such as "https://10.0.0.1:6443"
   */
  public static server(url: string): ArgoCdDestination {
    return new ArgoCdDestination(undefined, url);
  }

  private constructor(
    /** The name under which it is registered. */
    public readonly clusterName?: string,
    /** The address of its API server. */
    public readonly serverUrl?: string,
  ) {}
}
