import { ApiObject, Chart } from 'cdk8s';
import { Construct, IConstruct } from 'constructs';
import { FleetApp } from '../../src/synth/fleet-app';
import { SettledTree } from '../../src/synth/private/settled-tree';

function object(scope: Construct, id: string): ApiObject {
  return new ApiObject(scope, id, { apiVersion: 'v1', kind: 'ConfigMap' });
}

function orderOf(chart: Chart): string[] {
  return new SettledTree(chart.node.root).objectsOf(chart).map(({ node }) => node.id);
}

/** A chart of objects, each of which waits for those named after it. */
function chartOf(waits: { [id: string]: string[] }): Chart {
  const chart = new Chart(new FleetApp(), 'chart');
  const objects = new Map(Object.keys(waits).map((id) => [id, object(chart, id)]));
  for (const [id, targets] of Object.entries(waits)) {
    objects.get(id)!.node.addDependency(...targets.map((target) => objects.get(target)!));
  }
  return chart;
}

function cycleOf(root: IConstruct): string {
  try {
    new SettledTree(root);
    return 'none';
  } catch (error) {
    return (error as Error).message.replace('Dependency cycle detected: ', '');
  }
}

describe('the order of objects', () => {
  it('is that of the tree, where nothing depends', () => {
    expect(orderOf(chartOf({ b: [], a: [], c: [] }))).toEqual(['b', 'a', 'c']);
  });

  it('puts what an object needs before it, in the order in which that was stated', () => {
    expect(orderOf(chartOf({ a: ['d', 'c'], b: [], c: [], d: [] }))).toEqual(['d', 'c', 'a', 'b']);
  });

  it('visits a diamond once', () => {
    expect(orderOf(chartOf({ top: ['left', 'right'], left: ['bottom'], right: ['bottom'], bottom: [] }))).toEqual(['bottom', 'left', 'right', 'top']);
  });

  it('puts all objects of a construct before all of another', () => {
    const chart = new Chart(new FleetApp(), 'chart');
    const [app, base] = ['app', 'base'].map((id) => new Construct(chart, id));
    ['a', 'b'].forEach((id) => object(app, id));
    ['c', 'd'].forEach((id) => object(base, id));
    app.node.addDependency(base);
    expect(orderOf(chart)).toEqual(['c', 'd', 'a', 'b']);
  });

  it('lets a construct wait for one of its own objects, and an object for its whole chart', () => {
    const chart = new Chart(new FleetApp(), 'chart');
    const group = new Construct(chart, 'group');
    const [last, , first] = ['last', 'middle', 'first'].map((id) => object(group, id));
    group.node.addDependency(first);
    last.addDependency(chart);
    expect(orderOf(chart)).toEqual(['first', 'middle', 'last']);
  });

  it('puts an outer chart after the charts in it, each with its own objects', () => {
    const app = new FleetApp();
    const outer = new Chart(app, 'outer');
    object(outer, 'a');
    const inner = new Chart(outer, 'inner');
    object(inner, 'b');
    const tree = new SettledTree(app);
    expect(tree.charts).toEqual([inner, outer]);
    expect([inner, outer].map(orderOf)).toEqual([['b'], ['a']]);
  });

  it('lasts through a chain of 30,000 objects', () => {
    const chart = new Chart(new FleetApp(), 'chart');
    const objects = Array.from({ length: 30_000 }, (_, index) => object(chart, `o${index}`));
    objects.slice(1).forEach((next, index) => objects[index].node.addDependency(next));
    expect(orderOf(chart)).toEqual(objects.reverse().map(({ node }) => node.id));
    objects[0].node.addDependency(objects[objects.length - 1]);
    expect(cycleOf(chart.node.root)).toMatch(/^chart\/o0 => chart\/o1 => .* => chart\/o29999 => chart\/o0$/);
  }, 120_000);

  it('does not grow with the product of chart sizes or with the number of paths', () => {
    const app = new FleetApp();
    const charts = Array.from({ length: 60 }, (_, index) => new Chart(app, `c${index}`));
    charts.forEach((chart, index) => {
      Array.from({ length: 100 }, (_, place) => object(chart, `o${place}`));
      chart.addDependency(...charts.slice(0, index));
    });
    expect(new SettledTree(app).charts).toEqual(charts);
  }, 60_000);
});

describe('a cycle', () => {
  it('is named by its path', () => {
    expect(cycleOf(chartOf({ a: ['b'], b: ['a'] }).node.root)).toBe('chart/a => chart/b => chart/a');
  });

  it('is named without what leads to it and without dead ends', () => {
    const chart = chartOf({ start: ['a'], a: ['b'], b: ['dead', 'c', 'end'], c: ['end', 'a'], dead: ['end'], end: [] });
    expect(cycleOf(chart.node.root)).toBe('chart/a => chart/b => chart/c => chart/a');
  });

  it('is found between charts whose objects need each other', () => {
    const app = new FleetApp();
    const [a, b] = ['a', 'b'].map((id) => new Chart(app, id));
    object(a, 'x').addDependency(object(b, 'x'));
    object(b, 'y').addDependency(object(a, 'y'));
    expect(cycleOf(app)).toBe('a => b => a');
  });

  it('is found where a nested chart needs the chart around it', () => {
    const outer = new Chart(new FleetApp(), 'outer');
    new Chart(outer, 'inner').addDependency(object(outer, 'a'));
    expect(cycleOf(outer.node.root)).toBe('outer => outer/inner => outer');
  });

  it('is found where two constructs without objects need each other', () => {
    const chart = new Chart(new FleetApp(), 'chart');
    const [a, b] = ['a', 'b'].map((id) => new Construct(chart, id));
    a.node.addDependency(b);
    b.node.addDependency(a);
    expect(cycleOf(chart.node.root)).toBe('chart/a => chart/b => chart/a');
  });

  it('is what a chart or an object has that needs itself, which stock cdk8s leaves out', () => {
    const chart = chartOf({ a: ['a'] });
    expect(cycleOf(chart.node.root)).toBe('chart/a => chart/a');
    const alone = new Chart(new FleetApp(), 'alone');
    alone.addDependency(alone);
    expect(cycleOf(alone.node.root)).toBe('alone => alone');
  });

  it('is no construct of one object that needs itself', () => {
    const chart = new Chart(new FleetApp(), 'chart');
    const group = new Construct(chart, 'group');
    object(group, 'a');
    group.node.addDependency(group);
    expect(orderOf(chart)).toEqual(['a']);
    object(group, 'b');
    expect(cycleOf(chart.node.root)).toBe('chart/group/a => chart/group/b => chart/group/a');
  });
});
