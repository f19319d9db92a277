import fs from 'node:fs';
import path from 'node:path';
import { appsOf } from './app-number';
import { FileList } from './file-list';
import { Staging } from './staging';

/** Folders whose lists name apps that this program has not made yet. */
const folders = new Set<string>();

/** At the end of the program, removes what apps wrote that it no longer has. One that fails may not have come to them. */
export function removeMissingAppsAtEnd(folder: string): void {
  if (folders.size === 0) {
    process.once('exit', (code) => code === 0 && [...folders].filter((each) => fs.existsSync(each)).forEach(tryRemoveMissingApps));
  }
  folders.add(path.resolve(folder));
}

/** What cannot be removed now is still on the list for the next time. */
function tryRemoveMissingApps(folder: string): void {
  const staging = new Staging(folder);
  try {
    staging.claim();
    removeMissingApps(folder);
  } catch {
    return;
  } finally {
    staging.release();
  }
}

function removeMissingApps(folder: string): void {
  const list = new FileList(folder);
  const listed = list.read();
  const known = new Map([...listed].filter(([app]) => app <= appsOf(folder)));
  const kept = new Set([...known.values()].flat());
  [...listed.values()].flat().filter((name) => !kept.has(name)).forEach((name) => list.remove(name));
  list.write(known);
}
