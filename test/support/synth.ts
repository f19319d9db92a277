/**
 * Synthesis for tests: every object comes from the YAML that a user would apply, and is held against all schemas.
 */
import fs from 'node:fs';
import path from 'node:path';
import { App, Chart, Yaml } from 'cdk8s';
import { IConstruct } from 'constructs';
import { checkManifests, Known, parseManifests } from './manifest-check';

/** A chart in a program of its own. */
export function chartOf(namespace: string | undefined = 'apps', id = 'test'): Chart {
  return new Chart(new App(), id, { namespace });
}

/** The objects below a construct (an app, a cluster or a chart) in the order of their files, once they pass every check. */
export function synth(scope: IConstruct, known: Known = {}): any[] {
  const objects = parseManifests('synth', yamlOf(scope));
  expect(checkManifests(objects, known)).toEqual([]);
  return objects;
}

/** The YAML of the objects below a construct. */
export function yamlOf(scope: IConstruct): string {
  const app = scope.node.root as App;
  const whole = app.synthYaml(); // which also settles the order of the charts
  const charts = app.charts.filter((chart) => chart.node.scopes.includes(scope));
  return charts.length === app.charts.length ? whole : Yaml.stringify(...charts.flatMap((chart) => chart.toJson()));
}

/** The YAML of the first object of a kind below a construct, all of whose objects pass every check. */
export function yamlOfKind(scope: IConstruct, kind: string, known: Known = {}): string {
  synth(scope, known);
  return yamlOf(scope).split('---\n').find((document) => document.includes(`\nkind: ${kind}\n`)) ?? '';
}

/** The files of a program, written to its folder (one of `Testing.app()`), by name. */
export function filesOf(app: App, known: Known = {}): { [file: string]: string } {
  app.synth();
  const files = readFolder(app.outdir);
  const objects = Object.entries(files).flatMap(([name, text]) => parseManifests(name, text));
  expect(checkManifests(objects, known)).toEqual([]);
  return files;
}

/** The files in a folder by name. */
export function readFolder(folder: string): { [file: string]: string } {
  return Object.fromEntries(fs.readdirSync(folder).sort().map((name) => [name, fs.readFileSync(path.join(folder, name), 'utf8')]));
}

/** The order of a program: for each chart its id and what it holds, as `chart: Kind name, Kind name`. */
export function orderOf(scope: IConstruct, known: Known = {}): string[] {
  synth(scope, known);
  return chartsOf(scope).map((chart) => {
    const objects = chart.toJson().map(({ kind, metadata }: any) => `${kind} ${metadata.name}`);
    return `${chart.node.id}: ${objects.join(', ')}`;
  });
}

/** What a program fails with: the message without cdk8s' heading, one problem a line. */
export function failureOf(program: (chart: Chart) => unknown): string {
  const chart = chartOf();
  try {
    program(chart);
    (chart.node.root as App).synthYaml();
  } catch (error) {
    return (error as Error).message.replace(/^Validation failed with the following errors:\n {2}/, '').replace(/\n {2}/g, '\n');
  }
  throw new Error('the program did not fail');
}

/** What a program is warned of, one warning a line, and that it does not fail. */
export function warningsOf(program: (chart: Chart) => unknown): string {
  const chart = chartOf();
  return printedBy(() => {
    program(chart);
    (chart.node.root as App).synthYaml();
  }).map((text) => text.replace(/^warning: /, '')).join('\n');
}

/** What a program prints on stderr, one text a warning. */
export function printedBy(program: () => unknown): string[] {
  const stderr = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  try {
    program();
    return stderr.mock.calls.map(([text]) => String(text).trim());
  } finally {
    stderr.mockRestore();
  }
}

function chartsOf(scope: IConstruct): Chart[] {
  const app = scope.node.root as App;
  app.synthYaml(); // which settles the order of the charts
  return app.charts.filter((chart) => chart.node.scopes.includes(scope));
}
