import { byKey } from '../../rules/by-key';
import { nearMiss } from '../../rules/near-miss';
import { invalidAll, Problem, shown } from '../../rules/problem';
import { RuleCode } from '../../rules/rule-code';
import type { WasmValidationPluginProps } from '../wasm-validation-plugin';

/** What a property takes. */
interface Property {
  readonly accepts: (value: any) => boolean;
  readonly rule: string;
  readonly fix: string;
}

const TEXT: Property = { accepts: (value) => typeof value === 'string', rule: 'must be a text', fix: 'write it in quotes' };

/** What each property of the plugin takes. */
const PROPERTIES: { readonly [name in keyof Required<WasmValidationPluginProps>]: Property } & { readonly [name: string]: Property } = {
  operatorVersion: TEXT,
  shimVersion: TEXT,
  handler: TEXT,
  existing: {
    accepts: (value) => Array.isArray(value) && value.every((item) => typeof item === 'string'),
    rule: 'must be a list of texts',
    fix: 'write each in a line of its own, as - Secret/db',
  },
  warnOnly: {
    accepts: (value) => typeof value === 'object' && !Array.isArray(value) && Object.values(value).every((reason) => typeof reason === 'string'),
    rule: 'must be a map of codes to reasons',
    fix: 'write each in a line of its own, as InvalidName: the reason',
  },
};

/** Holds the properties of a cdk8s.yaml, which no compiler sees, to those that there are; one without a value is not given. */
export function givenProperties(properties: object): WasmValidationPluginProps {
  const given = Object.entries(properties).filter(([, value]) => value !== null && value !== undefined);
  const problems = given.flatMap(([name, value]) => [...propertyProblems(name, value)]);
  if (problems.length > 0) {
    throw invalidAll(problems.map((problem) => ({ place: 'WasmValidationPlugin', problem })));
  }
  return Object.fromEntries(given);
}

function* propertyProblems(name: string, value: any): Generator<Problem> {
  const code = RuleCode.INVALID_PLUGIN;
  if (!Object.hasOwn(PROPERTIES, name)) {
    yield { field: `properties.${name}`, value, rule: `the plugin has ${listed(Object.keys(PROPERTIES))}`, fix: meant(name, Object.keys(PROPERTIES)), code };
    return;
  }
  const { accepts, rule, fix } = PROPERTIES[name];
  if (!accepts(value)) {
    yield { field: `properties.${name}`, value, rule, fix, code };
  } else if (name === 'warnOnly') {
    const codes: string[] = Object.values(RuleCode);
    for (const [unknown, reason] of byKey(value).filter(([one]) => !codes.includes(one))) {
      yield { field: `properties.warnOnly.${unknown}`, value: reason, rule: 'no rule has this code', fix: meant(unknown, codes), code };
    }
  }
}

function listed(names: string[]): string {
  return `the properties ${names.slice(0, -1).join(', ')} and ${names.slice(-1)[0]}`;
}

function meant(typed: string, names: string[]): string {
  const near = nearMiss(typed, names);
  return near === undefined ? 'leave it out of cdk8s.yaml' : `did you mean ${shown(near)}?`;
}
