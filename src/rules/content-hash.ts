import { createHash } from 'crypto';
import { byKey } from './by-key';

/** Eight hexadecimal digits that change with the content, whatever the order of its keys. */
export function contentHash(content: unknown): string {
  return createHash('sha256').update(JSON.stringify(sorted(content)) ?? '').digest('hex').slice(0, 8);
}

/** A name with a suffix, cut (and then made unique by a hash) where the whole would be too long. */
export function suffixedName(name: string, suffix: string, length: number): string {
  const whole = `${name}-${suffix}`;
  return whole.length <= length ? whole : cutName(name, length - suffix.length - 1) + `-${suffix}`;
}

/** A name that fits a length; one that is cut ends in a hash of the whole. */
export function cutName(name: string, length: number): string {
  if (name.length <= length) {
    return name;
  }
  const hash = contentHash(name);
  return `${name.slice(0, length - hash.length - 1).replace(/[-.]+$/, '')}-${hash}`;
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(sorted);
  }
  if (value === null || typeof value !== 'object') {
    return value;
  }
  return Object.fromEntries(byKey(value as { [key: string]: unknown }).map(([key, entry]) => [key, sorted(entry)]));
}
