import { Changes } from './safe-writer';

/** The part of cli-progress that is used here. */
interface Bar {
  start(total: number, value: number): void;
  update(value: number): void;
  stop(): void;
}

interface Bars {
  readonly SingleBar: new (options: object) => Bar;
}

/** How long a synthesis may take in silence, in milliseconds. */
const PATIENCE = 2000;

/** What a synthesis was about. */
interface Counts {
  readonly charts: number;
  readonly objects: number;
}

/** Tells a person at a terminal how a synthesis goes. Pipes and continuous integration get nothing. */
export class Progress {
  private readonly speaks: boolean;
  private readonly began: number;
  private bar?: Bar;
  private done = 0;

  constructor(private readonly stream: NodeJS.WriteStream = process.stderr) {
    this.speaks = Boolean(stream.isTTY) && !process.env.CI;
    this.began = this.now();
  }

  /** One of so many objects is rendered. */
  advance(total: number): void {
    this.done++;
    if (this.bar) {
      this.bar.update(this.done);
    } else if (this.now() - this.began > PATIENCE) {
      this.bar = new (bars().SingleBar)({ stream: this.stream, format: 'synth [{bar}] {value}/{total} objects', clearOnComplete: true });
      this.bar.start(total, this.done);
    }
  }

  /** Takes the bar away, also after a failure. */
  stop(): void {
    this.bar?.stop();
    this.bar = undefined;
  }

  /** One line about what came of it. */
  summarise({ charts, objects }: Counts, { changed, removed }: Changes): void {
    this.stop();
    if (this.speaks) {
      const seconds = ((this.now() - this.began) / 1000).toFixed(1);
      this.stream.write(`synth: ${charts} charts, ${objects} objects; ${changed} files changed, ${removed} removed; ${seconds} s\n`);
    }
  }

  private now(): number {
    return this.speaks ? Date.now() : 0;
  }
}

/** The cli-progress library, loaded for a synthesis that takes its time at a terminal. */
function bars(): Bars {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  return require('cli-progress');
}
