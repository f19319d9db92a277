/**
 * `npx projen examples`: runs every example program, one after the other in one process, from the root of the repository.
 *
 * It says where their files go as cdk8s-cli does, by CDK8S_OUTDIR: into the folder of their name below dist/.
 */
import { readdirSync } from 'fs';
import { createRequire } from 'module';
import { basename, join, resolve } from 'path';

const load = createRequire(__filename);
const EXAMPLES = resolve(__dirname, '../examples');

// examples/<name>/main.ts, or each program of a folder without it
const programs = readdirSync(EXAMPLES, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map(({ name }) => name).sort()
  .flatMap((folder) => {
    const names = readdirSync(join(EXAMPLES, folder)).filter((name) => name.endsWith('.ts')).sort();
    return names.includes('main.ts') ? [{ file: join(EXAMPLES, folder, 'main.ts'), output: folder }]
      : names.map((name) => ({ file: join(EXAMPLES, folder, name), output: join(folder, basename(name, '.ts')) }));
  });

process.chdir(resolve(__dirname, '..'));
for (const { file, output } of programs) {
  process.env.CDK8S_OUTDIR = `dist/${output}`;
  load(file);
}
