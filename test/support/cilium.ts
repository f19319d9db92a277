/**
 * Cilium's policies against their published schema. The package that holds it is an ES module, which jest does not load:
 * node does, in a process of its own.
 */
import { execFileSync } from 'node:child_process';

const PROGRAM = `
import { CiliumNetworkPolicy } from '@kubernetes-models/cilium/cilium.io/v2/CiliumNetworkPolicy';
import { readFileSync } from 'node:fs';
const problems = JSON.parse(readFileSync(0, 'utf8')).flatMap((policy) => {
  try {
    new CiliumNetworkPolicy(policy).validate();
    return [];
  } catch (error) {
    return (error.errors ?? [error]).map(({ instancePath, message }) => policy.metadata.name + ' ' + instancePath + ' ' + message);
  }
});
console.log(JSON.stringify(problems));
`;

/** What is wrong with policies. */
export function ciliumProblems(policies: unknown[]): string[] {
  return JSON.parse(execFileSync('node', ['--input-type=module', '-e', PROGRAM], { input: JSON.stringify(policies), encoding: 'utf8' }));
}
