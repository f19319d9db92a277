import { TomlTable } from './toml';
import { TomlLines } from './toml-lines';
import { shownPath, TomlPath } from './toml-path';
import { nearMiss } from '../../rules/near-miss';
import { invalidAll, PlacedProblem } from '../../rules/problem';
import { RuleCode } from '../../rules/rule-code';

/** What is wrong at one place of a manifest. */
export interface Fault {
  readonly value: unknown;
  readonly rule: string;
  readonly fix: string;

  /** @default RuleCode.INVALID_SPIN_MANIFEST */
  readonly code?: RuleCode;

  /**
   * Whether a later Spin may take it: a field that no known one has.
   *
   * @default false
   */
  readonly unknown?: boolean;
}

/** Gathers what is wrong with a manifest, so that all of it is said at once. */
export class Faults {
  private readonly found: (Fault & { readonly path: TomlPath })[] = [];
  private readonly seen = new Set<string>();

  /** Adds a fault, once. */
  add(path: TomlPath, fault: Fault): void {
    const key = JSON.stringify([path, fault.rule]);
    if (!this.seen.has(key)) {
      this.seen.add(key);
      this.found.push({ ...fault, path });
    }
  }

  /**
   * Throws all faults in one error, each with its line where that can be found.
   *
   * @returns the unknown fields, where nothing else is wrong: only a cluster says whether its Spin may know them
   */
  settle(place: string, text: string): PlacedProblem[] {
    const problems = this.found.length > 0 ? this.placed(place, text) : [];
    if (this.found.some(({ unknown }) => !unknown)) {
      throw invalidAll(problems);
    }
    return problems;
  }

  private placed(place: string, text: string): PlacedProblem[] {
    const lines = new TomlLines(text);
    const placed = this.found.map(({ path, value, rule, fix, code = RuleCode.INVALID_SPIN_MANIFEST }) => ({
      line: lines.lineOf(path),
      problem: { field: shownPath(path), value, rule, fix, code },
    }));
    return placed
      .sort((one, other) => (one.line ?? Infinity) - (other.line ?? Infinity) || 0)
      .map(({ line, problem }) => ({ place: line === undefined ? place : `${place}:${line}`, problem }));
  }
}

/** A table of a manifest, read field by field; a field of another type is a fault and reads as left out. */
export class ManifestTable {
  /**
   * @param fields what it holds
   * @param path where it stands
   * @param faults where its faults go
   */
  constructor(readonly fields: TomlTable, readonly path: TomlPath, readonly faults: Faults) {}

  /** Its keys, in their order. */
  get keys(): string[] {
    return Object.keys(this.fields);
  }

  /** The value of a key as it was read. */
  raw(key: string): unknown {
    return Object.hasOwn(this.fields, key) ? this.fields[key] : undefined;
  }

  /** Adds a fault of the table, or of what stands below it. */
  fault(below: string | TomlPath | undefined, fault: Fault): void {
    this.faults.add([...this.path, ...(typeof below === 'string' ? [below] : below ?? [])], fault);
  }

  /** Refuses keys beyond the known ones. */
  only(what: string, known: readonly string[]): void {
    for (const key of this.keys.filter((given) => !known.includes(given))) {
      const near = nearMiss(key, known.filter((field) => this.raw(field) === undefined));
      this.fault(key, {
        value: this.fields[key],
        rule: `${what} has no field of this name`,
        fix: near === undefined ? `use one of ${known.join(', ')}` : `did you mean ${near}?`,
        unknown: true,
      });
    }
  }

  /** A string. */
  text(key: string): string | undefined {
    return this.typed(key, 'a string', (value): value is string => typeof value === 'string');
  }

  /** A string that must be there. */
  requiredText(key: string): string {
    if (this.raw(key) === undefined) {
      this.fault(key, { value: undefined, rule: 'the field is required', fix: `write ${key} = "..."` });
    }
    return this.text(key) ?? '';
  }

  /** A boolean, false where it is left out. */
  flag(key: string): boolean {
    return this.typed(key, 'a boolean', (value): value is boolean => typeof value === 'boolean') ?? false;
  }

  /** A list of strings, empty where it is left out. */
  texts(key: string): string[] {
    const isTexts = (value: unknown): value is string[] => Array.isArray(value) && value.every((entry) => typeof entry === 'string');
    return [...this.typed(key, 'a list of strings', isTexts) ?? []];
  }

  /** A list of anything, empty where it is left out. */
  list(key: string): unknown[] {
    return this.typed(key, 'a list', (value): value is unknown[] => Array.isArray(value)) ?? [];
  }

  /** A table of strings, empty where it is left out. */
  textMap(key: string): { [key: string]: string } {
    const isTexts = (value: unknown): value is { [key: string]: string } => isTable(value)
      && Object.values(value).every((entry) => typeof entry === 'string');
    return { ...this.typed(key, 'a table of strings', isTexts) };
  }

  /** A table, if it is there. */
  table(key: string): ManifestTable | undefined {
    const fields = this.typed(key, 'a table', isTable);
    return fields && this.at([key], fields);
  }

  /** What Spin reads from a table, or from a list of that table's values in their order. */
  struct(key: string, order: readonly string[]): ManifestTable | undefined {
    const given = this.raw(key);
    return Array.isArray(given)
      ? this.at([key], Object.fromEntries(given.slice(0, order.length).map((value, index) => [order[index], value])))
      : this.table(key);
  }

  /** Which configuration a dependency inherits, in the terms of Spin 4: all or none, or the fields that are listed. */
  inherited(): void {
    if (typeof this.raw('inherit_configuration') !== 'boolean') {
      this.texts('inherit_configuration');
    }
  }

  /** A table of tables by key, empty where it is left out. */
  tablesByKey(key: string): [string, ManifestTable][] {
    const outer = this.table(key);
    return (outer?.keys ?? []).flatMap((name): [string, ManifestTable][] => {
      const inner = outer!.table(name);
      return inner ? [[name, inner]] : [];
    });
  }

  /** A list of tables, empty where it is left out. */
  tables(key: string): ManifestTable[] {
    const isTables = (value: unknown): value is TomlTable[] => Array.isArray(value) && value.every(isTable);
    const found = this.typed(key, 'an array of tables', isTables) ?? [];
    return found.map((fields, index) => this.at([key, index], fields));
  }

  /** The value at a path below it, as a table. */
  at(path: TomlPath, fields: TomlTable): ManifestTable {
    return new ManifestTable(fields, [...this.path, ...path], this.faults);
  }

  private typed<T>(key: string, type: string, accepts: (value: unknown) => value is T): T | undefined {
    const value = this.raw(key);
    if (value === undefined || accepts(value)) {
      return value as T | undefined;
    }
    this.fault(key, { value, rule: `the field is ${type}`, fix: `write it as ${EXAMPLES[type]}` });
    return undefined;
  }
}

const EXAMPLES: { [type: string]: string } = {
  'a string': '"text"',
  'a boolean': 'true or false',
  'a list': '[...]',
  'a list of strings': '["one", "two"]',
  'a table of strings': '{ key = "value" }',
  'a table': '{ key = ... }, or under a header in brackets',
  'an array of tables': 'a header in double brackets, [[...]]',
};

/** Whether a value is a table: dates and lists are none. */
export function isTable(value: unknown): value is TomlTable {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
}
