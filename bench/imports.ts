/** What it costs to import the compiled library, beside cdk8s and cdk8s-plus-28. */
import fs from 'node:fs';
import path from 'node:path';
import { inProcess, median } from './measure';

const LIBRARY = path.resolve('lib/src/index.js');
const PROCESSES = 31;

const BASE = "require('cdk8s'); require('cdk8s-plus-28');";

const PROGRAMS = {
  'cdk8s and cdk8s-plus-28': BASE,
  'and cdk8s-wasm': `${BASE} require(${JSON.stringify(LIBRARY)});`,
  'and cdk8s-wasm, `WasmApp` in use': `${BASE} require(${JSON.stringify(LIBRARY)}).WasmApp;`,
};

/** Medians for one program. */
export interface ImportCost {
  readonly what: string;
  readonly milliseconds: number;

  /** Resident memory of the process, in MiB. */
  readonly memory: number;
}

/** The cost of each program; nothing where the library is not compiled. */
export function importCosts(): ImportCost[] {
  if (!fs.existsSync(LIBRARY)) {
    return [];
  }
  const samples = Object.entries(PROGRAMS).map(([what, program]) => ({ what, program, times: [] as number[], memories: [] as number[] }));
  for (let run = 0; run < PROCESSES; run++) {
    for (const { program, times, memories } of samples) {
      const script = `const began = performance.now(); ${program} const time = performance.now() - began;`
        + ' console.log(JSON.stringify([time, process.memoryUsage().rss / 2 ** 20]));';
      const [time, memory] = inProcess<[number, number]>('-e', script);
      times.push(time);
      memories.push(memory);
    }
  }
  return samples.map(({ what, times, memories }) => ({ what, milliseconds: median(times), memory: median(memories) }));
}
