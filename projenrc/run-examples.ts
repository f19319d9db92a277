/** `npx projen examples`: runs every example program, one after the other in one process, from the root of the repository. */
import { existsSync, readdirSync } from 'fs';
import { createRequire } from 'module';
import { join, resolve } from 'path';

const load = createRequire(__filename);
const EXAMPLES = resolve(__dirname, '../examples');

// examples/<name>/main.ts, and the short programs of examples/apps
const programs = readdirSync(EXAMPLES).sort().flatMap((folder) => {
  const names = folder === 'apps' ? readdirSync(join(EXAMPLES, folder)).filter((name) => name.endsWith('.ts')).sort() : ['main.ts'];
  return names.map((name) => join(EXAMPLES, folder, name));
});

process.chdir(resolve(__dirname, '..'));
for (const program of programs.filter(existsSync)) {
  load(program);
}
