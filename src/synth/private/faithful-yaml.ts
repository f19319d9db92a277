import { Yaml } from 'cdk8s';
import { PlainYaml } from './plain-yaml';
import { inQuotes } from './quotes';
import { isMisread } from '../../rules/misread';

/** The YAML of documents: that of cdk8s, with quotes where some reader would take a string for something else. */
export class FaithfulYaml {
  private readonly plain = new PlainYaml();

  /** The documents as one text. */
  write(documents: readonly unknown[]): string {
    return documents.map((document) => this.plain.tryWrite(document) ?? writeAny(document)).join('---\n');
  }
}

function writeAny(document: unknown): string {
  const misread = new Map<string, string>();
  collectMisread(document, misread);
  return misread.size === 0 ? Yaml.stringify(document) : quoted(document, misread);
}

function collectMisread(value: unknown, found: Map<string, string>): void {
  if (typeof value === 'string') {
    if (isMisread(value)) {
      found.set(value, '');
    }
  } else if (Array.isArray(value)) {
    value.forEach((item) => collectMisread(item, found));
  } else if (value !== null && typeof value === 'object') {
    for (const [key, item] of Object.entries(value)) {
      collectMisread(key, found);
      collectMisread(item, found);
    }
  }
}

/** Lets cdk8s write a plain word in place of each such string, and puts the quoted string there: all else keeps its bytes. */
function quoted(document: unknown, misread: Map<string, string>): string {
  const stem = unusedWord(JSON.stringify(document));
  [...misread.keys()].forEach((text, place) => misread.set(text, `${stem}${place}z`));
  const texts = new Map([...misread].map(([text, word]) => [word, text]));
  return Yaml.stringify(replaced(document, misread))
    .replace(new RegExp(`${stem}[0-9]+z`, 'g'), (word) => inQuotes(texts.get(word)!));
}

function replaced(value: unknown, words: Map<string, string>): unknown {
  if (typeof value === 'string') {
    return words.get(value) ?? value;
  }
  if (Array.isArray(value)) {
    return value.map((item) => replaced(item, words));
  }
  if (value !== null && typeof value === 'object') {
    const entries = Object.entries(value).map(([key, item]) => [words.get(key) ?? key, replaced(item, words)]);
    return Object.fromEntries(entries);
  }
  return value;
}

function unusedWord(text: string): string {
  let word = 'quoted';
  while (text.includes(word)) {
    word += 'x';
  }
  return word;
}
