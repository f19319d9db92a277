/**
 * Makes schemas/ from crds/. Run by `npx projen schemas`; needs no network.
 */
import { mkdirSync, rmSync, writeFileSync } from 'fs';
import { join, resolve } from 'path';
import { jsonSchemas } from './json-schemas';

const folder = resolve(__dirname, '..', 'schemas');
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder);
for (const [file, text] of jsonSchemas()) {
  writeFileSync(join(folder, file), text);
}
