import { Yaml } from 'cdk8s';
import { inQuotes } from './quotes';
import { isMisread } from '../../rules/misread';

/** Lists, maps, strings, whole numbers, booleans and null: what manifests are made of. */
type Plain = string | number | boolean | null | readonly Plain[] | { readonly [key: string]: Plain };

type Collection = Exclude<Plain, string | number | boolean | null>;

/**
 * Words of letters, digits and the signs of names, images and addresses: no YAML reader takes one this long for anything else,
 * but for an exponent alone.
 */
const WORD = /^(?!e-?[0-9]+$)[a-z][\w./:@-]{4,}[a-z0-9]$/i;

/** How long a key may be before cdk8s marks it as one. */
const KEY_LENGTH = 1024;

/** How many strings are remembered, and up to which length. */
const REMEMBERED = { count: 10_000, length: 200 };

/**
 * Writes plain documents as cdk8s does, byte for byte, without the syntax tree that makes cdk8s slow.
 *
 * How a string is written is asked of cdk8s itself, once; what stands around it is indentation alone.
 */
export class PlainYaml {
  private readonly known = new Map<string, string>();

  /** The YAML of a document, or nothing where that takes more than indentation. */
  tryWrite(document: unknown): string | undefined {
    return isFull(document) && this.isPlain(document, new Set()) ? `${this.block(document, '')}\n` : undefined;
  }

  /** Whether a value and all in it are plain, and none of it stands there twice: cdk8s writes an alias for such a one. */
  private isPlain(value: unknown, seen: Set<unknown>): value is Plain {
    if (typeof value === 'string') {
      return this.isTame(value);
    }
    if (typeof value !== 'object' || value === null) {
      return value === null || typeof value === 'boolean' || isWhole(value);
    }
    if (seen.has(value)) {
      return false;
    }
    seen.add(value);
    return isPlainCollection(value)
      && (isList(value) || Object.keys(value).every((key) => this.isKey(key)))
      && Object.values(value).every((child) => this.isPlain(child, seen));
  }

  /** A map line by line, or a list item by item, all but the first line indented. */
  private block(value: Collection, indent: string): string {
    const inner = `${indent}  `;
    const lines = isList(value)
      ? value.map((item) => `- ${isFull(item) ? this.block(item, inner) : this.leaf(item, inner)}`)
      : Object.entries(value).map(([key, item]) => `${this.text(key)}:${this.afterKey(item, inner)}`);
    return lines.join(`\n${indent}`);
  }

  private afterKey(value: Plain, indent: string): string {
    return isFull(value) ? `\n${indent}${this.block(value, indent)}` : ` ${this.leaf(value, indent)}`;
  }

  private leaf(value: Plain, indent: string): string {
    if (typeof value === 'string') {
      // A text of several lines comes with the indentation of a top-level value.
      const text = this.text(value);
      return indent.length > 2 && text.includes('\n') ? text.replace(/\n(?!\n|$)/g, `\n${indent.slice(2)}`) : text;
    }
    return isList(value) ? '[]' : typeof value === 'object' && value !== null ? '{}' : String(value);
  }

  private isKey(key: string): boolean {
    const text = this.text(key);
    return text.length <= KEY_LENGTH && !text.includes('\n') && !key.includes('\n');
  }

  /** Whether a string is written in one way wherever it stands. */
  private isTame(text: string): boolean {
    return text.includes('\n') ? !this.text(text).startsWith('|+') : !this.text(text).includes('\n');
  }

  private text(value: string): string {
    if (WORD.test(value)) {
      return value;
    }
    const known = this.known.get(value) ?? written(value);
    if (this.known.size >= REMEMBERED.count) {
      this.known.clear();
    }
    if (value.length <= REMEMBERED.length) {
      this.known.set(value, known);
    }
    return known;
  }
}

/** A string as cdk8s writes it as a value of a top-level map, or in quotes where some reader would misread that. */
function written(text: string): string {
  if (isMisread(text)) {
    return inQuotes(text);
  }
  return text.includes('\n') ? Yaml.stringify({ k: text }).slice('k: '.length, -1) : Yaml.stringify(text).slice(0, -1);
}

/** Whether an object is a list without gaps or a map, and no class of its own. */
function isPlainCollection(value: object): boolean {
  const prototype = Object.getPrototypeOf(value);
  return Array.isArray(value)
    ? prototype === Array.prototype && Object.keys(value).length === value.length
    : prototype === Object.prototype || prototype === null;
}

function isWhole(value: unknown): boolean {
  return Number.isSafeInteger(value) && !Object.is(value, -0);
}

function isList(value: unknown): value is readonly Plain[] {
  return Array.isArray(value);
}

/** Whether a value is a list or map with something in it. */
function isFull(value: unknown): value is Collection {
  return typeof value === 'object' && value !== null && Object.keys(value).length > 0;
}
