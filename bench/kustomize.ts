/** `kubectl kustomize` over the files of a synthesis, where it is installed. */
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { inFolder } from './measure';
import { sites } from './trees';
import { FleetApp } from '../src/synth/fleet-app';

const TOO_LONG = 60_000;

/** Milliseconds, or nothing where kubectl is missing or takes too long. */
export function kustomize(charts: number): number | undefined {
  return inFolder((outdir) => {
    const app = new FleetApp({ outdir });
    sites(charts, true)(app);
    app.synth();
    const resources = fs.readdirSync(outdir).filter((file) => file.endsWith('.yaml'));
    fs.writeFileSync(path.join(outdir, 'kustomization.yaml'), JSON.stringify({ resources }));
    const began = performance.now();
    const { status } = spawnSync('kubectl', ['kustomize', outdir], { stdio: 'ignore', timeout: TOO_LONG });
    return status === 0 ? performance.now() - began : undefined;
  });
}
