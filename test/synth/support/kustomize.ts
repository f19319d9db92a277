import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { parseManifests } from '../../support/manifest-check';

/** Whether kustomize is on this machine: tests that run it are left out where it is not. */
export const hasKustomize = spawnSync('kubectl', ['kustomize', '--help'], { stdio: 'ignore' }).status === 0;

/** What kustomize makes of an overlay over a base in a folder. */
export function overlaid(folder: string, base: string, fields: object): any[] {
  const overlay = path.join(folder, 'overlay');
  fs.mkdirSync(overlay);
  fs.writeFileSync(path.join(overlay, 'kustomization.yaml'), JSON.stringify({ resources: [`../${base}`], ...fields }));
  const { status, stdout, stderr } = spawnSync('kubectl', ['kustomize', overlay], { encoding: 'utf8' });
  expect([status, stderr]).toEqual([0, '']);
  return parseManifests('overlay', stdout);
}
