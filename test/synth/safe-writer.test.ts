import fs from 'node:fs';
import path from 'node:path';
import { ApiObject, AppProps, Chart, Lazy, YamlOutputType } from 'cdk8s';
import { newFolder } from './support/folder';
import { age, inNewProcess, isOld, LIST, names } from './support/output';
import { FleetApp } from '../../src/synth/fleet-app';

/** A program of charts with one object each, of which a value may be set. */
function program(outdir: string, charts: { [id: string]: unknown }, props: AppProps = {}): FleetApp {
  const app = new FleetApp({ outdir, ...props });
  for (const [id, value] of Object.entries(charts)) {
    new ApiObject(new Chart(app, id), 'settings', { apiVersion: 'v1', kind: 'ConfigMap', data: { value } } as any);
  }
  return app;
}

describe('files that did not change', () => {
  it('keep their time stamp, and so does the list', () => {
    const folder = newFolder();
    inNewProcess(folder, { a: 1, b: 1 });
    age(folder, 'a.k8s.yaml', 'b.k8s.yaml', LIST);
    inNewProcess(folder, { a: 1, b: 2 });
    expect(['a.k8s.yaml', 'b.k8s.yaml', LIST].map((file) => isOld(folder, file))).toEqual([true, false, true]);
  });

  it('are told from changed ones of the same size', () => {
    const folder = newFolder();
    inNewProcess(folder, { a: 1 });
    inNewProcess(folder, { a: 2 });
    expect(fs.readFileSync(path.join(folder, 'a.k8s.yaml'), 'utf8')).toContain('value: 2\n');
  });
});

describe('a file that changed', () => {
  it('keeps its mode', () => {
    const folder = newFolder();
    inNewProcess(folder, { a: 1 });
    fs.chmodSync(path.join(folder, 'a.k8s.yaml'), 0o660);
    inNewProcess(folder, { a: 2 });
    expect(fs.statSync(path.join(folder, 'a.k8s.yaml')).mode.toString(8)).toBe('100660');
  });
});

describe('a folder on another device', () => {
  it('is written to, and the commit goes on', () => {
    const folder = newFolder();
    const app = program(folder, { a: 1, b: 1 }, { yamlOutputType: YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE });
    const rename = fs.renameSync;
    jest.spyOn(fs, 'renameSync').mockImplementation((from, to) => {
      if (String(from).includes('.cdk8s-wasm-staging') && String(to).includes('/a/')) {
        throw Object.assign(new Error('cross-device link not permitted'), { code: 'EXDEV' });
      }
      rename(from, to);
    });
    try {
      app.synth();
    } finally {
      jest.restoreAllMocks();
    }
    expect(names(folder)).toEqual([
      LIST, 'a', expect.stringMatching(/^a\/ConfigMap.*\.k8s\.yaml$/), 'b', expect.stringMatching(/^b\/ConfigMap.*\.k8s\.yaml$/),
    ]);
  });
});

describe('files of charts that are gone', () => {
  it('are removed, and nothing else is', () => {
    const folder = newFolder();
    fs.writeFileSync(path.join(folder, 'mine.yaml'), 'mine');
    inNewProcess(folder, { a: 1, b: 1 });
    inNewProcess(folder, { b: 1 });
    expect(names(folder)).toEqual([LIST, 'b.k8s.yaml', 'mine.yaml']);
    expect(fs.readFileSync(path.join(folder, LIST), 'utf8')).toBe(
      '# The files that cdk8s-wasm wrote here. It removes those that a later synthesis no longer makes.\nb.k8s.yaml\n');
  });

  it('are removed with the folders that they leave empty', () => {
    const folder = newFolder();
    const props = { yamlOutputType: YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE };
    inNewProcess(folder, { a: 1, b: 1, c: 1 }, props);
    fs.writeFileSync(path.join(folder, 'b', 'mine.yaml'), 'mine');
    inNewProcess(folder, { c: 1 }, props);
    expect(names(folder)).toEqual([LIST, 'b', 'b/mine.yaml', 'c', expect.stringMatching(/^c\/ConfigMap/)]);
  });

  it('are removed with the list when none is left', () => {
    const folder = newFolder();
    inNewProcess(folder, { a: 1 });
    inNewProcess(folder, {});
    expect(names(folder)).toEqual([]);
  });

  it('are found on a list whose line ends Git changed, which is not written anew for them', () => {
    const folder = newFolder();
    inNewProcess(folder, { a: 1, b: 1 });
    const list = path.join(folder, LIST);
    fs.writeFileSync(list, fs.readFileSync(list, 'utf8').replace(/\n/g, '\r\n'));
    age(folder, LIST);
    inNewProcess(folder, { a: 1, b: 1 });
    expect(isOld(folder, LIST)).toBe(true);
    inNewProcess(folder, { b: 1 });
    expect(names(folder)).toEqual([LIST, 'b.k8s.yaml']);
  });

  it('are also gone when one app is synthesised twice', () => {
    const folder = newFolder();
    const app = program(folder, { a: 1, b: 1 });
    app.synth();
    app.node.tryRemoveChild('a');
    app.synth();
    expect(names(folder)).toEqual([LIST, 'b.k8s.yaml']);
  });
});

describe('a list that someone else wrote', () => {
  const outside = newFolder();
  const victim = path.join(outside, 'victim.yaml');

  it.each([
    ['an absolute path', () => victim],
    ['a path that leads out', (folder: string) => path.relative(folder, victim)],
    ['a path with a detour', (folder: string) => `sub/../${path.relative(folder, victim)}`],
    ['a path with a backslash', () => '..\\victim.yaml'],
    ['a path through a link', () => 'link/victim.yaml'],
    ['a folder', () => 'sub'],
    ['the folder itself', () => '.'],
    ['a link', () => 'file-link.yaml'],
    ['nothing there', () => 'missing/file.yaml'],
  ])('removes nothing by %s', (_, line) => {
    const folder = newFolder();
    fs.writeFileSync(victim, 'precious');
    fs.mkdirSync(path.join(folder, 'sub'));
    fs.writeFileSync(path.join(folder, 'sub', 'kept.yaml'), 'kept');
    fs.symlinkSync(outside, path.join(folder, 'link'));
    fs.symlinkSync(victim, path.join(folder, 'file-link.yaml'));
    fs.writeFileSync(path.join(folder, LIST), `${line(folder)}\n`);
    inNewProcess(folder, { a: 1 });
    expect(names(folder)).toEqual([LIST, 'a.k8s.yaml', 'file-link.yaml', 'link', 'link/victim.yaml', 'sub', 'sub/kept.yaml']);
    expect(fs.readFileSync(victim, 'utf8')).toBe('precious');
    expect(fs.readFileSync(path.join(folder, LIST), 'utf8')).toMatch(/^#.*\na\.k8s\.yaml\n$/);
  });
});

describe('a failed synthesis', () => {
  function failing(): never {
    throw new Error('not now');
  }

  it.each([
    ['while it renders', (app: FleetApp) => new ApiObject(new Chart(app, 'z'), 'z', { apiVersion: 'v1', kind: 'X', data: Lazy.any({ produce: failing }) } as any)],
    ['in validation', (app: FleetApp) => app.node.addValidation({ validate: () => ['no'] })],
    ['by a cycle', (app: FleetApp) => app.charts[0].addDependency(app.charts[0])],
    ['where a folder is in its way', (app: FleetApp) => fs.mkdirSync(path.join(app.outdir, 'c.k8s.yaml'))],
  ])('leaves the old output whole: %s', (_, spoil) => {
    const folder = newFolder();
    inNewProcess(folder, { a: 1, b: 1 });
    const before = names(folder).map((name) => fs.readFileSync(path.join(folder, name), 'utf8'));
    const app = program(folder, { a: 2, c: 1 });
    spoil(app);
    expect(() => app.synth()).toThrow();
    fs.rmSync(path.join(folder, 'c.k8s.yaml'), { recursive: true, force: true });
    expect(names(folder)).toEqual([LIST, 'a.k8s.yaml', 'b.k8s.yaml']);
    expect(names(folder).map((name) => fs.readFileSync(path.join(folder, name), 'utf8'))).toEqual(before);
  });

  it('leaves no trace of one that was killed', () => {
    const folder = newFolder();
    fs.mkdirSync(path.join(folder, '.cdk8s-wasm-staging'));
    fs.writeFileSync(path.join(folder, '.cdk8s-wasm-staging', '0'), 'half');
    inNewProcess(folder, { a: 1 });
    expect(names(folder)).toEqual([LIST, 'a.k8s.yaml']);
  });
});
