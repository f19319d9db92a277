/** Pods to test with. Whatever is synthesised here is held against what a cluster takes. */
import { Chart, Testing, Yaml } from 'cdk8s';
import { WasmImage, WasmPod, WasmPodProps, WasmtimeRuntimeClass } from '../../src';
import { checkManifests, Known } from '../support/manifest-check';

/** A chart of one app, with a namespace. */
export function chartOf(namespace: string | undefined = 'wasm-apps'): Chart {
  return new Chart(Testing.app(), 'test', { namespace });
}

/** A pod on runwasi's wasmtime, with a RuntimeClass of its own in the same chart. */
export function podIn(chart: Chart, props: Partial<WasmPodProps> = {}): WasmPod {
  return new WasmPod(chart, 'hello', {
    metadata: { name: 'hello' },
    runtimeClass: props.runtimeClass ?? new WasmtimeRuntimeClass(chart, 'wasmtime', { metadata: { name: 'wasmtime' } }),
    image: WasmImage.container('ghcr.io/example/hello:v1'),
    ...props,
  });
}

/** The objects of a chart, after they are held against what a cluster takes. */
export function objectsOf(chart: Chart, known: Known = {}): any[] {
  const objects = Testing.synth(chart);
  expect(checkManifests(objects, known)).toEqual([]);
  return objects;
}

/** The pod of a chart, as written. */
export function writtenPod(chart: Chart, known: Known = {}): any {
  return objectsOf(chart, known).find(({ kind, spec }) => kind === 'Pod' && spec.runtimeClassName !== undefined);
}

/** The pod with these props, as written. */
export function writtenWith(props: Partial<WasmPodProps>): any {
  const chart = chartOf();
  podIn(chart, props);
  return writtenPod(chart);
}

/** A value as the YAML that a user would apply. */
export function yaml(...values: any[]): string {
  return `\n${Yaml.stringify(...values)}`;
}

/** `<Kind> <name>` of each object, in the order of the file. */
export function titles(objects: any[]): string[] {
  return objects.map(({ kind, metadata }) => `${kind} ${metadata.name}`);
}

/** Freezes plain objects and lists, all the way down. */
export function frozen<T>(value: T): T {
  const plain = Array.isArray(value) || (typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype);
  if (plain) {
    Object.values(value as object).forEach(frozen);
    Object.freeze(value);
  }
  return value;
}
