import { qualifiedKey } from './grammar';
import { Report } from './problem';
import { parseQuantity } from './quantity-text';
import { RuleCode } from './rule-code';

/** Amounts of resources by name, in YAML. */
export type Amounts = { readonly [resource: string]: unknown };

/** `resources` of a container, in YAML. */
export interface Requirements {
  readonly limits?: Amounts;
  readonly requests?: Amounts;
}

/** The resources of a container that Kubernetes knows by a plain name, beside huge pages. */
const STANDARD = ['cpu', 'memory', 'ephemeral-storage'];

const HUGE_PAGES = 'hugepages-';

/** One, in the billionths in which quantities are read. */
const ONE = 10n ** 9n;
const THOUSANDTH = ONE / 1000n;

const NAME = {
  ...qualifiedKey('the name of a resource', RuleCode.INVALID_QUANTITY),
  fix: 'write it as "cpu", "memory" or "example.com/gpu"',
};

/** What the API server asks of an amount beside being a quantity. */
interface AmountRule {
  readonly fits: (amount: bigint, name: string) => boolean;
  readonly rule: (name: string) => string;
  readonly fix: string;
}

const AMOUNT_RULES: readonly AmountRule[] = [
  {
    fits: (amount) => amount >= 0n,
    rule: (name) => `${name} must be zero or more`,
    fix: 'give a non-negative amount',
  },
  {
    fits: (amount, name) => !isExtended(name) || inThousandths(amount) % 1000n === 0n,
    rule: (name) => `${name} is counted in whole numbers`,
    fix: 'give a whole number',
  },
  {
    fits: (amount, name) => !name.startsWith(HUGE_PAGES) || isOfPages(amount, name),
    rule: (name) => `${name} comes in whole pages`,
    fix: 'give a multiple of the size of a page',
  },
];

/** Checks `resources` of a container as the API server does; its quantities are quantities already. */
export function checkRequirements(report: Report, field: string, { limits = {}, requests = {} }: Requirements): void {
  checkAmounts(report, `${field}.limits`, limits);
  checkAmounts(report, `${field}.requests`, requests);
  checkRequests(report, field, { limits, requests });
  const names = [...Object.keys(limits), ...Object.keys(requests)];
  if (names.some((name) => name.startsWith(HUGE_PAGES)) && !names.some((name) => name === 'cpu' || name === 'memory')) {
    const rule = 'huge pages go with cpu or memory';
    report.add({ field, value: [...new Set(names)], rule, fix: 'give one of these, too', code: RuleCode.INVALID_QUANTITY });
  }
}

/** Checks what a container asks for against its limits. */
export function checkRequests(report: Report, field: string, { limits = {}, requests = {} }: Requirements): void {
  for (const name of Object.keys(requests)) {
    checkRequest(report, `${field}.requests`, { name, request: requests[name], limit: limits[name] });
  }
}

/** Advises against an amount that is finer than its resource: Kubernetes rounds it up. */
export function adviseRounding(report: Report, field: string, ...[name, value]: [string, unknown]): void {
  report.advise({
    field,
    value,
    rule: `${name} comes in ${name === 'cpu' ? 'steps of 1m' : 'whole bytes'}, and is rounded up`,
    fix: 'write the amount that is meant',
    code: RuleCode.INVALID_QUANTITY,
  });
}

function checkAmounts(report: Report, field: string, amounts: Amounts): void {
  for (const [name, text] of Object.entries(amounts)) {
    checkName(report, field, name);
    const amount = parseQuantity(text);
    const broken = amount === undefined ? undefined : AMOUNT_RULES.find(({ fits }) => !fits(amount, name));
    if (broken) {
      report.add({ field: `${field}.${name}`, value: text, rule: broken.rule(name), fix: broken.fix, code: RuleCode.INVALID_QUANTITY });
    } else if (amount !== undefined && STANDARD.includes(name) && amount % (name === 'cpu' ? THOUSANDTH : ONE) !== 0n) {
      adviseRounding(report, `${field}.${name}`, name, text);
    }
  }
}

/** A plain name is one that Kubernetes knows; names with a domain are free but for `requests.`, which quotas put before them. */
function checkName(report: Report, field: string, name: string): void {
  const isKnown = name.includes('/') ? isNative(name) || isExtended(name) : STANDARD.includes(name) || name.startsWith(HUGE_PAGES);
  if (!isKnown) {
    const rule = `a container has ${STANDARD.join(', ')}, ${HUGE_PAGES}<size>, and resources of devices with their domain`;
    report.add({ field: `${field} key`, value: name, rule, fix: 'use one of them', code: RuleCode.INVALID_QUANTITY });
  } else {
    report.hold(`${field} key`, name, NAME);
  }
}

interface Pair {
  readonly name: string;
  readonly request: unknown;
  readonly limit: unknown;
}

function checkRequest(report: Report, field: string, { name, request, limit }: Pair): void {
  const [asked, most] = [parseQuantity(request), parseQuantity(limit)];
  const place = `${field}.${name}`;
  if (isWhole(name) && asked !== most) {
    report.add({
      field: place,
      value: request,
      rule: `${name} is not shared, so that its request is equal to its limit, ${limit === undefined ? 'which is missing' : String(limit)}`,
      fix: 'give the limit alone',
      code: RuleCode.REQUEST_OVER_LIMIT,
    });
  } else if (asked !== undefined && most !== undefined && inThousandths(asked) > inThousandths(most)) {
    report.add({
      field: place,
      value: request,
      rule: `a request must not be over its limit, ${String(limit)}`,
      fix: 'lower the request or raise the limit',
      code: RuleCode.REQUEST_OVER_LIMIT,
    });
  }
}

/** Whether the name is Kubernetes' own. */
function isNative(name: string): boolean {
  return !name.includes('/') || name.includes('kubernetes.io/');
}

/** Whether the name is that of a device or another resource that a plugin counts. */
function isExtended(name: string): boolean {
  return !isNative(name) && !name.startsWith('requests.') && NAME.accepts(`requests.${name}`);
}

/** Whether no two containers share the resource. */
function isWhole(name: string): boolean {
  return !isNative(name) || name.startsWith(HUGE_PAGES);
}

/** An amount as the API server stores it: it knows nothing finer than a thousandth, and rounds up. */
function inThousandths(amount: bigint): bigint {
  return amount / THOUSANDTH + (amount % THOUSANDTH > 0n ? 1n : 0n);
}

function isOfPages(amount: bigint, name: string): boolean {
  const page = parseQuantity(name.slice(HUGE_PAGES.length)) ?? 0n;
  const bytes = amount / ONE + (amount % ONE > 0n ? 1n : 0n);
  return page > 0n && page % ONE === 0n && bytes % (page / ONE) === 0n;
}
