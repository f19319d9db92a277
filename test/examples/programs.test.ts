import fs from 'node:fs';
import { ApiObject, App, Chart, DependencyGraph, DependencyVertex } from 'cdk8s';
import { committed, committedFiles, EXAMPLES, FLAT_EXAMPLES, FOLDER_EXAMPLES, Run, SHELVES, SHORT_EXAMPLES, sourcesOf } from './programs';

// Stock synth's cost: at 20 objects in each of 5 charts (the product is 3,200,000) it takes 0.3 s, and then multiplies.
const LARGEST_PRODUCT = 10_000;
const MOST_VISITS = 100_000;

test('each example has its output in dist/, and the other way round', () => {
  expect(fs.readdirSync(committed('.')).sort()).toEqual([...SHELVES, ...FOLDER_EXAMPLES].sort());
  expect(SHELVES.flatMap((shelf) => fs.readdirSync(committed(shelf)).map((folder) => `${shelf}/${folder}`)).sort()).toEqual([...SHORT_EXAMPLES].sort());
});

describe.each(EXAMPLES)('the example %s', (example) => {
  const run = new Run(example);
  const written = run.files();

  afterAll(() => run.discard());

  test('leaves it to cdk8s-cli where its files go', () => {
    expect(sourcesOf(example).flatMap((source) => source.match(/outdir: .*/g) ?? [])).toEqual(example === 'platform'
      ? ['outdir: `${output}/${name}`, layout });'] : []);
  });

  test('makes apps, each with a folder of its own for its output', () => {
    const folders = run.apps.map(({ outdir }) => outdir);
    expect(folders.length).toBeGreaterThan(0);
    expect(folders.filter((folder) => !`${folder}/`.startsWith(`dist/${example}/`))).toEqual([]);
    expect(folders.filter((folder) => folders.some((other) => folder !== other && folder.startsWith(`${other}/`)))).toEqual([]);
    expect(new Set(folders).size).toBe(folders.length);
  });

  test('writes what is committed in dist/, to the byte, and nothing else', () => {
    expect(written).toEqual(committedFiles(example));
  });

  test('writes the same bytes when it synthesises again', () => {
    run.synth();
    expect(run.files()).toEqual(written);
  });

  test('writes the same bytes when it runs again', () => {
    const again = new Run(example);
    expect(again.files()).toEqual(written);
    again.discard();
  });

  test('keeps the product of chart sizes along each chain of dependencies small', () => {
    expect(Math.max(...run.apps.flatMap(({ charts }) => charts.map(productBelow)))).toBeLessThan(LARGEST_PRODUCT);
  });

  test('keeps the paths that stock synth walks few', () => {
    expect(run.apps.map(({ node }) => visits(new DependencyGraph(node).root)).filter((count) => count >= MOST_VISITS)).toEqual([]);
  });
});

test.each(FLAT_EXAMPLES)('the example %s names its files in the order in which they are to be applied', (example) => {
  const run = new Run(example);
  const order = run.apps.flatMap(({ charts }) => charts.map((_, index) => String(index).padStart(4, '0')));
  const flat = Object.keys(run.files()).filter((file) => file.startsWith(`dist/${example}/`));
  expect(flat.map((file) => file.slice(`dist/${example}/`.length).slice(0, 4))).toEqual(order);
  run.discard();
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
