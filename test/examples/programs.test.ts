import fs from 'node:fs';
import path from 'node:path';
import { ApiObject, App, Chart, DependencyGraph, DependencyVertex } from 'cdk8s';
import { committed, discard, EXAMPLES, filesIn, FLAT_EXAMPLES, nodesBeside, pagesBeside, run } from './programs';

// Stock synth's cost: at 20 objects in each of 5 charts (the product is 3,200,000) it takes 0.3 s, and then multiplies.
const LARGEST_PRODUCT = 10_000;
const MOST_VISITS = 100_000;

test('each example has its output in dist/, and the other way round', () => {
  const beside = EXAMPLES.flatMap((example) => [nodesBeside(example), pagesBeside(example)]).filter((folder) => fs.existsSync(committed(folder)));
  expect(fs.readdirSync(committed('.')).sort()).toEqual([...EXAMPLES, ...beside].sort());
});

describe.each(EXAMPLES)('the example %s', (example) => {
  const app = run(example);
  app.synth();
  const written = filesIn(app.outdir);

  afterAll(() => discard(app));

  test('writes what is committed in dist/, to the byte', () => {
    expect(written).toEqual(filesIn(committed(example)));
  });

  test('writes for its nodes and its readers what is committed beside that folder, to the byte', () => {
    const beside = [nodesBeside, pagesBeside];
    beside.forEach((place) => expect(filesIn(place(app.outdir))).toEqual(filesIn(committed(place(example)))));
    const known = [example, ...beside.map((place) => place(example))];
    expect(fs.readdirSync(path.dirname(app.outdir)).filter((folder) => !known.includes(folder))).toEqual([]);
  });

  test('writes the same bytes when it synthesises again', () => {
    app.synth();
    expect(filesIn(app.outdir)).toEqual(written);
  });

  test('writes the same bytes when it runs again', () => {
    const again = run(example);
    again.synth();
    expect(filesIn(again.outdir)).toEqual(written);
    discard(again);
  });

  test('keeps the product of chart sizes along each chain of dependencies small', () => {
    expect(Math.max(...app.charts.map(productBelow))).toBeLessThan(LARGEST_PRODUCT);
  });

  test('keeps the paths that stock synth walks few', () => {
    expect(visits(new DependencyGraph(app.node).root)).toBeLessThan(MOST_VISITS);
  });
});

test.each(FLAT_EXAMPLES)('the example %s names its files in the order in which they are to be applied', (example) => {
  const app = run(example);
  app.synth();
  const order = app.charts.map((_, index) => String(index).padStart(4, '0'));
  expect(Object.keys(filesIn(app.outdir)).map((file) => file.slice(0, 4))).toEqual(order);
  discard(app);
});

describe('the measure', () => {
  test('multiplies along a chain, and begins anew behind an empty chart', () => {
    const app = new App();
    const [a, b, empty, c] = [2, 3, 0, 5].map((size, index) => {
      const chart = new Chart(app, `chart-${index}`);
      for (let object = 0; object < size; object += 1) {
        new ApiObject(chart, `object-${object}`, { apiVersion: 'v1', kind: 'ConfigMap' });
      }
      return chart;
    });
    b.addDependency(a);
    empty.addDependency(b);
    c.addDependency(empty);
    expect([a, b, empty, c].map(productBelow)).toEqual([2, 6, 6, 6]);
    expect(productBelow(withDependency(c, b))).toBe(30);
  });

  test('counts every path', () => {
    const [top, left, right, bottom] = Array.from({ length: 4 }, () => new DependencyVertex());
    [left, right].forEach((side) => {
      top.addChild(side);
      side.addChild(bottom);
    });
    expect(visits(top)).toBe(5);
  });
});

function withDependency(chart: Chart, on: Chart): Chart {
  chart.addDependency(on);
  return chart;
}

/** The largest product of object counts along a chain of charts that ends here; an empty chart between two parts them. */
function productBelow(chart: Chart): number {
  return largest(chart).best;
}

function largest(chart: Chart): { readonly here: number; readonly best: number } {
  const size = chart.node.findAll().filter((construct) => ApiObject.isApiObject(construct) && Chart.of(construct) === chart).length;
  const below = chart.node.dependencies.filter((construct): construct is Chart => Chart.isChart(construct)).map(largest);
  const here = size * Math.max(1, ...below.map((chain) => chain.here));
  return { here, best: Math.max(here, ...below.map((chain) => chain.best)) };
}

/** How often stock ordering visits a vertex: once for each path to it. */
function visits(vertex: DependencyVertex, known = new Map<DependencyVertex, number>()): number {
  if (!known.has(vertex)) known.set(vertex, vertex.outbound.reduce((sum, next) => sum + visits(next, known), 1));
  return known.get(vertex)!;
}
