/** Programs that hand over every map of the public API. */
import { App, Chart } from 'cdk8s';
import { FleetApp, FleetAppProps } from '../../src';
import { filesBelow, newFolder } from '../synth/support/folder';

/** Hands a map to a construct, under the name of the prop that takes it. */
export type Given = <T>(prop: string, map: { [key: string]: T }) => { [key: string]: T };

/** A program, and all that it writes. */
export type Program = (given: Given) => string | Promise<string>;

/** Keys that other orders than that of code units put elsewhere. */
export const LABELS = { 'b': '1', 'B': '2', 'a-c': '3', 'a_c': '4', 'a.c': '5', '10': '6', '9': '7' };

/** A program with one chart. */
export function inChart(fill: (chart: Chart, given: Given) => unknown, labels: { [key: string]: string } = {}): Program {
  return inApp((app, given) => fill(new Chart(app, 'test', { namespace: 'apps', labels }), given));
}

/** A program by a `FleetApp`. */
export function inApp(fill: (app: App, given: Given) => unknown, props?: (given: Given) => FleetAppProps): Program {
  return (given) => {
    const app = new FleetApp({ outdir: newFolder(), ...props?.(given) });
    fill(app, given);
    app.synth();
    return JSON.stringify(filesBelow(app.outdir), undefined, 1);
  };
}
