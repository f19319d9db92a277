/**
 * Builds the oracle of test/oracle/ and runs the tests that ask it. Run by `npx projen oracle`; needs Go.
 *
 * The objects of the ordinary tests are those in the folder `ORACLE_OBJECTS`, or else the tests run first.
 */
import { execFileSync, spawnSync } from 'child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join, resolve } from 'path';
import { runtimeClassManagerCrds } from '../crds/runtime-class-manager';
import { spinOperatorCrds } from '../crds/spin-operator';

const root = resolve(__dirname, '..');
const source = join(root, 'test', 'oracle');

/** Modules that ship definitions of custom resources, and where. Their releases stand in definitions/go.mod. */
const DEFINITIONS: { [module: string]: string } = {
  'github.com/cert-manager/cert-manager': 'deploy/crds',
  'github.com/kedacore/keda/v2': 'config/crd/bases',
  'sigs.k8s.io/gateway-api': 'config/crd/standard',
};

if (spawnSync('go', ['version']).status === 0) {
  withFolder(run);
} else {
  process.stdout.write('oracle: SKIPPED, it needs Go\n');
  process.exitCode = process.env.CI_REQUIRE_ALL === '1' ? 1 : 0;
}

function run(folder: string) {
  const binary = join(folder, 'oracle');
  execFileSync('go', ['build', '-o', binary, '.'], { cwd: source, stdio: 'inherit' });
  const env = { ...process.env, ORACLE: [binary, writeOurs(folder), ...downloaded()].join(':'), ORACLE_OBJECTS: process.env.ORACLE_OBJECTS ?? folder };
  if (!process.env.ORACLE_OBJECTS) {
    jest([], env);
  }
  jest(['-c', join(source, 'jest.config.js')], env);
}

function jest(options: string[], env: NodeJS.ProcessEnv) {
  const { status } = spawnSync(process.execPath, [require.resolve('jest/bin/jest'), '--ci', ...options], { cwd: root, env, stdio: 'inherit' });
  if (status !== 0) {
    throw new Error('jest failed');
  }
}

/** Writes our own definitions, and returns their file. */
function writeOurs(folder: string): string {
  const file = join(folder, 'definitions.json');
  writeFileSync(file, [...spinOperatorCrds(() => true), ...runtimeClassManagerCrds()].map((crd) => JSON.stringify(crd)).join('\n---\n'));
  return file;
}

/** The folders of the others' definitions in the module cache. */
function downloaded(): string[] {
  const text = execFileSync('go', ['mod', 'download', '-json', ...Object.keys(DEFINITIONS)], { cwd: join(source, 'definitions'), encoding: 'utf8' });
  const modules = JSON.parse(`[${text.replace(/\n}\n(?={)/g, '\n},\n')}]`) as { Path: string; Dir: string }[];
  return modules.map(({ Path, Dir }) => join(Dir, DEFINITIONS[Path]));
}

function withFolder(work: (folder: string) => void) {
  const folder = mkdtempSync(join(tmpdir(), 'oracle-'));
  try {
    work(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
