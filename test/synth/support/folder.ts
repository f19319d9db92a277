import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** A folder of its own for a test. */
export function newFolder(): string {
  return fs.mkdtempSync(path.join(os.tmpdir(), 'fleet-app-'));
}

/** The files below a folder by their relative paths, without the list that `FleetApp` keeps. */
export function filesBelow(folder: string): { [name: string]: string } {
  const entries = fs.readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const names = entries.map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name))).sort();
  return Object.fromEntries(names
    .filter((name) => name !== '.cdk8s-wasm-files')
    .map((name) => [name, fs.readFileSync(path.join(folder, name), 'utf8')]));
}

/** The files below a folder that have content. */
export function fullFilesBelow(folder: string): { [name: string]: string } {
  return Object.fromEntries(Object.entries(filesBelow(folder)).filter(([, text]) => text !== ''));
}
