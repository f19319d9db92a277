import { ContainerResources } from 'cdk8s-plus-28';
import { Construct, IConstruct } from 'constructs';
import { WasmCluster } from '../cluster/wasm-cluster';
import { nearMiss } from '../rules/near-miss';
import { Problem, Report, validateTree } from '../rules/problem';
import { RuleCode } from '../rules/rule-code';
import { clusterName } from './private/layout/clusters';

/** What an app has in one cluster in place of what it has elsewhere. Its names are those of the apps' own props. */
export interface AppValues {
  /**
   * The Spin application, an OCI reference.
   *
   * @default - as elsewhere
   */
  readonly image?: string;

  /**
   * How many pods.
   *
   * @default - as elsewhere
   */
  readonly replicas?: number;

  /**
   * CPU, memory and ephemeral storage: all of them, since they take the place of those that the app has elsewhere.
   *
   * @default - as elsewhere
   */
  readonly resources?: ContainerResources;
}

/** The values of one app in one cluster. */
export interface AppOverride extends AppValues {
  /** The `WasmCluster` by its name in the program: its path, with dashes for slashes. */
  readonly cluster: string;

  /** The app by the name under which the program asks for its values. */
  readonly app: string;
}

/** All fields of an override, which is often read from a file. */
const FIELDS = Object.keys({ cluster: 0, app: 0, image: 0, replicas: 0, resources: 0 } satisfies Record<keyof AppOverride, 0>);

/**
 * What differs between the clusters of a program, in one place and checked.
 *
 * Spread the values over the props of an app: `{ image, replicas: 3, ...overrides.of(cluster, 'cart') }`. An override that nothing
 * asks for is an error at synthesis, so that a misspelt cluster or app cannot go unnoticed.
 */
export class AppOverrides extends Construct {
  private readonly given = new Map<string, AppOverride>();
  private readonly asked = new Map<string, Set<string>>();

  /**
   * @param scope an app
   * @param id the id
   * @param overrides the values; fails for two of one app in one cluster, one without values, and an unknown field
   */
  constructor(scope: Construct, id: string, overrides: AppOverride[]) {
    super(scope, id);
    const report = new Report(this);
    overrides.forEach((override, index) => this.add(report, index, override));
    report.throwIfAny();
    validateTree(this, (found) => this.checkAsked(found));
  }

  /**
   * The values of an app in a cluster, none where nothing differs.
   *
   * @param scope the cluster, or any construct in it
   * @param app the name of the app in the overrides
   */
  public of(scope: IConstruct, app: string): AppValues {
    const cluster = clusterName(scope.node.scopes.reverse().find((above) => above instanceof WasmCluster));
    this.asked.set(cluster, (this.asked.get(cluster) ?? new Set()).add(app));
    const { cluster: _, app: __, ...values } = this.given.get(keyOf(cluster, app)) ?? { cluster, app };
    return values;
  }

  private add(report: Report, index: number, override: AppOverride): void {
    const { cluster, app, ...values } = override;
    const entries = Object.entries(values).filter(([, value]) => value !== undefined);
    const refuse = (rule: string, fix: string) =>
      report.add({ field: `overrides[${index}]`, value: { cluster, app }, rule, fix, code: RuleCode.INVALID_OVERRIDE });
    entries.filter(([field]) => !FIELDS.includes(field)).forEach(([field, value]) => report.add(unknown(`overrides[${index}].${field}`, field, value)));
    if (this.given.has(keyOf(cluster, app))) {
      refuse('this app has an override in this cluster already', 'put the values of both into one');
    } else if (entries.length === 0) {
      refuse('an override without values changes nothing', 'give image, replicas or resources');
    }
    this.given.set(keyOf(cluster, app), { cluster, app, ...Object.fromEntries(entries) });
  }

  private checkAsked(report: Report): void {
    [...this.given.values()].forEach(({ cluster, app }, index) => {
      const apps = this.asked.get(cluster);
      if (!apps?.has(app)) {
        const known = apps ?? this.asked.keys();
        report.add({
          field: `overrides[${index}].${apps ? 'app' : 'cluster'}`,
          value: apps ? app : cluster,
          rule: apps ? `nothing asks for the values of this app in the cluster ${cluster}` : 'nothing asks for the values of an app in this cluster',
          fix: `name one of ${[...known].map((name) => name || 'no cluster').join(', ') || 'those that call of()'}`,
          code: RuleCode.INVALID_OVERRIDE,
        });
      }
    });
  }
}

function unknown(place: string, field: string, value: unknown): Problem {
  const near = nearMiss(field, FIELDS);
  const fix = near === undefined ? 'leave it out' : `did you mean ${near}?`;
  return { field: place, value, rule: `an override has ${FIELDS.join(', ')} and no other field`, fix, code: RuleCode.INVALID_OVERRIDE };
}

function keyOf(cluster: string, app: string): string {
  return JSON.stringify([cluster, app]);
}
