/** What tests need to run programs as users do: in a process of their own, under cdk8s-cli, and offline. */
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { transformFileSync } from '@swc/core';

const ROOT = path.join(__dirname, '../..');

/** The files below a folder whose names end in one of these ways. */
export function filesBelow(place: string, ...endings: string[]): string[] {
  const names = fs.existsSync(place) ? fs.readdirSync(place, { recursive: true, encoding: 'utf8' }) : [];
  return names.filter((name) => endings.some((ending) => name.endsWith(ending))).sort();
}

/** The library as JavaScript, so that a process of cdk8s-cli need not compile it. */
export function compiled(): string {
  const library = fs.mkdtempSync(path.join(os.tmpdir(), 'cdk8s-wasm-compiled-'));
  fs.symlinkSync(path.join(ROOT, 'node_modules'), path.join(library, 'node_modules'));
  for (const source of ['src', 'crds', 'imports'].flatMap((name) => filesBelow(path.join(ROOT, name), '.ts').map((file) => `${name}/${file}`))) {
    const file = path.join(library, source.replace(/ts$/, 'js'));
    fs.mkdirSync(path.dirname(file), { recursive: true });
    const { code } = transformFileSync(path.join(ROOT, source), {
      jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
      module: { type: 'commonjs' },
    });
    fs.writeFileSync(file, code);
  }
  return library;
}

/** Runs `cdk8s synth` in a folder with a cdk8s.yaml. */
export function cdk8sSynth(folder: string, flags: string[] = [], variables: { readonly [name: string]: string } = {}) {
  const cli = path.join(ROOT, 'node_modules/cdk8s-cli/bin/cdk8s');
  return spawnSync(process.execPath, [cli, 'synth', '--no-check-upgrade', ...flags], { cwd: folder, env: { ...process.env, ...variables }, encoding: 'utf8' });
}
