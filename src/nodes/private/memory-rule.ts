import { IConstruct } from 'constructs';
import { admittedResources } from './limit-ranges';
import { Fields, podTemplate } from './pod-template';
import { ClusterState } from '../../cluster/private/cluster-state';
import { WasmCluster } from '../../cluster/wasm-cluster';
import { wording } from '../../rules/problem';
import { parseQuantity } from '../../rules/quantity-text';
import { RuleCode } from '../../rules/rule-code';
import { warn } from '../../rules/rules';

/**
 * The memory from which on a plain image was seen to run.
 *
 * wasmtime compiles its module inside the container, and that takes many times what the module needs afterwards. A module of 2.9 MB was
 * killed under 32, 48 and 64Mi and ended well under 96Mi, with a shim built without optimisation. A released shim may need less and a larger
 * module needs more, so this is the smallest amount that anybody has seen to be enough for an ordinary module, and below it a warning only.
 */
const ENOUGH = '96Mi';

/** Warns of a plain image that its memory limit may kill while its module is compiled; `name` is its container's, where that is known. */
export function warnIfSmall(workload: IConstruct, object: Fields, name?: string): void {
  const { place, spec } = podTemplate(object);
  const container = plainContainer(spec.containers ?? [], name);
  if (container) {
    const { objects } = ClusterState.of(WasmCluster.of(workload));
    const { memory } = admittedResources(objects, object.metadata?.namespace, container.resources).limits;
    const limit = parseQuantity(memory);
    if (limit !== undefined && limit < parseQuantity(ENOUGH)!) {
      warn(workload, RuleCode.SMALL_MEMORY_LIMIT, wording({
        field: `${place}spec.containers[${JSON.stringify(container.name)}].resources.limits.memory`,
        value: memory,
        rule: `a plain image is compiled inside its container, and one with less than ${ENOUGH} may be killed for memory at each start: exit code 137, `
          + 'reason Error, no log',
        fix: `use an OCI artefact, which is compiled outside, or give ${ENOUGH} or more`,
        code: RuleCode.SMALL_MEMORY_LIMIT,
      }));
    }
  }
}

/** The container of the plain image: the named one; else the only one of a pod that has no command, without which no artefact runs. */
function plainContainer(containers: readonly Fields[], name?: string): Fields | undefined {
  if (name !== undefined) {
    return containers.find((container) => container.name === name);
  }
  const [only, ...others] = containers;
  return others.length === 0 && !only?.command?.[0] ? only : undefined;
}
