import { ApiObject, App, Chart, JsonPatch, Lazy } from 'cdk8s';
import { Construct, DependencyGroup, IConstruct } from 'constructs';
import fc from 'fast-check';

/** One construct of a random tree; numbers are taken modulo what there is. */
interface Branch {
  readonly kind: 'chart' | 'object' | 'construct';
  readonly parent: number;
  readonly id: string;
  readonly value: string;
  readonly lazy: boolean;
  readonly patched: boolean;
}

interface Link {
  readonly source: number;
  readonly target: number;
  readonly grouped: boolean;
  readonly backwards: boolean;
}

/** A tree that can be built more than once. */
export interface Plan {
  readonly branches: readonly Branch[];
  readonly links: readonly Link[];
}

const branch: fc.Arbitrary<Branch> = fc.record({
  kind: fc.constantFrom('chart', 'object', 'object', 'construct'),
  parent: fc.nat(),
  id: fc.constantFrom('a', 'b', 'web', 'Resource', '7', '10', '9', 'X y'),
  value: fc.oneof(fc.constantFrom('8080', 'yes', 'a: b', '~', 'two\nlines\n', ' # ', '1e3', '0x1f'), fc.string()),
  lazy: fc.boolean(),
  patched: fc.boolean(),
});

const link: fc.Arbitrary<Link> = fc.record({
  source: fc.nat(),
  target: fc.nat(),
  grouped: fc.boolean(),
  // most links run one way, so that most trees have no cycle
  backwards: fc.integer({ min: 0, max: 30 }).map((die) => die === 0),
});

/** Charts, nested charts, constructs and objects, with dependencies between any of them. */
export const plans: fc.Arbitrary<Plan> = fc.record({
  branches: fc.array(branch, { minLength: 1, maxLength: 14 }),
  links: fc.array(link, { maxLength: 5 }),
});

/** Builds a tree in an app, and returns the app. */
export function grow<T extends App>(app: T, { branches, links }: Plan): T {
  const constructs: IConstruct[] = [];
  branches.forEach((each, index) => constructs.push(add(app, constructs, { each, index })));
  const inCharts = constructs.filter((construct) => construct.node.scopes.some((scope) => Chart.isChart(scope)));
  for (const { source, target, grouped, backwards } of inCharts.length > 1 ? links : []) {
    const ends = [inCharts[source % inCharts.length], inCharts[target % inCharts.length]];
    const [from, to] = (inCharts.indexOf(ends[0]) > inCharts.indexOf(ends[1])) === backwards ? ends : ends.reverse();
    if (from !== to) {
      from.node.addDependency(grouped && from !== inCharts[0] ? new DependencyGroup(to, inCharts[0]) : to);
    }
  }
  return app;
}

function add(app: App, constructs: readonly IConstruct[], { each, index }: { each: Branch; index: number }): IConstruct {
  const scopes = [app, ...constructs];
  const scope = scopes[each.parent % scopes.length] as Construct;
  const id = scope.node.tryFindChild(each.id.replace('/', '--')) ? `${each.id}${index}` : each.id;
  const held = scope.node.scopes.some((above) => Chart.isChart(above));
  switch (each.kind) {
    case 'construct': return new Construct(scope, id);
    case 'object': return held ? object(scope, id, each) : new Chart(scope, id);
    default: return new Chart(scope, id, { namespace: each.lazy ? 'apps' : undefined, labels: each.patched ? { team: 'web' } : undefined });
  }
}

function object(scope: Construct, id: string, { value, lazy, patched }: Branch): ApiObject {
  const made = new ApiObject(scope, id, {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    data: { [`k${value}`]: lazy ? Lazy.any({ produce: () => value }) : value, list: [value, 1, { deep: [] }] },
  } as any);
  if (patched) {
    made.addJsonPatch(JsonPatch.add('/data/added', value), JsonPatch.remove('/data/list'));
  }
  return made;
}
