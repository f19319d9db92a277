/**
 * Hands what tests synthesise to the oracle: `ORACLE_OBJECTS` names the folder where each worker keeps a file of its own.
 */
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';

/** Objects of one cluster that a test holds to be right. */
export interface Written {
  /** The test's file and name. */
  readonly test: string;
  readonly objects: any[];
}

const seen = new Set<string>();

/** Keeps objects for the oracle, unless nobody asked for them. */
export function keepForOracle(objects: any[], folder = process.env.ORACLE_OBJECTS): void {
  if (!folder) return;
  const text = JSON.stringify(objects);
  const hash = createHash('sha256').update(text).digest('hex');
  if (seen.has(hash)) return;
  seen.add(hash);
  const { currentTestName = '', testPath = '' } = expect.getState();
  // tests of the checks themselves make what no cluster sees
  if (testPath.startsWith(__dirname)) return;
  const written: Written = { test: `${path.relative(process.cwd(), testPath)} › ${currentTestName}`, objects };
  fs.appendFileSync(path.join(folder, `${process.pid}.jsonl`), `${JSON.stringify(written)}\n`);
}

/** What the tests of a run kept. */
export function keptForOracle(folder: string): Written[] {
  return fs.readdirSync(folder).filter((name) => name.endsWith('.jsonl')).sort().flatMap((name) =>
    fs.readFileSync(path.join(folder, name), 'utf8').split('\n').filter(Boolean).map((line) => JSON.parse(line) as Written));
}
