import { ApiObject, Chart } from 'cdk8s';
import { Construct, DependencyGroup, IConstruct } from 'constructs';
import fc from 'fast-check';
import { EdgeWasmApp, FleetApp, GitLayout, SpinAppExecutor, SpinKubeInstall, SpinKubeVersion, WasmApp, WasmCluster } from '../../../src';
import { hasMarkedPhase, Phase, PHASES } from '../../../src/cluster/private/phase';
import { SettledTree } from '../../../src/synth/private/settled-tree';
import { apply } from '../../examples/apply';
import { laidOut, objectsIn } from '../support/fleet-program';

const KINDS: { [kind: string]: string } = {
  ConfigMap: 'v1',
  Secret: 'v1',
  Namespace: 'v1',
  Deployment: 'apps/v1',
  RuntimeClass: 'node.k8s.io/v1',
  CustomResourceDefinition: 'apiextensions.k8s.io/v1',
};
const BASIC = ['Namespace', 'RuntimeClass', 'CustomResourceDefinition'];

function object(scope: Construct, id: string, kind: string, metadata: object = {}): ApiObject {
  return new ApiObject(scope, id, { apiVersion: KINDS[kind] ?? 'core.spinkube.dev/v1alpha1', kind, metadata: { name: id.toLowerCase(), ...metadata } });
}

function phasesOf(app: FleetApp): (object: ApiObject) => Phase {
  const plan = new SettledTree(app).phases();
  return (each) => plan.of(each);
}

function objectsBelow(construct: IConstruct): ApiObject[] {
  return construct.node.findAll().filter((each): each is ApiObject => ApiObject.isApiObject(each));
}

describe('the phase of an object', () => {
  it('is an earlier one where an executor waits for it, directly or through others', () => {
    const app = new FleetApp();
    const [quota, base, executors, rest] = ['quota', 'base', 'executors', 'rest'].map((id) => new Chart(app, id));
    const far = object(quota, 'far', 'ConfigMap');
    const near = object(base, 'near', 'Secret');
    object(executors, 'executor', 'SpinAppExecutor');
    const other = object(rest, 'other', 'ConfigMap');
    executors.addDependency(base);
    base.addDependency(quota);
    rest.addDependency(executors);
    expect([far, near, other].map(phasesOf(app))).toEqual([Phase.EXECUTORS, Phase.EXECUTORS, Phase.APPS]);
  });

  it('is its own where only a Namespace, RuntimeClass or definition waits for it: they need nothing', () => {
    const app = new FleetApp();
    const [first, second] = ['first', 'second'].map((id) => new Chart(app, id));
    const spinApp = object(first, 'app', 'SpinApp');
    BASIC.forEach((kind) => object(second, kind, kind));
    second.addDependency(first);
    expect(phasesOf(app)(spinApp)).toBe(Phase.APPS);
  });

  it('is that of the first object in a Namespace', () => {
    const app = new FleetApp();
    const namespace = object(new Chart(app, 'namespaces'), 'spin-operator', 'Namespace');
    const cluster = new SpinKubeInstall(app, 'spinkube', { version: SpinKubeVersion.V0_6_1, namespace: 'operators' });
    const plain = object(new Chart(app, 'shop'), 'shop', 'Namespace');
    object(cluster.node.children[1] as Chart, 'extra', 'Secret', { namespace: 'spin-operator' });
    expect([namespace, plain].map(phasesOf(app))).toEqual([Phase.OPERATOR, Phase.EXECUTORS]);
  });

  it('stays that of an installation, whoever waits for it', () => {
    const app = new FleetApp();
    const install = new SpinKubeInstall(app, 'spinkube', { version: SpinKubeVersion.V0_6_1 });
    const definition = object(new Chart(app, 'own'), 'own', 'Deployment');
    install.node.children[0].node.addDependency(Chart.of(definition));
    const executor = new SpinAppExecutor(new Chart(app, 'executor', { namespace: 'shop' }), 'executor', { spinImage: 'ghcr.io/acme/spin:v1' });
    executor.node.addDependency(install);
    const [crds, operator] = install.node.children.map((chart) => objectsBelow(chart).map(phasesOf(app)));
    expect([[...new Set(crds)], [...new Set(operator)]]).toEqual([[Phase.CRDS], [Phase.OPERATOR]]);
  });

  it('does not follow from what another cluster waits for', () => {
    const app = new FleetApp();
    const [north, south] = ['north', 'south'].map((id) => new Chart(new WasmCluster(app, id), 'chart'));
    const far = object(north, 'far', 'ConfigMap');
    const near = object(south, 'near', 'ConfigMap');
    object(south, 'executor', 'SpinAppExecutor');
    south.addDependency(north);
    object(new Chart(south.node.scope as Construct, 'late'), 'executor', 'SpinAppExecutor').addDependency(near);
    expect([far, near].map(phasesOf(app))).toEqual([Phase.APPS, Phase.EXECUTORS]);
  });
});

describe('for random trees', () => {
  const trees = fc.record({
    objects: fc.array(fc.record({
      chart: fc.nat(5), kind: fc.constantFrom(...Object.keys(KINDS)), executor: fc.integer({ min: 0, max: 4 }),
    }), { minLength: 2, maxLength: 16 }),
    links: fc.array(fc.record({ source: fc.nat(), target: fc.nat(), whole: fc.boolean(), grouped: fc.boolean() }), { maxLength: 10 }),
    clusters: fc.integer({ min: 1, max: 2 }),
  });

  it('no object stands in a phase after that of one which waits for it', () => {
    fc.assert(fc.property(trees, ({ objects, links, clusters }) => {
      const app = new FleetApp();
      const scopes = clusters === 1 ? [app] : [new WasmCluster(app, 'north'), new WasmCluster(app, 'south')];
      const charts = Array.from({ length: 6 }, (_, index) => new Chart(scopes[index % scopes.length], `chart-${index}`));
      const made = objects.map(({ chart, kind, executor }, index) => object(charts[chart], `${kind}-${index}`, executor === 0 && chart > 2 ? 'SpinAppExecutor' : kind));
      const ends = links.map(({ source, target, whole, grouped }) => {
        const [low, high] = [source % 6, target % 6].sort();
        // executors stand in the later charts, which wait for the earlier ones
        const pick = (chart: number) => made.find((each) => !whole && Chart.of(each) === charts[chart]) ?? charts[chart];
        const [from, to] = [pick(high), pick(low)];
        if (high !== low) from.node.addDependency(grouped ? new DependencyGroup(to) : to);
        return { from, to, isOne: high !== low };
      });
      const phase = phasesOf(app);
      const cluster = (each: IConstruct) => each.node.scopes.find((scope) => scope instanceof WasmCluster);
      for (const { from, to } of ends.filter(({ isOne }) => isOne)) {
        for (const source of objectsBelow(from).filter(({ kind }) => !BASIC.includes(kind))) {
          for (const target of objectsBelow(to).filter((each) => !hasMarkedPhase(each) && cluster(each) === cluster(source))) {
            expect(PHASES.indexOf(phase(target))).toBeLessThanOrEqual(PHASES.indexOf(phase(source)));
          }
        }
      }
    }), { numRuns: 300 });
  });

  const programs = fc.record({
    install: fc.boolean(),
    apps: fc.array(fc.record({
      namespace: fc.constantFrom('shop', 'back', '0-zone'), edge: fc.boolean(), executor: fc.boolean(), service: fc.boolean(),
    }), { minLength: 1, maxLength: 6 }),
    order: fc.boolean(),
  });

  it('applied phase by phase, each object finds what it needs', () => {
    fc.assert(fc.property(programs, ({ install, apps, order }) => {
      const files = laidOut({ layout: GitLayout.kubectl() }, (app) => {
        const makeNamespaces = () => [...new Set(apps.map(({ namespace }) => namespace))]
          .forEach((namespace) => object(new Chart(app, `ns-${namespace}`), namespace, 'Namespace'));
        if (!order) makeNamespaces();
        apps.forEach(({ namespace, edge, executor: own, service }, index) => {
          const chart = new Chart(app, `app-${index}`, { namespace });
          const common = { metadata: { name: `app-${index}` }, image: 'ghcr.io/acme/app:v1' };
          const executor = own && !edge ? new SpinAppExecutor(chart, 'executor', { metadata: { name: `own-${index}` }, spinImage: 'ghcr.io/acme/spin:v1' }) : undefined;
          // an app without one finds several where others declare theirs
          const declares = apps.some((each) => each.namespace === namespace && each.executor && !each.edge);
          const made = edge || (declares && !executor) ? new EdgeWasmApp(chart, 'app', common) : new WasmApp(chart, 'app', { ...common, executor });
          if (service) made.exposeViaService();
        });
        if (order) makeNamespaces();
        if (install) new SpinKubeInstall(app, 'spinkube', { version: SpinKubeVersion.V0_6_1 });
      });
      const folders = [...new Set(Object.keys(files).filter((name) => name.includes('/')).map((name) => name.split('/')[0]))].sort();
      const found = apply(folders.map((file) => ({ file, objects: objectsIn(files, `${file}/`) })), !install);
      expect(found.filter((message) => !/: \w+(RoleBinding|WebhookConfiguration) /.test(message))).toEqual([]);
    }), { numRuns: 40 });
  });
});
