import { ApiObject } from 'cdk8s';
import { Service } from 'cdk8s-plus-28';
import { ObjectIndex } from './object-index';
import { Problem } from '../../rules/problem';
import { RuleCode } from '../../rules/rule-code';

interface NodePort {
  readonly nodePort?: number;
  readonly protocol?: string;
}

/** The problems of Services that ask for a node port which another of the cluster has. */
export function takenNodePorts(objects: ObjectIndex): { readonly object: ApiObject; readonly problem: Problem }[] {
  const owners = new Map<string, ApiObject>();
  return objects.everyKind({ group: 'core', kind: 'Service' }).flatMap((object) => portsOf(object).flatMap(({ nodePort, protocol = 'TCP' }, index) => {
    const key = `${protocol} ${nodePort}`;
    const owner = owners.get(key);
    // The API server chooses a port for who gives none.
    if (!nodePort || !owner) {
      owners.set(key, object);
      return [];
    }
    return [{ object, problem: taken(`spec.ports[${index}].nodePort`, nodePort, owner) }];
  }));
}

function taken(field: string, nodePort: number, owner: ApiObject): Problem {
  return {
    field,
    value: nodePort,
    rule: `the Service ${owner.node.path} has it already, and all Services of a cluster share the ports of its nodes`,
    fix: 'choose another one, or leave it out',
    code: RuleCode.DUPLICATE_KEY,
  };
}

/** The ports of a Service, which one of cdk8s-plus says without being rendered. */
function portsOf(object: ApiObject): readonly NodePort[] {
  const { scope } = object.node;
  const { ports } = scope instanceof Service ? scope : (object.toJson() as { spec?: { ports?: NodePort[] } }).spec ?? {};
  return ports ?? [];
}
