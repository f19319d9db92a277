import { TomlPath } from './toml-path';
import { TOKEN } from './toml-tokens';

const SPACE = /(?:[ \t\r\n]|#[^\n]*)*/y;
const KEY = /[ \t]*("(?:[^"\\\n]|\\.)*"|'[^'\n]*'|[A-Za-z0-9_-]+)[ \t]*/y;

/** No field of a manifest stands deeper; a header may. */
const DEPTH = 12;

/** The lines on which the tables and keys of a TOML document begin; keys of inline tables have that of their table. */
export class TomlLines {
  private readonly lines = new Map<string, number>();
  private readonly lengths = new Map<string, number>();
  private table: TomlPath = [];
  private position = 0;
  private line = 1;
  private counted = 0;

  /**
   * @param text a document that the parser took
   */
  constructor(private readonly text: string) {
    for (this.take(SPACE); this.position < text.length; this.take(SPACE)) {
      const before = this.position;
      this.statement();
      if (this.position === before) {
        return;
      }
    }
  }

  /** The line of the nearest table or key that holds a path. */
  lineOf(path: TomlPath): number | undefined {
    for (let length = path.length; length > 0; length -= 1) {
      const line = this.lines.get(textOf(path.slice(0, length)));
      if (line !== undefined) {
        return line;
      }
    }
    return undefined;
  }

  private statement(): void {
    const line = this.here();
    const brackets = this.take(/\[*/y);
    const keys = this.keys();
    if (brackets === '') {
      this.note([...this.table, ...keys], line);
      this.value();
      return;
    }
    this.take(/\]*[ \t]*/y);
    this.table = this.resolved(keys, brackets.length > 1);
    this.note(this.table, line);
  }

  private keys(): string[] {
    const keys: string[] = [];
    for (let key = this.take(KEY).trim(); key !== ''; key = this.take(/\./y) && this.take(KEY).trim()) {
      keys.push(plainKey(key));
    }
    this.take(/=[ \t]*/y);
    return keys.slice(0, DEPTH);
  }

  /** A header's path; what is an array of tables means its last one, or one more where the header opens it. */
  private resolved(keys: string[], opens: boolean): TomlPath {
    return keys.reduce((path: TomlPath, key, index) => {
      const array = [...path, key];
      const length = this.lengths.get(textOf(array));
      if (opens && index === keys.length - 1) {
        this.lengths.set(textOf(array), (length ?? 0) + 1);
        return [...array, length ?? 0];
      }
      return length === undefined ? array : [...array, length - 1];
    }, []);
  }

  private value(): void {
    let depth = 0;
    for (let token = this.take(TOKEN); token !== ''; token = this.take(TOKEN)) {
      depth += Number('[{'.includes(token)) - Number(']}'.includes(token));
      if (token === '\n' && depth <= 0) {
        return;
      }
    }
  }

  private note(path: TomlPath, line: number): void {
    path.forEach((_, index) => {
      const part = textOf(path.slice(0, index + 1));
      this.lines.set(part, this.lines.get(part) ?? line);
    });
  }

  private here(): number {
    for (let end = this.nextEnd(); end >= 0 && end < this.position; end = this.nextEnd()) {
      this.line += 1;
      this.counted = end + 1;
    }
    return this.line;
  }

  private nextEnd(): number {
    return this.text.indexOf('\n', this.counted);
  }

  private take(pattern: RegExp): string {
    pattern.lastIndex = this.position;
    const [found] = pattern.exec(this.text) ?? [''];
    this.position += found.length;
    return found;
  }
}

function textOf(path: TomlPath): string {
  return JSON.stringify(path);
}

function plainKey(key: string): string {
  if (key.startsWith('"')) {
    try {
      return String(JSON.parse(key));
    } catch {
      return key;
    }
  }
  return key.startsWith("'") ? key.slice(1, -1) : key;
}
