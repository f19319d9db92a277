import fs from 'node:fs';
import path from 'node:path';

/** The list of files that an earlier synthesis wrote. kubectl reads no file of this name. */
const LIST = '.cdk8s-wasm-files';

const HEADING = '# The files that cdk8s-wasm wrote here. It removes those that a later synthesis no longer makes.\n';

/** The files of an earlier synthesis in a folder. The list is no more trusted than the rest of the folder. */
export class FileList {
  private readonly file: string;

  constructor(private readonly folder: string) {
    this.file = path.join(folder, LIST);
  }

  read(): string[] {
    return this.text().split('\n').filter((line) => !line.startsWith('#') && isPlainPath(line));
  }

  /** Writes the list, unless it says this already; a folder without files has none. */
  write(names: Iterable<string>): void {
    const lines = [...new Set(names)].sort().map((name) => `${name}\n`);
    if (lines.length === 0) {
      fs.rmSync(this.file, { force: true });
    } else if (this.text() !== HEADING + lines.join('')) {
      fs.writeFileSync(`${this.file}.new`, HEADING + lines.join(''));
      fs.renameSync(`${this.file}.new`, this.file);
    }
  }

  /** Removes a file that was listed, and the folders that it leaves empty. Whether it was there. */
  remove(name: string): boolean {
    const file = path.join(this.folder, name);
    if (!this.holds(file) || !fs.lstatSync(file).isFile()) {
      return false;
    }
    fs.rmSync(file);
    for (let parent = path.dirname(name); parent !== '.'; parent = path.dirname(parent)) {
      if (fs.readdirSync(path.join(this.folder, parent)).length > 0) {
        break;
      }
      fs.rmdirSync(path.join(this.folder, parent));
    }
    return true;
  }

  /** Whether a file is there, and really in the folder: a link in its path may lead elsewhere. */
  private holds(file: string): boolean {
    if (!fs.lstatSync(file, { throwIfNoEntry: false })) {
      return false;
    }
    const parent = path.relative(fs.realpathSync(this.folder), fs.realpathSync(path.dirname(file)));
    return parent !== '..' && !parent.startsWith(`..${path.sep}`) && !path.isAbsolute(parent);
  }

  /** What the list says; Git may have changed its line ends. */
  private text(): string {
    return fs.existsSync(this.file) ? fs.readFileSync(this.file, 'utf8').replace(/\r\n/g, '\n') : '';
  }
}

/** Whether a line is a relative path without detours. */
function isPlainPath(line: string): boolean {
  return /^[^\\:\0/]+(\/[^\\:\0/]+)*$/.test(line) && line.split('/').every((part) => part !== '.' && part !== '..') && line !== LIST;
}
