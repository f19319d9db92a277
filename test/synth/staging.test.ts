import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { ApiObject, Chart, Lazy } from 'cdk8s';
import { newFolder } from './support/folder';
import { inNewProcess, LIST, names } from './support/output';
import { FleetApp } from '../../src/synth/fleet-app';

const STAGING = '.cdk8s-wasm-staging';

/** A process that has ended. */
const DEAD = spawnSync(process.execPath, ['--version']).pid;

/** What a synthesis leaves that has set one file aside. */
function claim(folder: string, name: string): void {
  fs.mkdirSync(path.join(folder, STAGING, name), { recursive: true });
  fs.writeFileSync(path.join(folder, STAGING, name, '0'), 'half');
}

function busy(folder: string): string {
  const real = fs.realpathSync(folder);
  return `Another synthesis is writing to ${real}: run one after the other, or remove ${path.join(real, STAGING)} if none is running`;
}

describe('another synthesis that is running', () => {
  it.each([
    ['in this machine', `${process.ppid}@${os.hostname()}`],
    ['in another one, which cannot be asked', `${DEAD}@another-machine`],
  ])('is an error, and neither loses a file: %s', (_, name) => {
    const folder = newFolder();
    inNewProcess(folder, { a: 1 });
    claim(folder, name);
    expect(() => inNewProcess(folder, { b: 1 })).toThrow(busy(folder));
    expect(names(folder)).toEqual([LIST, STAGING, `${STAGING}/${name}`, `${STAGING}/${name}/0`, 'a.k8s.yaml']);
  });

  it('is an error also when nothing would change', () => {
    const folder = newFolder();
    claim(folder, `${process.ppid}@${os.hostname()}`);
    expect(() => inNewProcess(folder, {})).toThrow(busy(folder));
  });

  it('is an error also within one program, while an app is rendered', () => {
    const folder = newFolder();
    const link = path.join(newFolder(), 'link');
    fs.symlinkSync(folder, link);
    const inner = new FleetApp({ outdir: link });
    const outer = new FleetApp({ outdir: folder });
    for (const id of ['a', 'b']) {
      const value = Lazy.any({ produce: () => id === 'b' ? inner.synth() : id });
      new ApiObject(new Chart(outer, id), 'settings', { apiVersion: 'v1', kind: 'ConfigMap', data: { value } } as any);
    }
    expect(() => outer.synth()).toThrow(busy(folder));
    expect(names(folder)).toEqual([]);
  });
});

describe('what a killed synthesis left', () => {
  it.each([
    ['its files', `${DEAD}@${os.hostname()}`],
    ['those of one with the number of this process', `${process.pid}@${os.hostname()}`],
    ['those of an older version', 'other'],
  ])('is cleared: %s', (_, name) => {
    const folder = newFolder();
    claim(folder, name);
    inNewProcess(folder, { a: 1 });
    expect(names(folder)).toEqual([LIST, 'a.k8s.yaml']);
  });

  it('is cleared where it had only begun', () => {
    const folder = newFolder();
    fs.mkdirSync(path.join(folder, STAGING));
    inNewProcess(folder, { a: 1 });
    expect(names(folder)).toEqual([LIST, 'a.k8s.yaml']);
  });

  it('is not looked for where a link leads', () => {
    const [folder, other] = [newFolder(), newFolder()];
    fs.writeFileSync(path.join(other, 'precious'), '');
    fs.symlinkSync(other, path.join(folder, STAGING));
    inNewProcess(folder, { a: 1 });
    expect(names(folder)).toEqual([LIST, 'a.k8s.yaml']);
    expect(names(other)).toEqual(['precious']);
  });
});
