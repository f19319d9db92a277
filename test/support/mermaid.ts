/**
 * Mermaid's own parser, which wants the document of a browser.
 */
import { spawnSync } from 'child_process';

const PROGRAM = `
  import { JSDOM } from 'jsdom';
  const { window } = new JSDOM('');
  Object.assign(globalThis, { window, document: window.document });
  const { default: mermaid } = await import('mermaid');
  const texts = JSON.parse(process.argv[1]);
  const results = [];
  for (const text of texts) {
    results.push(await mermaid.parse(text).then(({ diagramType }) => diagramType, (error) => 'error: ' + error.message));
  }
  process.stdout.write(JSON.stringify(results));
`;

/** What Mermaid takes each text for, such as "flowchart-v2", or its error. */
export function parseMermaid(...texts: string[]): string[] {
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', PROGRAM, JSON.stringify(texts)], { encoding: 'utf8' });
  if (!stdout) throw new Error(stderr);
  return JSON.parse(stdout);
}
