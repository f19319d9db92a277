import { Duration } from 'cdk8s';
import { copied } from './private/chart-values';
import { SourceSettings } from './private/source-settings';

/** A Helm chart as the source of a component. */
export interface ChartSourceOptions {
  /**
   * The version of the chart, with or without a leading v. Fails for the spin-operator if it is another release than that of
   * the install, whose CRDs are made beside it; what follows a dash may differ.
   *
   * @default - for the spin-operator that of the install, for runtime-class-manager 0.2.0; cert-manager has none and needs one
   */
  readonly version?: string;

  /**
   * The registry or repository of the chart, as `oci://<host>/<path>` or `https://<host>/<path>`, without the chart's name.
   *
   * @default - that of the release, at the mirror where there is one
   */
  readonly repository?: string;

  /**
   * Values of the chart beside those that this library sets, and before them where both say the same. Maps are merged, lists
   * replaced.
   *
   * Fails for what is no text, number, boolean, list or map, and for null, except with `helm`.
   *
   * @default - none
   */
  readonly values?: { [key: string]: any };
}

/** A chart that the helm binary renders at synthesis. */
export interface HelmSourceOptions extends ChartSourceOptions {
  /**
   * The helm binary.
   *
   * @default "helm"
   */
  readonly helmExecutable?: string;
}

/** The two ways in which Argo CD names a chart of an OCI registry. */
export enum ArgoCdOciForm {
  /** `repoURL` is the registry without a scheme, and `chart` the name: every release of Argo CD. */
  CHART = 'chart',

  /** `repoURL` is the whole address with `oci://`, and `path` is `.`: Argo CD 3.1 and later. */
  PATH = 'path',
}

/** A chart that Argo CD installs. */
export interface ArgoCdSourceOptions extends ChartSourceOptions {
  /**
   * The name of the Application, a label of at most 63 characters. Written to `metadata.name`.
   *
   * @default - the name of the component
   */
  readonly name?: string;

  /**
   * The namespace of Argo CD, which must be there. Written to `metadata.namespace`.
   *
   * @default "argocd"
   */
  readonly namespace?: string;

  /**
   * The project. Written to `spec.project`.
   *
   * @default "default"
   */
  readonly project?: string;

  /**
   * Whether Argo CD syncs by itself. Written to `spec.syncPolicy.automated`. Without it, somebody has to sync the component
   * before anything that comes after it.
   *
   * @default true
   */
  readonly automated?: boolean;

  /**
   * How a chart of an OCI registry is named. Fails for `PATH` beside a repository that is none.
   *
   * @default ArgoCdOciForm.CHART
   * @see https://argo-cd.readthedocs.io/en/stable/user-guide/oci/
   */
  readonly ociForm?: ArgoCdOciForm;
}

/** A chart that Flux installs. */
export interface FluxSourceOptions extends ChartSourceOptions {
  /**
   * The name of the HelmRelease and of its source, a label of at most 63 characters. Written to `metadata.name`.
   *
   * @default - the name of the component
   */
  readonly name?: string;

  /**
   * The namespace of both, which must be there. Written to `metadata.namespace`.
   *
   * @default "flux-system"
   */
  readonly namespace?: string;

  /**
   * How often Flux looks at them. Written to `spec.interval`.
   *
   * @default Duration.hours(1)
   */
  readonly interval?: Duration;
}

/**
 * Where a component of an install comes from.
 *
 * Only `include` and `helm` may use the network at synthesis. What the others name is resolved when it is applied.
 */
export class ComponentSource {
  /** The component is in the cluster already, and nothing is made. */
  public static existing(): ComponentSource {
    return new ComponentSource({ kind: 'existing' });
  }

  /** The component as native objects: the spin-operator and runtime-class-manager. Not for cert-manager. */
  public static bundled(): ComponentSource {
    return new ComponentSource({ kind: 'bundled' });
  }

  /**
   * A released manifest by its address: a kustomization that kubectl, Argo CD or Flux resolves when it is applied.
   *
   * It stands in a folder of its own, which takes a `FleetApp`.
   *
   * @param url an HTTPS address, such as "https://github.com/cert-manager/cert-manager/releases/download/v1.14.0/cert-manager.yaml"
   */
  public static manifestUrl(url: string): ComponentSource {
    return new ComponentSource({ kind: 'manifestUrl', url });
  }

  /**
   * A manifest whose objects are read at synthesis. A file needs no network; an HTTPS address is downloaded each time.
   *
   * Fails for one without objects.
   *
   * @param manifest a path, or an HTTPS address
   */
  public static include(manifest: string): ComponentSource {
    return new ComponentSource({ kind: 'include', manifest });
  }

  /**
   * A Helm chart that is rendered at synthesis. It takes the helm binary, and the network each time.
   *
   * @param options the chart and its values
   */
  public static helm(options: HelmSourceOptions = {}): ComponentSource {
    return new ComponentSource({ kind: 'helm', options: { ...options, values: copied(options.values) } });
  }

  /**
   * A Helm chart that Argo CD installs: an Application is made.
   *
   * @param options the chart, its values, and where Argo CD is
   */
  public static argoCd(options: ArgoCdSourceOptions = {}): ComponentSource {
    return new ComponentSource({ kind: 'argoCd', options: { ...options, values: copied(options.values) } });
  }

  /**
   * A Helm chart that Flux installs: a HelmRelease and its source are made. A chart of an OCI registry takes Flux 2.6 or later.
   *
   * @param options the chart, its values, and where Flux is
   */
  public static flux(options: FluxSourceOptions = {}): ComponentSource {
    return new ComponentSource({ kind: 'flux', options: { ...options, values: copied(options.values) } });
  }

  private constructor(
    /** @internal */
    public readonly _settings: SourceSettings,
  ) {}
}
