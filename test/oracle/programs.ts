/**
 * Random programs by the thousands: what each was refused with, or what it wrote.
 */
import { ApiObject, App, Chart } from 'cdk8s';
import fc from 'fast-check';
import { judge, Verdict } from './judge';

/** How many programs there are of each kind; ORACLE_RUNS draws fewer, for a look. */
export const RUNS = Number(process.env.ORACLE_RUNS ?? 20_000);

const CHARTS = 200;

/** What became of one program. */
export interface Outcome<T> {
  readonly given: T;

  /** What it was refused with, one problem an item. */
  readonly problems: string[];

  /** What it wrote. */
  readonly objects: any[];
}

/** Makes a program of each draw, and says what became of it. Each stands in a chart and namespace of its own. */
export function outcomesOf<T>(draws: fc.Arbitrary<T>, make: (chart: Chart, given: T) => void): Outcome<T>[] {
  jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  const all = fc.sample(draws, RUNS);
  const found: Outcome<T>[] = [];
  for (let first = 0; first < all.length; first += CHARTS) {
    found.push(...runTogether(all.slice(first, first + CHARTS), make));
  }
  jest.restoreAllMocks();
  return found;
}

function runTogether<T>(some: T[], make: (chart: Chart, given: T) => void): Outcome<T>[] {
  const app = new App({ outdir: 'never-written' });
  const thrown = new Map<Chart, string[]>();
  const charts = some.map((given, index) => {
    const chart = new Chart(app, `c${index}`, { namespace: `n${index}` });
    attempt(() => make(chart, given), (message) => thrown.set(chart, message.split('\n')));
    return chart;
  });
  const common = commonProblems(app, charts);
  return charts.map((chart, index) => {
    const own = () => chart.node.findAll().flatMap((node) => node.node.validate()).flatMap((text) => text.split('\n'));
    const problems = thrown.get(chart) ?? [...own(), ...common.filter((text) => text.includes(` of ${chart.node.id}/`))];
    const objects = problems.length === 0 ? written(chart, (message) => problems.push(message)) : [];
    return { given: some[index], problems, objects };
  });
}

/** What is wrong between charts, such as two Services on one port of a node; it names the chart of the later one. */
function commonProblems(app: App, charts: Chart[]): string[] {
  const inCharts = new Set(charts.flatMap((chart) => chart.node.findAll()));
  const found = app.node.findAll().filter((node) => !inCharts.has(node)).flatMap((node) => node.node.validate());
  expect(found.filter((text) => !/ of c\d+\//.test(text))).toEqual([]);
  return found;
}

function written(chart: Chart, failed: (message: string) => void): any[] {
  const objects: any[] = [];
  attempt(() => objects.push(...chart.node.findAll().filter(ApiObject.isApiObject).map((object) => object.toJson())), failed);
  return objects;
}

function attempt(work: () => void, failed: (message: string) => void): void {
  try {
    work();
  } catch (error) {
    failed((error as Error).message);
  }
}

/** What the server says of each list of objects, all asked at once. */
export function judgeEach(lists: any[][]): string[][] {
  const verdicts = judge(lists.flat());
  let next = 0;
  return lists.map((list) => {
    const ofList = verdicts.slice(next, next + list.length);
    next += list.length;
    return ofList.flatMap((verdict, index) => said(verdict).map((text) => `${list[index].kind}: ${text}`));
  });
}

function said({ errors, unknown }: Verdict): string[] {
  return unknown ? [`no validation of ${unknown}`] : errors;
}

/** Up to twenty kinds of a difference, each with how often it came and one example. */
export function differences(found: ReadonlyArray<{ readonly text: string; readonly example: unknown }>): string[] {
  const kinds = new Map<string, { times: number; text: string; example: unknown }>();
  for (const { text, example } of found) {
    const kind = text.replace(/\[[^\]]*\]/g, '[]').replace(/"(\\.|[^"\\])*"/g, '""').replace(/got [^;]*;/, 'got;').replace(/\d+/g, '0');
    const known = kinds.get(kind);
    kinds.set(kind, { text, example, ...known, times: (known?.times ?? 0) + 1 });
  }
  return [...kinds.values()].slice(0, 20).map(({ times, text, example }) => `${times}× ${text.slice(0, 300)} ← ${JSON.stringify(example).slice(0, 1500)}`);
}
