import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { newFolder } from './support/folder';
import { age, appsInNewProcess, inNewProcess, isOld, LIST, names } from './support/output';

const HEADING = '# The files that cdk8s-wasm wrote here. It removes those that a later synthesis no longer makes.\n';

function listOf(folder: string): string {
  return fs.readFileSync(path.join(folder, LIST), 'utf8').replace(HEADING, '');
}

/** A program in a process of its own, which makes and synthesises apps of one chart each, and then runs the last line. */
function run(outdir: string, charts: string[], last = ''): void {
  const source = path.join(__dirname, '../../src/synth/fleet-app');
  const program = `
    const { ApiObject, Chart } = require('cdk8s');
    const { FleetApp } = require(${JSON.stringify(source)});
    for (const id of ${JSON.stringify(charts)}) {
      const app = new FleetApp({ outdir: ${JSON.stringify(outdir)} });
      new ApiObject(new Chart(app, id), 'settings', { apiVersion: 'v1', kind: 'ConfigMap', data: { value: 1 } });
      app.synth();
    }
    ${last}`;
  spawnSync(process.execPath, ['-r', 'ts-node/register', '-e', program], {
    env: { ...process.env, TS_NODE_PROJECT: path.join(__dirname, '../tsconfig.json') },
  });
}

describe('apps of one program in one folder', () => {
  it('keep the time stamps of what did not change', () => {
    const folder = newFolder();
    appsInNewProcess(folder, [{ a: 1 }, { b: 1 }]);
    age(folder, 'a.k8s.yaml', 'b.k8s.yaml');
    appsInNewProcess(folder, [{ a: 1 }, { b: 1 }]);
    expect(names(folder)).toEqual([LIST, 'a.k8s.yaml', 'b.k8s.yaml']);
    expect(['a.k8s.yaml', 'b.k8s.yaml'].map((file) => isOld(folder, file))).toEqual([true, true]);
  });

  it.each([[[{ a: 2 }, { b: 'invalid' }]], [[{ a: 2 }]]])('leave the output of one that failed, or was not reached: %j', (apps) => {
    const folder = newFolder();
    appsInNewProcess(folder, [{ a: 1 }, { b: 1 }]);
    try {
      appsInNewProcess(folder, apps);
    } catch (error) {
      expect((error as Error).message).toContain('is invalid');
    }
    expect(names(folder)).toEqual([LIST, 'a.k8s.yaml', 'b.k8s.yaml']);
    expect(listOf(folder)).toBe('a.k8s.yaml\n# app 2\nb.k8s.yaml\n');
  });

  it('remove what they no longer make, each its own', () => {
    const folder = newFolder();
    appsInNewProcess(folder, [{ a: 1, b: 1 }, { c: 1, d: 1 }]);
    appsInNewProcess(folder, [{ b: 1 }, { renamed: 1 }]);
    expect(names(folder)).toEqual([LIST, 'b.k8s.yaml', 'renamed.k8s.yaml']);
    expect(listOf(folder)).toBe('b.k8s.yaml\n# app 2\nrenamed.k8s.yaml\n');
  });

  it('keep a file that another one makes', () => {
    const folder = newFolder();
    appsInNewProcess(folder, [{ shared: 1, a: 1 }, { shared: 1 }]);
    age(folder, 'shared.k8s.yaml');
    appsInNewProcess(folder, [{ a: 1 }, { shared: 1 }]);
    expect(isOld(folder, 'shared.k8s.yaml')).toBe(true);
    expect(listOf(folder)).toBe('a.k8s.yaml\n# app 2\nshared.k8s.yaml\n');
  });

  it('are told apart by their order also where one is reached by a link', () => {
    const [folder, other] = [newFolder(), newFolder()];
    fs.symlinkSync(folder, path.join(other, 'link'));
    appsInNewProcess(folder, [{ a: 1 }]);
    jest.isolateModules(() => {
      const { FleetApp } = jest.requireActual<typeof import('../../src/synth/fleet-app')>('../../src/synth/fleet-app');
      const [direct, linked] = [folder, path.join(other, 'link')].map((outdir) => new FleetApp({ outdir }));
      linked.synth();
      expect(names(folder)).toEqual([LIST, 'a.k8s.yaml']);
      direct.synth();
      expect(names(folder)).toEqual([]);
    });
  });

  it('read a list that names no apps as that of the first', () => {
    const folder = newFolder();
    inNewProcess(folder, { a: 1, gone: 1 });
    expect(listOf(folder)).toBe('a.k8s.yaml\ngone.k8s.yaml\n');
    appsInNewProcess(folder, [{ a: 1 }, { b: 1 }]);
    expect(names(folder)).toEqual([LIST, 'a.k8s.yaml', 'b.k8s.yaml']);
  });
});

describe('an app that a program no longer has', () => {
  it.each([
    ['ends', '', ['a']],
    ['fails', 'throw new Error("the second app");', ['a', 'b', 'c']],
    ['makes it without a synthesis', 'new FleetApp({ outdir });', ['a', 'b', 'c']],
  ])('has its files removed when the program ends, but not when it fails: it %s', (_, last, left) => {
    const folder = newFolder();
    appsInNewProcess(folder, [{ a: 1 }, { b: 1, c: 1 }]);
    run(folder, ['a'], last.replace('{ outdir }', `{ outdir: ${JSON.stringify(folder)} }`));
    expect(names(folder)).toEqual([LIST, ...left.map((id) => `${id}.k8s.yaml`)]);
    expect(listOf(folder)).toBe(left.length === 1 ? 'a.k8s.yaml\n' : 'a.k8s.yaml\n# app 2\nb.k8s.yaml\nc.k8s.yaml\n');
  }, 60_000);

  it('may be one in the middle: the others keep their files', () => {
    const folder = newFolder();
    appsInNewProcess(folder, [{ a: 1 }, { b: 1 }, { c: 1 }]);
    age(folder, 'a.k8s.yaml', 'c.k8s.yaml');
    run(folder, ['a', 'c']);
    expect(names(folder)).toEqual([LIST, 'a.k8s.yaml', 'c.k8s.yaml']);
    expect(['a.k8s.yaml', 'c.k8s.yaml'].map((file) => isOld(folder, file))).toEqual([true, true]);
    expect(listOf(folder)).toBe('a.k8s.yaml\n# app 2\nc.k8s.yaml\n');
  }, 60_000);
});
