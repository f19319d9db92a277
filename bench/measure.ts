/** How times are taken: medians of runs that take turns, each into a new folder. */
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { AppType, Grow } from './trees';

/** Memory where there is any, so that the disk is not what is measured. */
export const ROOT = fs.existsSync('/dev/shm') ? '/dev/shm' : os.tmpdir();

/** One thing to measure. */
export interface Case {
  readonly type: AppType;
  readonly grow: Grow;
}

/** A folder for as long as it is used. */
export function inFolder<T>(use: (folder: string) => T): T {
  const folder = fs.mkdtempSync(path.join(ROOT, 'bench-'));
  try {
    return use(folder);
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

/** Milliseconds of this process' work, so that what else the machine does is not measured. */
export function work<T>(run: () => T): number {
  const before = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/** Milliseconds of work from the empty app to the last file. (A forced collection before it would throw away compiled code.) */
export function once({ type, grow }: Case): number {
  return inFolder((outdir) => {
    return work(() => {
      const app = new type({ outdir });
      grow(app);
      app.synth();
    });
  });
}

/** The median of each case. Cases take turns, so that a busy moment of the machine meets all of them. */
export function medians(runs: number, ...cases: Case[]): number[] {
  const times: number[][] = cases.map(() => []);
  for (let run = 0; run < runs; run++) {
    cases.forEach((each, index) => times[index].push(once(each)));
  }
  return times.map(median);
}

export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
}

/** What another Node process prints, as JSON. */
export function inProcess<T>(...args: string[]): T {
  const { stdout, stderr, status } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  if (status !== 0) {
    throw new Error(stderr);
  }
  return JSON.parse(stdout);
}
