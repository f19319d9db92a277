import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { anotherSynthesis } from './errors';

/** Where files wait until all of them are rendered. */
const STAGING = '.cdk8s-wasm-staging';

/** The claims of this process: one that has its number, and is not among them, is of a process that is dead. */
const held = new Set<string>();

/**
 * The folder in which the new files of a synthesis wait, below the name of its process.
 *
 * While the process lives, no other synthesis writes to the output folder. What a killed one left is cleared.
 */
export class Staging {
  private own?: string;
  private count = 0;

  /**
   * @param folder the output folder, which need not exist
   */
  constructor(private readonly folder: string) {}

  /** Claims the output folder, unless it is claimed already. Throws when another synthesis has it. */
  claim(): void {
    if (this.own === undefined) {
      fs.mkdirSync(this.folder, { recursive: true });
      const staging = path.join(fs.realpathSync(this.folder), STAGING);
      clearLeft(staging);
      this.own = claimOf(staging);
      held.add(this.own);
      // Each claims first and looks then, so that of two at the same moment at most one goes on.
      if (entries(staging).length > 1) {
        this.release();
        throw anotherSynthesis(staging);
      }
    }
  }

  /** Puts a file here and returns its path. */
  put(content: Buffer, mode: number | undefined): string {
    const file = path.join(this.own!, String(this.count++));
    fs.writeFileSync(file, content);
    if (mode !== undefined) {
      fs.chmodSync(file, mode);
    }
    return file;
  }

  /** Leaves nothing behind. */
  release(): void {
    if (this.own !== undefined) {
      fs.rmSync(this.own, { recursive: true, force: true });
      held.delete(this.own);
      removeIfEmpty(path.dirname(this.own));
      this.own = undefined;
    }
  }
}

function claimOf(staging: string): string {
  const own = path.join(staging, `${process.pid}@${os.hostname()}`);
  try {
    fs.mkdirSync(staging);
    fs.mkdirSync(own);
    return own;
  } catch (error) {
    throw isError(error, 'EEXIST', 'ENOENT') ? anotherSynthesis(staging) : error;
  }
}

/** Removes what killed processes left. A link is removed as such, and nothing where it leads. */
function clearLeft(staging: string): void {
  if (fs.lstatSync(staging, { throwIfNoEntry: false })?.isDirectory() === false) {
    fs.rmSync(staging);
  }
  const claims = entries(staging).map((name) => path.join(staging, name));
  if (claims.some(isAlive)) {
    throw anotherSynthesis(staging);
  }
  claims.forEach((claim) => fs.rmSync(claim, { recursive: true, force: true }));
  removeIfEmpty(staging);
}

/** Whether the process of a claim may still run; that of another machine cannot be asked. */
function isAlive(claim: string): boolean {
  const [, pid, host] = /^([1-9][0-9]*)@(.*)$/.exec(path.basename(claim)) ?? [];
  if (host !== os.hostname()) {
    return host !== undefined;
  }
  return Number(pid) === process.pid ? held.has(claim) : isRunning(Number(pid));
}

function entries(folder: string): string[] {
  return fs.existsSync(folder) ? fs.readdirSync(folder) : [];
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return !isError(error, 'ESRCH');
  }
}

/** Another synthesis may have claimed the folder meanwhile, or have removed it. */
function removeIfEmpty(folder: string): void {
  try {
    fs.rmdirSync(folder);
  } catch (error) {
    if (!isError(error, 'ENOTEMPTY', 'EEXIST', 'ENOENT')) {
      throw error;
    }
  }
}

function isError(error: unknown, ...codes: string[]): boolean {
  return codes.includes((error as NodeJS.ErrnoException).code ?? '');
}
