/**
 * Kubernetes quantities: their grammar, the form in which the API server stores them, and their order.
 */
import { problem } from './load';

type Format = 'binary' | 'decimal' | 'exponent';

/** A parsed quantity, in billionths, which is as fine as Kubernetes goes. */
export interface Quantity {
  readonly nano: bigint;
  readonly format: Format;
}

const GRAMMAR = /^([+-]?)(?=[0-9]|\.[0-9])([0-9]*)(?:\.([0-9]*))?(?:([KMGTPE])i|([numkMGTPE])|[eE]([+-]?[0-9]{1,2}))?$/;
const BINARY = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];
const DECIMAL = ['n', 'u', 'm', '', 'k', 'M', 'G', 'T', 'P', 'E'];
const NANO = 1_000_000_000n;

/** The quantity that a text says, if it is one. Below one billionth it is rounded away from zero, as the server does. */
export function parseQuantity(text: unknown): Quantity | undefined {
  const match = typeof text === 'string' ? GRAMMAR.exec(text) : null;
  if (!match) return undefined;
  const [, sign, whole, fraction = '', binary, decimal, exponent] = match;
  const power = exponent !== undefined ? Number(exponent) : decimal ? 3 * DECIMAL.indexOf(decimal) - 9 : 0;
  const factor = binary ? 1024n ** BigInt(BINARY.indexOf(`${binary}i`)) : 1n;
  const amount = scaled(BigInt(whole + fraction) * factor, power + 9 - fraction.length);
  return {
    nano: sign === '-' ? -amount : amount,
    format: binary ? 'binary' : exponent !== undefined ? 'exponent' : 'decimal',
  };
}

/** The text that the API server stores for a quantity. */
export function canonicalQuantity(quantity: Quantity): string {
  const { nano, format } = quantity;
  if (nano === 0n) return '0';
  const size = nano < 0n ? -nano : nano;
  if (format === 'binary' && size >= 1024n * NANO && size % NANO === 0n) return reduced(nano / NANO, 1024n, BINARY);
  const units = format === 'exponent' ? DECIMAL.map((_, step) => (step === 3 ? '' : `e${3 * step - 9}`)) : DECIMAL;
  return reduced(nano, 1000n, units);
}

/** The problems of a value that stands where Kubernetes wants a quantity. */
export function quantityProblems(path: string, value: unknown): string[] {
  const quantity = parseQuantity(typeof value === 'number' ? String(value) : value);
  if (!quantity) return [problem(path, value, 'must be a quantity such as 250m, 64Mi or 2')];
  const stored = canonicalQuantity(quantity);
  return stored === value ? [] : [problem(path, value, `must be ${JSON.stringify(stored)}, as the API server stores it`)];
}

/** Whether the first of two quantities is the larger; false if either is none. */
export function exceeds(value: unknown, bound: unknown): boolean {
  const [left, right] = [value, bound].map((side) => parseQuantity(String(side)));
  return left !== undefined && right !== undefined && left.nano > right.nano;
}

/** value × 10^power, rounded up. */
function scaled(value: bigint, power: number): bigint {
  if (power >= 0) return value * 10n ** BigInt(power);
  const divisor = 10n ** BigInt(-power);
  return (value + divisor - 1n) / divisor;
}

/** The number in the largest unit that leaves it whole. */
function reduced(value: bigint, base: bigint, units: string[]): string {
  let [number, step] = [value, 0];
  while (step < units.length - 1 && number % base === 0n) {
    number /= base;
    step += 1;
  }
  return `${number}${units[step]}`;
}
