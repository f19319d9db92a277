/** A quantity as Kubernetes reads one. */
const QUANTITY = /^([+-]?)([0-9]+)?(?:\.([0-9]*))?(?:([KMGTPE])i|([numkMGTPE])|[eE]([+-]?[0-9]{1,3}))?$/;

const BINARY = ' KMGTPE';
const DECIMAL: { [suffix: string]: number } = { n: -9, u: -6, m: -3, k: 3, M: 6, G: 9, T: 12, P: 15, E: 18 };
const NANO = 9;

/** A quantity in billionths, rounded up as Kubernetes does; nothing where it is none. */
export function parseQuantity(text: unknown): bigint | undefined {
  const match = QUANTITY.exec(String(text));
  if (!match || (match[2] ?? match[3] ?? '') === '') {
    return undefined;
  }
  const amount = magnitude(match);
  return match[1] === '-' ? -amount : amount;
}

function magnitude([, , whole = '', fraction = '', binary = ' ', decimal, exponent = '0']: RegExpExecArray): bigint {
  const power = (DECIMAL[decimal] ?? Number(exponent)) - fraction.length + NANO;
  const digits = BigInt(whole + fraction) * 1024n ** BigInt(BINARY.indexOf(binary));
  return power >= 0 ? digits * 10n ** BigInt(power) : roundedUp(digits, 10n ** BigInt(-power));
}

/** A quantity in whole bytes. */
export function quantityBytes(text: unknown): bigint | undefined {
  const amount = parseQuantity(text);
  return amount === undefined ? undefined : roundedUp(amount, 10n ** BigInt(NANO));
}

function roundedUp(amount: bigint, by: bigint): bigint {
  return amount / by + (amount % by > 0n ? 1n : 0n);
}
