/** `npx projen examples`: runs every example program, one after the other in one process, from the root of the repository. */
import { readdirSync } from 'fs';
import { createRequire } from 'module';
import { join, resolve } from 'path';

const load = createRequire(__filename);
const EXAMPLES = resolve(__dirname, '../examples');

// examples/<name>/main.ts, or each program of a folder without it
const programs = readdirSync(EXAMPLES, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map(({ name }) => name).sort()
  .flatMap((folder) => {
    const names = readdirSync(join(EXAMPLES, folder)).filter((name) => name.endsWith('.ts')).sort();
    return (names.includes('main.ts') ? ['main.ts'] : names).map((name) => join(EXAMPLES, folder, name));
  });

process.chdir(resolve(__dirname, '..'));
for (const program of programs) {
  load(program);
}
