import { Size, SizeRoundingBehavior } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import { parseQuantity } from './quantity-text';

const BINARY = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];
const DECIMAL = ['', 'k', 'M', 'G', 'T', 'P', 'E'];
const KIBIBYTE = 1024;

/** A thousandth, in the billionths in which quantities are read. */
const MILLI = 10n ** 6n;

/** The thousandths of a CPU in an amount, or nothing where Kubernetes would refuse or round it. */
export function milliCpus(cpu: Pick<Cpu, 'amount'>): bigint | undefined {
  const match = /^(\d+)(?:\.(\d+))?(m)?$/.exec(plain(cpu.amount));
  if (!match) {
    return undefined;
  }
  const [, whole, fraction = '', milli] = match;
  const digits = milli ? 0 : 3;
  const exact = fraction.replace(/0+$/, '');
  return exact.length <= digits ? BigInt(whole + exact.padEnd(digits, '0')) : undefined;
}

/** The thousandths of a CPU in an amount that is finer, rounded up as Kubernetes does; nothing where it is none. */
export function roundedMilliCpus({ amount }: Pick<Cpu, 'amount'>): bigint | undefined {
  const parsed = parseQuantity(amount);
  return parsed === undefined || parsed < 0n ? undefined : (parsed + MILLI - 1n) / MILLI;
}

/** The bytes in a size, or nothing where it is no whole number of bytes. */
export function bytes(size: Size): bigint | undefined {
  const kibibytes = size.toKibibytes({ rounding: SizeRoundingBehavior.NONE });
  if (Number.isSafeInteger(kibibytes) && kibibytes >= 0) {
    return BigInt(kibibytes) * BigInt(KIBIBYTE);
  }
  const exact = kibibytes * KIBIBYTE;
  return Number.isSafeInteger(exact) && exact >= 0 ? BigInt(exact) : undefined;
}

/** The bytes in a size that is no whole number of them, rounded up as Kubernetes does; nothing where it is none. */
export function roundedBytes(size: Size): bigint | undefined {
  const exact = Math.ceil(size.toKibibytes({ rounding: SizeRoundingBehavior.NONE }) * KIBIBYTE);
  return Number.isSafeInteger(exact) && exact >= 0 ? BigInt(exact) : undefined;
}

/** A size for people, also where it is none. */
export function shownSize(size: Size): string {
  return `${size.toMebibytes({ rounding: SizeRoundingBehavior.NONE })}Mi`;
}

/** CPU in the form in which the API server stores it: `500m`, `2`, `1500m`. */
export function canonicalCpu(milli: bigint): string {
  return milli % 1000n === 0n ? scaled(milli / 1000n, 1000n, DECIMAL) : `${milli}m`;
}

/** Bytes in the form in which the API server stores them: `64Mi`, `1Gi`. */
export function canonicalBytes(amount: bigint): string {
  const step = BigInt(KIBIBYTE);
  return amount % step === 0n ? scaled(amount, step, BINARY) : scaled(amount, 1000n, DECIMAL);
}

/** A quantity as cdk8s-plus writes it, in the form in which the API server stores it. */
export function canonicalQuantity(text: string): string {
  const size = /^(\d+(?:\.\d+)?)([KMGTP]i)$/.exec(text);
  if (size) {
    const exact = Number(size[1]) * KIBIBYTE ** BINARY.indexOf(size[2]);
    return Number.isSafeInteger(exact) ? canonicalBytes(BigInt(exact)) : text;
  }
  const milli = milliCpus({ amount: text });
  return milli === undefined ? text : canonicalCpu(milli);
}

function scaled(amount: bigint, step: bigint, suffixes: string[]): string {
  let exponent = 0;
  let rest = amount;
  while (rest !== 0n && rest % step === 0n && exponent < suffixes.length - 1) {
    rest /= step;
    exponent += 1;
  }
  return `${rest}${suffixes[exponent]}`;
}

/** Undoes the exponent that JavaScript writes for very small and very large numbers. */
function plain(amount: string): string {
  const match = /^(\d+(?:\.\d+)?e[+-]?\d+)(m?)$/.exec(amount);
  return match ? `${Number(match[1]).toFixed(20).replace(/\.?0+$/, '')}${match[2]}` : amount;
}
