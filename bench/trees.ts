/** The trees that are measured. Each is the same for FleetApp and App. */
import { ApiObject, App, AppProps, Chart } from 'cdk8s';
import { WasmApp } from '../src/apps/wasm-app';

export type AppType = new (props: AppProps) => App;

export type Grow = (app: App) => void;

/** Charts with one ConfigMap each; each of them may depend on one platform chart. */
export function sites(count: number, platform: boolean): Grow {
  return (app) => {
    const base = platform ? new Chart(app, 'platform') : undefined;
    if (base) {
      new ApiObject(base, 'namespace', { apiVersion: 'v1', kind: 'Namespace' });
    }
    for (let index = 0; index < count; index++) {
      const chart = new Chart(app, `site-${index}`);
      configMap(chart, 0);
      if (base) {
        chart.addDependency(base);
      }
    }
  };
}

/** One chart with many ConfigMaps; each of them may depend on the one before. */
export function objects(count: number, chained = false): Grow {
  return (app) => {
    const chart = new Chart(app, 'site');
    let before: ApiObject | undefined;
    for (let place = 0; place < count; place++) {
      const object = configMap(chart, place);
      if (before && chained) {
        object.addDependency(before);
      }
      before = object;
    }
  };
}

/** One chart with many apps. */
export function wasmApps(count: number, named: boolean): Grow {
  return (app) => {
    const chart = new Chart(app, 'apps', { namespace: 'apps' });
    for (let index = 0; index < count; index++) {
      new WasmApp(chart, `app-${index}`, { metadata: named ? { name: `app-${index}` } : undefined, image: 'ghcr.io/acme/api:v1' });
    }
  };
}

/** The same SpinApps, written by hand. */
export function rawApps(count: number, named: boolean): Grow {
  return (app) => {
    const chart = new Chart(app, 'apps', { namespace: 'apps' });
    for (let index = 0; index < count; index++) {
      new ApiObject(chart, `app-${index}`, {
        apiVersion: 'core.spinkube.dev/v1alpha1',
        kind: 'SpinApp',
        metadata: { name: named ? `app-${index}` : undefined, annotations: { 'cdk8s-wasm/executor-hash': '9e6f1080' } },
        spec: { executor: 'apps-spin', image: 'ghcr.io/acme/api:v1', replicas: 2 },
      } as any);
    }
  };
}

function configMap(chart: Chart, place: number): ApiObject {
  return new ApiObject(chart, `settings-${place}`, {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { labels: { app: 'site', tier: 'edge' } },
    data: { host: 'site.example.com', port: '8080', motd: 'welcome\nto the edge\n' },
  } as any);
}
