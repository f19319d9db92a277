/**
 * Reading YAML as every reader of it does: one that follows YAML 1.1, one that follows 1.2, and kubectl's.
 */
import fs from 'node:fs';
import path from 'node:path';
import { at, isMap, load } from './load';

/** The objects of a file; its name is relative to the folder. */
export interface ManifestFile {
  readonly file: string;
  readonly objects: any[];
}

// read as numbers by kubectl, as text by others
const GO_NUMBER = /^[-+]?0_*(x[0-9a-f_]+|o[0-7_]+|b[01_]+)$/i;
const INVISIBLE = /[\u0085\u2028\u2029\ufeff]/;

/** All `*.yaml` of a folder and those below, in the order of names. Throws where readers would differ or find nothing. */
export function readManifests(folder: string): ManifestFile[] {
  return yamlFiles(folder, '').map((file) => ({ file, objects: parseManifests(file, fs.readFileSync(path.join(folder, file), 'utf8')) }));
}

/** The objects in the text of a file. */
export function parseManifests(file: string, text: string): any[] {
  if (INVISIBLE.test(text)) throw new Error(`${file}: has a line separator or byte order mark that readers drop`);
  const { objects, plain } = parse(file, text, '1.2');
  if (objects.length === 0) throw new Error(`${file}: is empty`);
  objects.forEach((object, index) => {
    if (!isMap(object)) throw new Error(`${file}: document ${index + 1} is ${JSON.stringify(object)}, not an object`);
  });
  if (![...plain].every(isReadAlike)) refuseDifferences(file, objects, parse(file, text, '1.1').objects);
  return objects;
}

function refuseDifferences(file: string, objects: any[], older: any[]) {
  objects.forEach((object, index) => {
    const place = difference(object, older[index], '');
    if (place !== undefined) throw new Error(`${file}: document ${index + 1}: YAML 1.1 and 1.2 read ${place || 'it'} differently`);
  });
}

const alike = new Map<string, boolean>();

/** Whether both versions read a scalar without quotes as the same; they differ in nothing else that has no tag. */
function isReadAlike(source: string): boolean {
  let known = alike.get(source);
  if (known === undefined) {
    const [newer, older] = ['1.2', '1.1'].map((version) => load('yaml').parse(`- ${source}`, { version })[0]);
    known = source !== '<<' && Object.is(newer, older);
    alike.set(source, known);
  }
  return known;
}

function yamlFiles(folder: string, below: string): string[] {
  const entries = fs.readdirSync(path.join(folder, below), { withFileTypes: true });
  return entries.sort((a, b) => (a.name < b.name ? -1 : 1)).flatMap((entry) => {
    const file = path.posix.join(below, entry.name);
    if (entry.isDirectory()) return yamlFiles(folder, file);
    return entry.name.endsWith('.yaml') ? [file] : [];
  });
}

/** The documents of a text, and all scalars in it that have no quotes. */
function parse(file: string, text: string, version: string): { objects: any[]; plain: Set<string> } {
  const yaml = load('yaml');
  const plain = new Set<string>();
  const documents: any[] = [...yaml.parseAllDocuments(text, { version })];
  const objects = documents.map((document) => {
    for (const { message } of [...document.errors, ...document.warnings]) throw new Error(`${file}: ${message}`);
    yaml.visit(document, {
      Scalar(_: unknown, { type, value, source }: any) {
        if (type !== 'PLAIN') return;
        plain.add(source);
        if (typeof value === 'string' && GO_NUMBER.test(source)) {
          throw new Error(`${file}: kubectl reads ${source} as a number, it needs quotes`);
        }
      },
    });
    return document.toJS();
  });
  return { objects, plain };
}

/** The first place at which two values differ. */
function difference(left: any, right: any, place: string): string | undefined {
  if (![Array.isArray, isMap].some((is) => is(left) && is(right))) return Object.is(left, right) ? undefined : place;
  const keys = new Set([...Object.keys(left), ...Object.keys(right)]);
  for (const key of keys) {
    const found = difference(left[key], right[key], at(place, key));
    if (found !== undefined) return found;
  }
  return undefined;
}
