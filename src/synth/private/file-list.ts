import fs from 'node:fs';
import path from 'node:path';

/** The list of files that an earlier synthesis wrote. kubectl reads no file of this name. */
const LIST = '.cdk8s-wasm-files';

const HEADING = '# The files that cdk8s-wasm wrote here. It removes those that a later synthesis no longer makes.\n';

/** The line before the files of each app but the first of those that share a folder. Other versions skip it. */
const APP = /^# app ([1-9][0-9]*)$/;

/** Files by the number of the app that wrote them. */
export type ListedFiles = ReadonlyMap<number, Iterable<string>>;

/** The files of an earlier synthesis in a folder. The list is no more trusted than the rest of the folder. */
export class FileList {
  private readonly file: string;

  constructor(private readonly folder: string) {
    this.file = path.join(folder, LIST);
  }

  /** The files of each app. Those of a list that names no apps are the first one's. */
  read(): Map<number, string[]> {
    const files = new Map<number, string[]>();
    let app = 1;
    for (const line of this.text().split('\n')) {
      app = Number(APP.exec(line)?.[1] ?? app);
      if (!line.startsWith('#') && isPlainPath(line)) {
        const names = files.get(app) ?? [];
        names.push(line);
        files.set(app, names);
      }
    }
    return files;
  }

  /** Writes the list, unless it says this already; a folder without files has none. */
  write(files: ListedFiles): void {
    const sections = [...files].sort(([one], [other]) => one - other).map(([app, names]) => section(app, names)).join('');
    if (sections === '') {
      fs.rmSync(this.file, { force: true });
    } else if (this.text() !== HEADING + sections) {
      fs.writeFileSync(`${this.file}.new`, HEADING + sections);
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

function section(app: number, names: Iterable<string>): string {
  const lines = [...new Set(names)].sort().map((name) => `${name}\n`).join('');
  return lines === '' || app === 1 ? lines : `# app ${app}\n${lines}`;
}

/** Whether a line is a relative path without detours. */
function isPlainPath(line: string): boolean {
  return /^[^\\:\0/]+(\/[^\\:\0/]+)*$/.test(line) && line.split('/').every((part) => part !== '.' && part !== '..') && line !== LIST;
}
