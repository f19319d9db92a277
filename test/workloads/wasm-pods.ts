/** Pods to test with. Whatever is synthesised here is held against what a cluster takes. */
import { Chart, Yaml } from 'cdk8s';
import { WasmImage, WasmPod, WasmPodProps, WasmtimeRuntimeClass } from '../../src';
import { Known } from '../support/manifest-check';
import { chartOf as chartIn, synth } from '../support/synth';

/** A chart in a program of its own. */
export function chartOf(): Chart {
  return chartIn('wasm-apps');
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

/** The pod of a chart, as written. */
export function writtenPod(chart: Chart, known: Known = {}): any {
  return synth(chart, known).find(({ kind, spec }) => kind === 'Pod' && spec.runtimeClassName !== undefined);
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
