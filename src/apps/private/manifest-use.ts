import { EnvValue } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { noteTriggers } from './http-app';
import { checkComponents } from './manifest-components';
import { checkPath, warnOfRoutes } from './manifest-routes';
import { checkStores, defaultStores } from './manifest-stores';
import { checkFeatures, checkTriggers } from './manifest-triggers';
import { checkHosts, checkVariables, missingVariables } from './manifest-variables';
import { SpinManifest } from '../../manifest/spin-manifest';
import { SpinManifestComponent, SpinManifestTrigger } from '../../manifest/spin-manifest-parts';
import { PlacedProblem, Report } from '../../rules/problem';
import { RuntimeConfig } from '../runtime-config';

/** What is given to an application beside its manifest. */
export interface ManifestUseProps {
  readonly manifest?: SpinManifest;
  readonly components?: string[];
  readonly runtimeConfig?: RuntimeConfig;
}

/** The paths at which an application is checked. */
export interface CheckedPaths {
  readonly readiness?: { readonly httpGet?: { readonly path: string } };
  readonly liveness?: { readonly httpGet?: { readonly path: string } };
}

/** A manifest as one application uses it: perhaps with some of its components only. */
export class ManifestUse {
  /** The use of a manifest, where one is given; the place is what stands before the fields that problems name. */
  static of({ manifest, components, runtimeConfig }: ManifestUseProps, place = 'spec.'): ManifestUse | undefined {
    const given = { place, selected: components && [...components], config: runtimeConfig };
    return manifest && new ManifestUse(manifest._known(), manifest._unknown, given);
  }

  /** The components that run. */
  readonly components: SpinManifestComponent[];

  /** The triggers that start them. */
  readonly triggers: SpinManifestTrigger[];

  private readonly place: string;
  private readonly selected?: string[];
  private readonly config?: RuntimeConfig;

  private constructor(
    readonly manifest: SpinManifest,
    private readonly unknown: readonly PlacedProblem[],
    { place, selected, config }: { readonly place: string; readonly selected?: string[]; readonly config?: RuntimeConfig },
  ) {
    this.place = place;
    this.selected = selected;
    this.config = config;
    const isKept = (id?: string) => !selected || selected.includes(id ?? '');
    this.components = manifest.components.filter(({ id }) => isKept(id));
    this.triggers = manifest.triggers.filter(({ component }) => isKept(component));
  }

  /** Whether the application answers HTTP. */
  get hasHttp(): boolean {
    return this.triggers.some(({ type }) => type === 'http');
  }

  /** Holds what is given to the manifest; a command is for a workload that may end. */
  check(report: Report, scope: Construct, mayEnd = false): void {
    checkComponents(report, this.manifest, this.place, this.selected);
    checkStores(report, this.components, this.place, this.config);
    checkTriggers(report, scope, this.triggers, mayEnd);
    checkFeatures(report, this.manifest, this.unknown);
  }

  /** Holds the checks of an application that it runs on to its routes. */
  checkPaths(report: Report, checks: CheckedPaths = {}): void {
    for (const kind of ['readiness', 'liveness'] as const) {
      const path = checks[kind]?.httpGet?.path;
      if (path !== undefined) {
        checkPath(report, `${this.place}checks.${kind}.httpGet.path`, path, this.triggers);
      }
    }
  }

  /** Holds variables that are given to the ones that are declared. */
  checkVariables(report: Report, variables: { readonly [name: string]: EnvValue } = {}): void {
    checkVariables(report, this.manifest, this.place, variables);
  }

  /** Holds the variables to all that is required, unless a file that is not known here may give it, and hosts to what they are with them. */
  checkGiven(report: Report, variable: (name: string) => EnvValue | undefined): void {
    if (this.config?.toRuntimeConfigContent().loadFromSecret === undefined) {
      missingVariables(this.manifest, this.place, (name) => variable(name) !== undefined).forEach((problem) => report.add(problem));
      checkHosts(report, this, variable);
    }
  }

  /** The fields of stores that are used without a configuration, which a restart empties. */
  get ephemeralStores(): string[] {
    return defaultStores(this.components, this.place, this.config);
  }

  /** Says what is legal and unwise. */
  warn(construct: Construct): void {
    warnOfRoutes(construct, this.triggers);
  }
}

/** The use of a manifest by a SpinApp, held to what is given beside it. */
export function manifestUse(
  report: Report,
  app: Construct,
  ...[props, spec]: [ManifestUseProps, { readonly checks?: CheckedPaths }]
): ManifestUse | undefined {
  const use = ManifestUse.of(props);
  if (use) {
    use.check(report, app);
    use.checkPaths(report, spec.checks);
    noteTriggers(app, use.triggers);
  }
  return use;
}
