/**
 * FleetApp against the stock App over the same trees, in one process:
 * `ts-node --project bench/tsconfig.json bench/fleet.ts`.
 *
 * Times are medians. Stock cdk8s runs once where it takes long, and not at all beyond 3,000 charts. Give `--quick` to
 * leave out what takes minutes.
 */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { ApiObject, App, AppProps, Chart } from 'cdk8s';
import { FleetApp } from '../src/synth/fleet-app';

type AppType = new (props: AppProps) => App;

interface Shape {
  readonly charts: number;

  /** Whether each chart depends on one platform chart. */
  readonly platform: boolean;
  readonly objects?: number;

  /** Whether each object depends on the one before it. */
  readonly chained?: boolean;
}

interface Sample {
  readonly milliseconds: number;

  /** Resident memory at the end, above that at the start, in MiB. */
  readonly memory: number;
}

const quick = process.argv.includes('--quick');

function grow(type: AppType, { charts, platform, objects = 1, chained = false }: Shape, outdir: string): App {
  const app = new type({ outdir });
  const base = platform ? new Chart(app, 'platform') : undefined;
  if (base) {
    new ApiObject(base, 'namespace', { apiVersion: 'v1', kind: 'Namespace' });
  }
  for (let index = 0; index < charts; index++) {
    const chart = new Chart(app, `site-${index}`);
    let before: ApiObject | undefined;
    for (let place = 0; place < objects; place++) {
      const object = configMap(chart, place);
      if (before && chained) {
        object.addDependency(before);
      }
      before = object;
    }
    if (base) {
      chart.addDependency(base);
    }
  }
  return app;
}

function configMap(chart: Chart, place: number): ApiObject {
  return new ApiObject(chart, `settings-${place}`, {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { labels: { app: 'site', tier: 'edge' } },
    data: { host: 'site.example.com', port: '8080', motd: 'welcome\nto the edge\n' },
  } as any);
}

/** One synthesis into a new folder. */
function once(type: AppType, shape: Shape): Sample {
  const outdir = fs.mkdtempSync(path.join(os.tmpdir(), 'bench-fleet-'));
  try {
    const app = grow(type, shape, outdir);
    (globalThis as any).gc?.();
    const before = process.memoryUsage().rss;
    const began = process.hrtime.bigint();
    app.synth();
    const milliseconds = Number(process.hrtime.bigint() - began) / 1e6;
    return { milliseconds, memory: Math.max(0, process.memoryUsage().rss - before) / 2 ** 20 };
  } finally {
    fs.rmSync(outdir, { recursive: true, force: true });
  }
}

function median(type: AppType, shape: Shape, runs: number): Sample {
  const samples = Array.from({ length: runs }, () => once(type, shape)).sort((a, b) => a.milliseconds - b.milliseconds);
  return samples[Math.floor(runs / 2)];
}

/** A synthesis over the files that an equal one wrote. */
function again(shape: Shape): number {
  const outdir = fs.mkdtempSync(path.join(os.tmpdir(), 'bench-fleet-'));
  try {
    grow(FleetApp, shape, outdir).synth();
    const app = grow(FleetApp, shape, outdir);
    const began = process.hrtime.bigint();
    app.synth();
    return Number(process.hrtime.bigint() - began) / 1e6;
  } finally {
    fs.rmSync(outdir, { recursive: true, force: true });
  }
}

function row(cells: readonly (string | number)[]): void {
  console.log(`| ${cells.map((cell) => (typeof cell === 'number' ? cell.toFixed(cell < 10 ? 2 : 0) : cell)).join(' | ')} |`);
}

/** More runs of what is quick. */
function runsFor(objects: number): number {
  return objects > 20_000 ? 1 : objects > 1000 ? 3 : 15;
}

function compare(shape: Shape, stockRuns: number): Sample {
  const { charts, platform, objects = 1 } = shape;
  const fleet = median(FleetApp, shape, runsFor(charts * objects));
  const stock = stockRuns > 0 ? median(App, shape, stockRuns) : undefined;
  row([
    charts.toLocaleString('en'), platform ? 'yes' : 'no', objects.toLocaleString('en'), stock?.milliseconds ?? 'not run', fleet.milliseconds,
    stock ? `${(stock.milliseconds / fleet.milliseconds).toFixed(1)} times` : '', fleet.milliseconds / charts, fleet.memory,
  ]);
  return fleet;
}

console.log(`Node ${process.version}, ${os.cpus()[0].model}\n`);
row(['charts', 'platform', 'objects a chart', 'App, ms', 'FleetApp, ms', 'FleetApp is faster', 'FleetApp, ms a chart', 'FleetApp, MiB more']);
row(Array.from({ length: 8 }, () => '---'));
once(App, { charts: 50, platform: true });
once(FleetApp, { charts: 200, platform: true });
const perChart = new Map<string, number>();
for (const platform of [false, true]) {
  for (const charts of [1, 10, 100, 1000, 3000, 10_000]) {
    const stockRuns = charts <= 100 ? 15 : 1;
    const skipped = charts > 3000 || (quick && charts > 1000);
    const { milliseconds } = compare({ charts, platform }, skipped ? 0 : stockRuns);
    perChart.set(`${platform}/${charts}`, milliseconds / charts);
  }
}
compare({ charts: 1, platform: false, objects: 10_000 }, 3);
compare({ charts: 1, platform: false, objects: 100_000, chained: true }, 0);
console.log('\n10,000 charts against 100, time a chart:');
for (const platform of [false, true]) {
  const growth = perChart.get(`${platform}/10000`)! / perChart.get(`${platform}/100`)!;
  console.log(`- ${platform ? 'with' : 'without'} a platform chart: ${growth.toFixed(2)}`);
}
console.log(`\n3,000 charts again, no file changed: ${again({ charts: 3000, platform: true }).toFixed(0)} ms`);
