import fs from 'node:fs';
import path from 'node:path';
import { fileCollision } from './errors';
import { FileList } from './file-list';
import { OutputFile } from './rendering';

/** Where files wait until all of them are rendered. */
const STAGING = '.cdk8s-wasm-staging';

/** What a synthesis changed in its folder. */
export interface Changes {
  readonly changed: number;
  readonly removed: number;
}

/** The files that other apps of this process wrote, by folder: they are not gone. */
const written = new Map<string, Map<symbol, ReadonlySet<string>>>();

/** Replaces the files of a folder once all of them are there, and touches only those that differ. */
export class SafeWriter {
  private readonly staging: string;
  private readonly staged = new Map<string, string>();
  private readonly names = new Set<string>();

  /**
   * @param folder the output folder, which need not exist
   * @param owner who writes: its own earlier files are replaced, those of another owner in this process stay
   */
  constructor(private readonly folder: string, private readonly owner: symbol) {
    this.staging = path.join(folder, STAGING);
  }

  /** Sets a file aside, unless the folder has it like this already. */
  add({ name, text, place }: OutputFile): void {
    const content = Buffer.from(text);
    if (this.names.has(name)) {
      if (!content.equals(fs.readFileSync(this.staged.get(name) ?? path.join(this.folder, name)))) {
        throw fileCollision(place, name);
      }
      return;
    }
    this.names.add(name);
    if (!isContentOf(path.join(this.folder, name), content)) {
      this.stage(name, content);
    }
  }

  /** Puts the new files into their places and removes those that are gone. */
  commit(): Changes {
    fs.mkdirSync(this.folder, { recursive: true });
    for (const folder of new Set([...this.staged.keys()].map((name) => path.dirname(name)))) {
      fs.mkdirSync(path.join(this.folder, folder), { recursive: true });
    }
    const list = new FileList(this.folder);
    const kept = this.keep();
    const gone = list.read().filter((name) => !kept.has(name));
    list.write([...kept, ...gone]);
    for (const [name, file] of this.staged) {
      fs.renameSync(file, path.join(this.folder, name));
    }
    const removed = gone.filter((name) => list.remove(name)).length;
    list.write(kept);
    return { changed: this.staged.size, removed };
  }

  /** Leaves nothing behind, whatever came before. */
  close(): void {
    fs.rmSync(this.staging, { recursive: true, force: true });
  }

  private stage(name: string, content: Buffer): void {
    if (this.staged.size === 0) {
      this.close();
      fs.mkdirSync(this.staging, { recursive: true });
    }
    const file = path.join(this.staging, String(this.staged.size));
    fs.writeFileSync(file, content);
    this.staged.set(name, file);
  }

  /** The files of this app and of others in this process that write to the same folder. */
  private keep(): Set<string> {
    const folder = path.resolve(this.folder);
    const owners = written.get(folder) ?? new Map<symbol, ReadonlySet<string>>();
    written.set(folder, owners.set(this.owner, this.names));
    return new Set([...owners.values()].flatMap((names) => [...names]));
  }
}

function isContentOf(file: string, content: Buffer): boolean {
  const found = fs.statSync(file, { throwIfNoEntry: false });
  return found !== undefined && (found.isDirectory() || found.size === content.length) && content.equals(fs.readFileSync(file));
}
