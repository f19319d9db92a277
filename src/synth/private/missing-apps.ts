import path from 'node:path';
import { appsOf } from './app-number';
import { FileList } from './file-list';

/** Folders whose lists name apps that this program has not made yet. */
const folders = new Set<string>();

/** At the end of the program, removes what apps wrote that it no longer has. One that fails may not have come to them. */
export function removeMissingAppsAtEnd(folder: string): void {
  if (folders.size === 0) {
    process.once('exit', (code) => code === 0 && folders.forEach(removeMissingApps));
  }
  folders.add(path.resolve(folder));
}

function removeMissingApps(folder: string): void {
  const list = new FileList(folder);
  const listed = list.read();
  const known = new Map([...listed].filter(([app]) => app <= appsOf(folder)));
  const kept = new Set([...known.values()].flat());
  [...listed.values()].flat().filter((name) => !kept.has(name)).forEach((name) => list.remove(name));
  list.write(known);
}
