/**
 * Objects of the prometheus-operator against their published schemas. The package that holds them is an ES module, which jest does
 * not load: node does, in a process of its own.
 */
import { execFileSync } from 'node:child_process';

const PROGRAM = `
import * as models from '@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1';
import { readFileSync } from 'node:fs';
const problems = JSON.parse(readFileSync(0, 'utf8')).flatMap((object) => {
  try {
    new models[object.kind](object).validate();
    return [];
  } catch (error) {
    return (error.errors ?? [error]).map(({ instancePath, message }) => object.metadata.name + ' ' + instancePath + ' ' + message);
  }
});
console.log(JSON.stringify(problems));
`;

/** What is wrong with Probes, PrometheusRules and ServiceMonitors. */
export function prometheusProblems(objects: unknown[]): string[] {
  return JSON.parse(execFileSync(process.execPath, ['--input-type=module', '-e', PROGRAM], { input: JSON.stringify(objects), encoding: 'utf8' }));
}
