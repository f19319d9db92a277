import fs from 'node:fs';
import path from 'node:path';
import { appsOf } from './app-number';
import { fileCollision } from './errors';
import { FileList } from './file-list';
import { removeMissingAppsAtEnd } from './missing-apps';
import { OutputFile } from './rendering';
import { Staging } from './staging';

/** What a synthesis changed in its folder. */
export interface Changes {
  readonly changed: number;
  readonly removed: number;
}

/** Replaces the files of a folder once all of them are there, and touches only those that differ. */
export class SafeWriter {
  private readonly staging: Staging;
  private readonly staged = new Map<string, string>();
  private readonly names = new Set<string>();

  /**
   * @param folder the output folder, which need not exist
   * @param app the number of who writes: its own earlier files are replaced, those of other apps stay
   */
  constructor(private readonly folder: string, private readonly app: number) {
    this.staging = new Staging(folder);
  }

  /** Sets a file aside, unless the folder has it like this already. Throws when another synthesis writes to the folder. */
  add({ name, text, place }: OutputFile): void {
    this.staging.claim();
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
    this.staging.claim();
    for (const folder of new Set([...this.staged.keys()].map((name) => path.dirname(name)))) {
      fs.mkdirSync(path.join(this.folder, folder), { recursive: true });
    }
    const list = new FileList(this.folder);
    const listed = list.read();
    const others = [...listed].filter(([app]) => app !== this.app);
    const kept = new Set([...this.names, ...others.flatMap(([, names]) => names)]);
    const gone = (listed.get(this.app) ?? []).filter((name) => !kept.has(name));
    list.write(new Map([...others, [this.app, [...this.names, ...gone]]]));
    for (const [name, file] of this.staged) {
      move(file, path.join(this.folder, name));
    }
    const removed = gone.filter((name) => list.remove(name)).length;
    list.write(new Map([...others, [this.app, [...this.names]]]));
    if (others.some(([app]) => app > appsOf(this.folder))) {
      removeMissingAppsAtEnd(this.folder);
    }
    return { changed: this.staged.size, removed };
  }

  /** Lets others write, and leaves nothing behind, whatever came before. */
  close(): void {
    this.staging.release();
  }

  private stage(name: string, content: Buffer): void {
    const found = fs.statSync(path.join(this.folder, name), { throwIfNoEntry: false });
    this.staged.set(name, this.staging.put(content, found?.mode));
  }
}

/** Renames a file. A folder below the output folder may be on another device, where it is copied beside its place first. */
function move(from: string, to: string): void {
  try {
    fs.renameSync(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EXDEV') {
      throw error;
    }
    fs.copyFileSync(from, `${to}.new`);
    fs.renameSync(`${to}.new`, to);
  }
}

function isContentOf(file: string, content: Buffer): boolean {
  const found = fs.statSync(file, { throwIfNoEntry: false });
  return found !== undefined && (found.isDirectory() || found.size === content.length) && content.equals(fs.readFileSync(file));
}
