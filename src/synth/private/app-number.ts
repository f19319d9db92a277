import fs from 'node:fs';
import path from 'node:path';

/** How many apps of this program have each folder. */
const counts = new Map<string, number>();

/** The number of a new app among those of this program with the same folder, from 1: the same in each run. */
export function nextAppNumber(folder: string): number {
  const number = appsOf(folder) + 1;
  counts.set(realPath(folder), number);
  return number;
}

/** How many apps this program has made for a folder so far. */
export function appsOf(folder: string): number {
  return counts.get(realPath(folder)) ?? 0;
}

/** The path without links, also of a folder that is not there yet. */
function realPath(folder: string): string {
  const full = path.resolve(folder);
  return fs.existsSync(full) ? fs.realpathSync(full) : path.join(realPath(path.dirname(full)), path.basename(full));
}
