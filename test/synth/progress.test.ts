import { Progress } from '../../src/synth/private/progress';

/** A stream like standard error, and what was written to it. */
function stream(isTTY: boolean): { stream: NodeJS.WriteStream; written: () => string } {
  const chunks: string[] = [];
  const fake = { isTTY, columns: 80, write: (chunk: string) => chunks.push(chunk), cork: () => undefined, uncork: () => undefined };
  return { stream: fake as unknown as NodeJS.WriteStream, written: () => chunks.join('') };
}

describe('the progress of a synthesis', () => {
  const { CI } = process.env;
  let now = 0;

  beforeEach(() => {
    delete process.env.CI;
    now = 1_000_000;
    jest.spyOn(Date, 'now').mockImplementation(() => now);
  });

  afterEach(() => {
    jest.restoreAllMocks();
    if (CI !== undefined) {
      process.env.CI = CI;
    }
  });

  function run(output: NodeJS.WriteStream, pause: number): void {
    const progress = new Progress(output);
    for (let index = 0; index < 4; index++) {
      now += pause;
      progress.advance(4);
    }
    progress.summarise({ charts: 2, objects: 4 }, { changed: 1, removed: 0 });
  }

  it('is one line at a terminal when it is quick', () => {
    const { stream: output, written } = stream(true);
    run(output, 100);
    expect(written()).toBe('synth: 2 charts, 4 objects; 1 files changed, 0 removed; 0.4 s\n');
  });

  it('is shown at a terminal after two seconds', () => {
    const { stream: output, written } = stream(true);
    run(output, 900);
    expect(written()).toMatch(/synth \[.*3\/4 objects(.|\n)*2 charts, 4 objects; 1 files changed, 0 removed; 3\.6 s\n$/);
  });

  it('is silent in a pipe', () => {
    const { stream: output, written } = stream(false);
    run(output, 900);
    expect(written()).toBe('');
  });

  it('is silent in continuous integration', () => {
    process.env.CI = 'true';
    const { stream: output, written } = stream(true);
    run(output, 900);
    expect(written()).toBe('');
  });
});
