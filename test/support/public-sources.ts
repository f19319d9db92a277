import fs from 'fs';
import path from 'path';

const SRC = path.join(__dirname, '../../src');

/** The sources of what the library exports by its own names, by their paths. */
export function publicSources(): [string, string][] {
  const index = fs.readFileSync(path.join(SRC, 'index.ts'), 'utf8');
  return [...index.matchAll(/ from '\.\/(.*)';/g)]
    .map(([, module]) => path.join(SRC, `${module}.ts`))
    .map((file) => [file, fs.readFileSync(file, 'utf8')]);
}
