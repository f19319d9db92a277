/**
 * Rewrites the compiled door, lib/src/index.js, so that a module is loaded when one of its names is first used. Importing the
 * library then costs next to nothing beside cdk8s-plus, whatever it grows to.
 */
import { readFileSync, writeFileSync } from 'fs';
import { createRequire } from 'module';
import { resolve } from 'path';

const load = createRequire(__filename);
const DOOR = resolve('lib/src/index.js');

interface Export {
  readonly name: string;
  readonly value: string;
}

function exportsOf(line: string): Export[] {
  const [, clause, from] = /^export (.+) from '(.+)';$/.exec(line) ?? [];
  const module = `require(${JSON.stringify(from)})`;
  const namespace = /^\* as (\w+)$/.exec(clause);
  if (namespace) {
    return [{ name: namespace[1], value: module }];
  }
  const named = /^\{ (.+) \}$/.exec(clause)?.[1].split(', ');
  const names = named ?? Object.keys(load(resolve('lib/src', from)));
  return names.map((name) => ({ name, value: `${module}.${name}` }));
}

const lines = readFileSync('src/index.ts', 'utf8').split('\n').filter((line) => line.startsWith('export '));
const all = lines.flatMap(exportsOf);
writeFileSync(DOOR, [
  '"use strict";',
  'Object.defineProperty(exports, "__esModule", { value: true });',
  // Node finds the names for ESM programs in assignments, and drops those that it sees defined by a getter.
  `${all.map(({ name }) => `exports.${name} = `).join('')}void 0;`,
  'const lazy = (name, get) => Object.defineProperty(exports, name, { enumerable: true, configurable: true, get });',
  ...all.map(({ name, value }) => `lazy("${name}", () => ${value});`),
  '',
].join('\n'));
