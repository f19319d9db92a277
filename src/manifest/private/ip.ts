/** The library for addresses, loaded when one is first read. */
export function ipaddr(): typeof import('ipaddr.js') {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  return require('ipaddr.js');
}

/** A network in canonical form (its host bits 0), if the text is `address/prefix`. */
export function canonicalCidr(text: string): string | undefined {
  const [address, prefix, ...more] = text.split('/');
  if (!/^(0|[1-9][0-9]{0,2})$/.test(prefix ?? '') || more.length > 0 || !isAddress(address)) {
    return undefined;
  }
  const parsed = ipaddr().parse(address);
  const length = Number(prefix);
  if (length > parsed.toByteArray().length * 8) {
    return undefined;
  }
  const bytes = parsed.toByteArray().map((byte, index) => {
    const kept = Math.min(8, Math.max(0, length - index * 8));
    return Math.floor(byte / 2 ** (8 - kept)) * 2 ** (8 - kept);
  });
  return `${textOf(bytes)}/${length}`;
}

/** Whether a text is an IPv4 address of four decimal parts, or an IPv6 address without a zone. */
export function isAddress(text: string): boolean {
  return ipaddr().IPv4.isValidFourPartDecimal(text) || (ipaddr().IPv6.isValid(text) && !text.includes('%'));
}

/** Whether a network lies within another of the same family. */
export function isWithin(inner: string, outer: string): boolean {
  const [innerAddress, innerLength] = ipaddr().parseCIDR(inner);
  const range = ipaddr().parseCIDR(outer);
  return innerAddress.kind() === range[0].kind() && innerLength >= range[1] && innerAddress.match(range);
}

function textOf(bytes: number[]): string {
  return ipaddr().fromByteArray(bytes).toString();
}
