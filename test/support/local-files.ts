/**
 * cdk8s starts a Node process for each file that it loads, so that it can read a URL without waiting. What is a file is read here
 * without one.
 */
import childProcess from 'node:child_process';
import fs from 'node:fs';

const LOADER = /[\\/]cdk8s[\\/]lib[\\/]_loadurl\.mjs$/;

/** Lets cdk8s read files in this process; each URL still takes a process of its own. */
export function readFilesInProcess(): void {
  const start = childProcess.execFileSync as (...call: any[]) => unknown;
  const readOrStart = (program: string, args: string[], ...rest: unknown[]) => {
    const [script, source] = Array.isArray(args) ? args : [];
    const isFile = LOADER.test(script) && fs.statSync(source, { throwIfNoEntry: false })?.isFile();
    return isFile ? fs.readFileSync(source, 'utf8') : start(program, args, ...rest);
  };
  Object.assign(childProcess, { execFileSync: readOrStart });
}
