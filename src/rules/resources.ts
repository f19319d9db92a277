import { Size } from 'cdk8s';
import { ContainerResources, Cpu } from 'cdk8s-plus-28';
import { Report } from './problem';
import { bytes, canonicalBytes, canonicalCpu, milliCpus, roundedBytes, roundedMilliCpus, shownSize } from './quantity';
import { adviseRounding, checkRequests } from './resource-list';
import { RuleCode } from './rule-code';

/** `resources` of a container in the API server's own form. */
export interface ResourceRequirements {
  readonly limits?: { [resource: string]: string };
  readonly requests?: { [resource: string]: string };
}

interface Kind<T> {
  readonly name: string;
  readonly parse: (amount: T) => bigint | undefined;
  readonly rounded: (amount: T) => bigint | undefined;
  readonly render: (amount: bigint) => string;
  readonly given: (amount: T) => string;
  readonly rule: string;
}

const CPU: Kind<Cpu> = {
  name: 'cpu',
  parse: milliCpus,
  rounded: roundedMilliCpus,
  render: canonicalCpu,
  given: (cpu) => cpu.amount,
  rule: 'CPU must be zero or more, in steps of 1m',
};

function memoryLike(name: string): Kind<Size> {
  return {
    name,
    parse: bytes,
    rounded: roundedBytes,
    render: canonicalBytes,
    given: shownSize,
    rule: `${name} must be a whole number of bytes, zero or more`,
  };
}

const MEMORY = memoryLike('memory');
const EPHEMERAL_STORAGE = memoryLike('ephemeral-storage');

/** Checks the resources of a container and renders them canonically. */
export function containerResources(report: Report, field: string, given?: ContainerResources): ResourceRequirements | undefined {
  if (!given) {
    return undefined;
  }
  const limits: { [resource: string]: string } = {};
  const requests: { [resource: string]: string } = {};
  function take<T>(kind: Kind<T>, pair?: { readonly request?: T; readonly limit?: T }): void {
    amount(report, `${field}.limits.${kind.name}`, kind, pair?.limit);
    amount(report, `${field}.requests.${kind.name}`, kind, pair?.request);
    write(limits, kind, pair?.limit);
    write(requests, kind, pair?.request);
  }
  take(CPU, given.cpu);
  take(MEMORY, given.memory);
  take(EPHEMERAL_STORAGE, given.ephemeralStorage);
  checkRequests(report, field, { limits, requests });
  return present({ limits: present(limits), requests: present(requests) });
}

/** Checks one size and renders it canonically. */
export function sizeQuantity(report: Report, field: string, size?: Size): bigint | undefined {
  return amount(report, field, MEMORY, size);
}

/** Checks amounts that stand alone and renders them canonically. */
export function resourceAmounts(report: Report, field: string, given: { readonly cpu?: Cpu; readonly memory?: Size }) {
  const amounts: { [resource: string]: string } = {};
  amount(report, `${field}.cpu`, CPU, given.cpu);
  amount(report, `${field}.memory`, MEMORY, given.memory);
  write(amounts, CPU, given.cpu);
  write(amounts, MEMORY, given.memory);
  return present(amounts);
}

function amount<T>(report: Report, field: string, kind: Kind<T>, given?: T): bigint | undefined {
  if (given === undefined) {
    return undefined;
  }
  const parsed = kind.parse(given) ?? kind.rounded(given);
  if (parsed === undefined) {
    report.add({ field, value: kind.given(given), rule: kind.rule, fix: 'give a non-negative amount', code: RuleCode.INVALID_QUANTITY });
  } else if (kind.parse(given) === undefined) {
    adviseRounding(report, field, kind.name, kind.given(given));
  }
  return parsed;
}

/** Writes an amount canonically, or as it was given where a relaxed rule lets it through. */
function write<T>(target: { [resource: string]: string }, kind: Kind<T>, given?: T): void {
  if (given !== undefined) {
    const parsed = kind.parse(given) ?? kind.rounded(given);
    target[kind.name] = parsed === undefined ? kind.given(given) : kind.render(parsed);
  }
}

function present<T extends object>(map: T): T | undefined {
  return Object.values(map).some((value) => value !== undefined) ? map : undefined;
}
