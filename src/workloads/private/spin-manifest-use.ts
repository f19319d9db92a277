import { ApiObject, ApiObjectMetadata } from 'cdk8s';
import { AbstractPod, EnvValue } from 'cdk8s-plus-28';
import { manifestAppName } from '../../apps/private/app-name';
import { noteTriggers } from '../../apps/private/http-app';
import { checkPath } from '../../apps/private/manifest-routes';
import { ManifestUse } from '../../apps/private/manifest-use';
import { Fields, podTemplate } from '../../nodes/private/pod-template';
import { Report, validateTree } from '../../rules/problem';
import { RuleCode } from '../../rules/rule-code';
import { SpinPodOptions } from '../spin-pod';

/** Probes as they are written. */
const PROBES = ['readinessProbe', 'livenessProbe', 'startupProbe'];

/** Props with the name that their manifest gives the workload, where they give none. */
export function named<P extends SpinPodOptions & { readonly metadata?: ApiObjectMetadata }>(props: P): P {
  const name = props.metadata?.name ?? manifestAppName(props.manifest);
  return name === undefined ? props : { ...props, metadata: { ...props.metadata, name } };
}

/** A manifest as a workload without the operator uses it. */
export class SpinManifestUse {
  /** The use of a manifest by a workload, where one is given; a workload that ends runs commands alone. */
  static of(workload: AbstractPod, props: SpinPodOptions, ends: boolean): SpinManifestUse | undefined {
    const use = ManifestUse.of(props, '');
    return use && new SpinManifestUse(workload, use, ends);
  }

  private constructor(private readonly workload: AbstractPod, private readonly use: ManifestUse, private readonly ends: boolean) {}

  /** The fields of stores that are used without a configuration. */
  get ephemeralStores(): string[] {
    return this.use.ephemeralStores;
  }

  /** Whether Spin listens at all. */
  get hasHttp(): boolean {
    return this.use.hasHttp;
  }

  /** Holds what is given to the manifest. */
  check(report: Report): void {
    this.use.check(report, this.workload, this.ends);
    const types = [...new Set(this.use.triggers.map(({ type }) => type))];
    if (this.ends && !types.includes('command')) {
      report.add({
        field: 'manifest: trigger',
        value: types.join(', '),
        rule: 'an application without a command trigger never ends, and a Job waits for its end',
        fix: 'use a SpinDeployment or a WasmApp, or add a command trigger',
        code: RuleCode.UNSUPPORTED_TRIGGER,
      });
    }
    noteTriggers(this.workload, this.use.triggers);
  }

  /** Holds variables that are given to the ones that are declared. */
  checkVariables(report: Report, variables?: { readonly [name: string]: EnvValue }): void {
    this.use.checkVariables(report, variables);
  }

  /** Holds what may still grow, once the tree is whole: variables that are required, and probes as they are written. */
  settle(variable: (name: string) => EnvValue | undefined): void {
    const { workload, use } = this;
    use.warn(workload);
    validateTree(workload, (report) => {
      use.checkGiven(report, variable);
      const [main = {}]: Fields[] = podTemplate(ApiObject.of(workload).toJson() as Fields).spec.containers ?? [];
      for (const probe of PROBES.filter((field) => main[field]?.httpGet?.path !== undefined)) {
        checkPath(report, `${probe}.httpGet.path`, main[probe].httpGet.path, use.triggers);
      }
    });
  }
}
