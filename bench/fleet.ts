/**
 * FleetApp against the stock App over the same trees, in one process, and the page that says what came of it:
 * `npm run bench` writes docs/benchmarks.md and docs/benchmarks.svg.
 *
 * `--quick` leaves out what takes minutes and writes nothing.
 */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { App } from 'cdk8s';
import { ImportCost, importCosts } from './imports';
import { kustomize } from './kustomize';
import { inFolder, inProcess, medians, once, ROOT, work } from './measure';
import { Line, plot } from './plot';
import { Cell, shown, table, times } from './report';
import { AppType, Grow, objects, rawApps, sites, wasmApps } from './trees';
import { FleetApp } from '../src/synth/fleet-app';

const QUICK = process.argv.includes('--quick');
const MANY = 10_000;

const fleet = (grow: Grow) => ({ type: FleetApp as AppType, grow });
const stock = (grow: Grow) => ({ type: App as AppType, grow });

/** Says where the run is, since some of it takes its time. */
function step<T>(what: string, run: () => T): T {
  const began = performance.now();
  const result = run();
  process.stderr.write(`${what}: ${((performance.now() - began) / 1000).toFixed(1)} s\n`);
  return result;
}

interface Scale {
  readonly charts: number;
  readonly platform: boolean;
  readonly fleet: number;
  readonly stock?: number;
}

/** Charts alone or behind a platform chart; stock runs once where it takes long, and not beyond 3,000. */
function scale(charts: number, platform: boolean): Scale {
  const grow = sites(charts, platform);
  if (charts <= 100) {
    const [ours, theirs] = medians(15, fleet(grow), stock(grow));
    return { charts, platform, fleet: ours, stock: theirs };
  }
  // Short runs take a while until the engine has compiled all of it.
  const [ours] = medians(charts <= 3000 ? 9 : 3, fleet(grow));
  const skipped = charts > (QUICK ? 1000 : 3000);
  return { charts, platform, fleet: ours, stock: skipped ? undefined : once(stock(grow)) };
}

/** Fails unless apps by the library and by hand are the same text, so that they are compared fairly. */
function holdSame(): void {
  const text = (grow: Grow) => inFolder((outdir) => {
    const app = new FleetApp({ outdir });
    grow(app);
    app.synth();
    const file = fs.readdirSync(outdir).find((name) => name.endsWith('apps.k8s.yaml'))!;
    return fs.readFileSync(path.join(outdir, file), 'utf8');
  });
  if (text(wasmApps(2, true)) !== text(rawApps(2, true))) {
    throw new Error('the apps by hand are not those of the library: mend bench/trees.ts');
  }
}

interface AppCost {
  readonly what: string;
  readonly raw: number;
  readonly app: number;
}

function appCosts(): AppCost[] {
  holdSame();
  const named = (isNamed: boolean) => (isNamed ? 'names given' : 'names generated');
  return [[true, FleetApp], [false, FleetApp], [false, App]].map(([isNamed, type]) => {
    const [raw, app] = medians(QUICK ? 3 : 5, { type: type as AppType, grow: rawApps(MANY, isNamed as boolean) },
      { type: type as AppType, grow: wasmApps(MANY, isNamed as boolean) });
    return { what: `${(type as AppType).name}, ${named(isNamed as boolean)}`, raw, app };
  });
}

/** A synthesis over the files that an equal one wrote. */
function again(grow: Grow): number {
  return inFolder((outdir) => {
    const write = () => {
      const app = new FleetApp({ outdir });
      grow(app);
      app.synth();
    };
    write();
    return work(write);
  });
}

function peak(type: 'fleet' | 'stock', charts: number): number {
  return inProcess<number>('-r', 'ts-node/register', 'bench/peak.ts', type, String(charts));
}

once(stock(sites(50, true)));
once(fleet(sites(500, true)));
const scales = [false, true].flatMap((platform) => [1, 10, 100, 1000, 3000, MANY].map((charts) =>
  step(`${charts} charts${platform ? ' behind a platform chart' : ''}`, () => scale(charts, platform))));
const [oneChart, oneChartStock] = step('one chart with many apps', () => medians(3, fleet(wasmApps(MANY, true)), stock(wasmApps(MANY, true))));
const [maps, mapsStock] = step('one chart with many ConfigMaps', () => medians(3, fleet(objects(MANY)), stock(objects(MANY))));
const [chain] = step('a chain', () => medians(1, fleet(objects(10 * MANY, true))));
const costs = step('WasmApp against ApiObject', appCosts);
const unchanged = step('nothing changed', () => again(sites(3000, true)));
const kustomized = step('kubectl kustomize', () => [100, 1000].map((charts) => [charts, kustomize(charts)] as const));
const memory = step('memory', () => [[0], [1000], [MANY]].map(([charts]) => [charts, peak('fleet', charts), charts > 1000 ? undefined : peak('stock', charts)]));
const imports: ImportCost[] = step('imports', importCosts);

const at = (charts: number, platform: boolean) => scales.find((each) => each.charts === charts && each.platform === platform)!;
const perChart = ({ charts, fleet: time }: Scale) => time / charts;
const growth = (platform: boolean) => perChart(at(MANY, platform)) / perChart(at(100, platform));
const dependent = at(3000, true);
const verdict = (good: boolean | undefined) => (good === undefined ? 'not run' : good ? 'reached' : '**missed**');
const importRatio = (what: 'milliseconds' | 'memory') => (imports.length > 0 ? imports[1][what] / imports[0][what] : undefined);
const worst = Math.max(...costs.filter(({ what }) => what.startsWith('FleetApp')).map(({ app, raw }) => app / raw));

const targets: Cell[][] = [
  ['3,000 charts that depend on one: `App` / `FleetApp`', 'at least 100×', times(dependent.stock, dependent.fleet),
    verdict(dependent.stock && dependent.stock / dependent.fleet >= 100 ? true : dependent.stock ? false : undefined)],
  ...[false, true].map((platform) => [`time a chart, 10,000 against 100, ${platform ? 'dependent' : 'alone'}`, 'at most 1.30×', `${shown(growth(platform))}×`,
    verdict(growth(platform) <= 1.3)]),
  ['one chart with 10,000 apps: `FleetApp` / `App`', 'at most 1.00×', times(oneChart, oneChartStock), verdict(oneChart <= oneChartStock)],
  ['10,000 `WasmApp` / `ApiObject` under `FleetApp`, the worse of both rows below', 'at most 2.50×', `${shown(worst)}×`, verdict(worst <= 2.5)],
  ...(['milliseconds', 'memory'] as const).map((what) => {
    const ratio = importRatio(what);
    return [`import, ${what === 'memory' ? 'memory' : 'time'}`, 'at most 1.10×', ratio === undefined ? undefined : `${shown(ratio)}×`,
      verdict(ratio === undefined ? undefined : ratio <= 1.1)];
  }),
];

const lines: Line[] = (['fleet', 'stock'] as const).flatMap((type) => [false, true].map((platform) => ({
  name: `${type === 'fleet' ? 'FleetApp' : 'App'}, ${platform ? 'dependent charts' : 'charts alone'}`,
  points: scales.filter((each) => each.platform === platform && each[type] !== undefined).map((each) => [each.charts, each[type]!] as [number, number]),
})));

const page = `# Benchmarks

What \`npm run bench\` measured in one run. It writes this page and its plot; the numbers are those of one machine on one day, and the ratios are what
to read. Each time is the process' own work, of all its threads, from an empty app to the last file: constructs, rules, YAML, writes. Medians of runs
that take turns; where stock \`App\` takes long, one run. Files go to ${ROOT === '/dev/shm' ? 'a file system in memory' : 'the temporary folder'}, so that the disk is not what is measured.

${os.cpus()[0].model}, ${os.cpus().length} cores; Node ${process.version}; cdk8s ${require('cdk8s/package.json').version}.

## Targets

${table(['what', 'target', 'measured', ''], targets)}

## Charts

One ConfigMap a chart; "dependent" charts each depend on one platform chart. Stock \`App\` resolves and validates the whole app once for each chart.

![milliseconds by charts](benchmarks.svg)

${table(['charts', 'dependent', '`App`, ms', '`FleetApp`, ms', '`App` / `FleetApp`', '`FleetApp`, ms a chart'],
    scales.map((each) => [each.charts.toLocaleString('en'), each.platform ? 'yes' : 'no', each.stock, each.fleet, times(each.stock, each.fleet), perChart(each)]))}

3,000 dependent charts again, when no file changes: ${shown(unchanged)} ms.

## One chart

${table(['what', '`App`, ms', '`FleetApp`, ms', '`App` / `FleetApp`'], [
    ['10,000 `WasmApp`s', oneChartStock, oneChart, times(oneChartStock, oneChart)],
    ['10,000 ConfigMaps', mapsStock, maps, times(mapsStock, maps)],
    ['100,000 ConfigMaps, each after the one before', undefined, chain, ''],
  ])}

## What a \`WasmApp\` costs

10,000 in one chart, against raw \`ApiObject\`s that are written as the same bytes. The rules, the executor that the apps need and its chart are in it. Where names
are generated, both sides pay for cdk8s' hashes.

${table(['', '`ApiObject`, ms', '`WasmApp`, ms', 'ratio'], costs.map(({ what, raw, app }) => [what, raw, app, times(app, raw)]))}

## kubectl kustomize

\`kubectl kustomize\` over the files of dependent charts, which only reads, orders and prints them. Its time is that of the clock.

${kustomized.every(([, time]) => time === undefined) ? 'Not run: kubectl is not installed.' : table(
    ['charts', '`kubectl kustomize`, ms', '`FleetApp`, ms'], kustomized.map(([charts, time]) => [charts.toLocaleString('en'), time, at(charts, true).fleet]))}

## Memory

Most resident memory of a process with one synthesis of dependent charts; 0 charts is Node with the compiler that runs the bench.

${table(['charts', '`FleetApp`, MiB', '`App`, MiB'], memory.map(([charts, ours, theirs]) => [charts!.toLocaleString('en'), ours, theirs]))}

Growth from 1,000 to 10,000 charts: ${shown((memory[2][1]! - memory[1][1]!) * 1024 / (MANY - 1000))} KiB for a chart with its object.

## Import

Medians of 31 processes each, by the clock; \`WasmApp\` in use loads the part of the library that it needs.

${imports.length === 0 ? 'Not run: the library is not compiled (`npx projen compile`).' : table(['program', 'ms', 'ratio', 'resident, MiB', 'ratio'],
    imports.map(({ what, milliseconds, memory: held }) => [what, milliseconds, times(milliseconds, imports[0].milliseconds), held, times(held, imports[0].memory)]))}
`;

console.log(page);
if (!QUICK) {
  fs.writeFileSync('docs/benchmarks.md', page);
  fs.writeFileSync('docs/benchmarks.svg', plot('Synthesis of charts with one object each', lines));
}
