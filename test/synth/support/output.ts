import fs from 'node:fs';
import path from 'node:path';
import { AppProps } from 'cdk8s';

/** The list that `FleetApp` keeps beside its files. */
export const LIST = '.cdk8s-wasm-files';

const LONG_AGO = new Date('2020-01-01T00:00:00Z');

/** Charts of one object each, by their ids, with a value of that object. */
export interface Charts {
  readonly [id: string]: unknown;
}

/** A program in another process, which knows of no earlier synthesis but by the list. */
export function inNewProcess(outdir: string, charts: Charts, props: AppProps = {}): void {
  appsInNewProcess(outdir, [charts], props);
}

/** A program that makes and synthesises one app after the other. The value `invalid` fails validation. */
export function appsInNewProcess(outdir: string, apps: readonly Charts[], props: AppProps = {}): void {
  jest.isolateModules(() => {
    const { FleetApp } = jest.requireActual<typeof import('../../../src/synth/fleet-app')>('../../../src/synth/fleet-app');
    const { ApiObject, Chart } = jest.requireActual<typeof import('cdk8s')>('cdk8s');
    for (const charts of apps) {
      const app = new FleetApp({ outdir, ...props });
      for (const [id, value] of Object.entries(charts)) {
        const object = new ApiObject(new Chart(app, id), 'settings', { apiVersion: 'v1', kind: 'ConfigMap', data: { value } } as any);
        object.node.addValidation({ validate: () => value === 'invalid' ? ['is invalid'] : [] });
      }
      app.synth();
    }
  });
}

/** All files and folders below a folder. */
export function names(folder: string): string[] {
  return fs.readdirSync(folder, { recursive: true }).map(String).sort();
}

export function age(folder: string, ...files: string[]): void {
  files.forEach((file) => fs.utimesSync(path.join(folder, file), LONG_AGO, LONG_AGO));
}

export function isOld(folder: string, file: string): boolean {
  return fs.statSync(path.join(folder, file)).mtimeMs === LONG_AGO.getTime();
}
