import { Chart } from 'cdk8s';
import { merged, Values } from './chart-values';
import { Mirror } from '../../rules/mirror';
import { mirrored } from '../../rules/mirrored';
import { semver } from '../../upstream/semver';
import { ChartSourceOptions } from '../component-source';
import { NamespaceOptions } from '../namespace-options';

/** What this library knows of a component, wherever it comes from. */
export interface Component {
  /** Its name, which its chart, release, Application and HelmRelease have as well. */
  readonly name: string;
  readonly namespace: string;
  readonly namespaceOptions?: NamespaceOptions;
  readonly mirror?: Mirror;

  /** The registry or repository of its chart. */
  readonly charts: string;

  /** The version of its chart, unless the user names one. */
  readonly version?: string;

  /** Whether the rest of the install is of that version too, so that the chart cannot be of another. */
  readonly versionIsSettled?: boolean;

  /** Whether versions of its chart begin with a v. */
  readonly versionsWithV: boolean;

  /** Whether its chart brings CRDs beside its templates, which Helm does not upgrade by itself. */
  readonly crdsBesideTemplates: boolean;

  /** The values of its chart in a version. */
  readonly values: (version: string) => Values;

  /** The names of its images, without tags. */
  readonly images: string[];

  /** Whether a kustomization reaches its images, so that a released manifest can be had from a mirror. */
  readonly kustomizable: boolean;

  /** Makes it as native objects. */
  readonly bundled?: (chart: Chart) => void;
}

/** A Helm chart, ready to be named in any of the ways. */
export interface HelmChart {
  /** Without the name of the chart, such as "oci://ghcr.io/spinframework/charts". */
  readonly repository: string;
  readonly name: string;
  readonly version: string;
  readonly values: Values;
}

/** The chart of a component, as the user's options and the mirror have it. */
export function helmChart(component: Component, options: ChartSourceOptions): HelmChart {
  const version = plainVersion(options.version ?? component.version)!;
  return {
    repository: chartRepository(component, options),
    name: component.name,
    version: component.versionsWithV ? `v${version}` : version,
    values: merged(component.values(version), options.values ?? {}),
  };
}

/** Where the chart of a component is, without its name and a slash at the end. */
export function chartRepository({ charts, mirror }: Component, { repository }: ChartSourceOptions): string {
  return (repository ?? mirrored(charts, mirror)).replace(/\/+$/, '');
}

/** A version without a leading v, or nothing where it is none. */
export function plainVersion(version?: string): string | undefined {
  const plain = String(version ?? '').replace(/^v/, '');
  return semver().valid(plain) === plain ? plain : undefined;
}

/** An image as charts take it: the tag is what follows the last colon, also of a digest. */
export function imageValues(image: string): Values {
  const colon = image.lastIndexOf(':');
  return colon > image.lastIndexOf('/') ? { repository: image.slice(0, colon), tag: image.slice(colon + 1) } : { repository: image };
}
