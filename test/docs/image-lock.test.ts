import { readFileSync } from 'fs';
import { App, Chart } from 'cdk8s';
import { ImageLock, WasmApp, WasmCluster } from '../../src';
import { yamlOf } from '../support/synth';

const PAGE = readFileSync('docs/image-lock.md', 'utf8');

function block(language: string): string {
  return new RegExp(`\`\`\`${language}\n([\\s\\S]*?)\n\`\`\``).exec(PAGE)![1];
}

/** The program of the page with the lock of the page, and an image of one's own. */
function program(image: string): string {
  const cluster = new WasmCluster(new App(), 'production', { images: ImageLock.fromDigests(JSON.parse(block('json'))), requireDigests: true });
  new WasmApp(new Chart(cluster, 'api', { namespace: 'apps' }), 'api', { metadata: { name: 'api' }, image });
  return yamlOf(cluster);
}

describe('the page on image locks', () => {
  test('shows what its program writes', () => {
    expect(program('ghcr.io/acme/api:v1')).toContain(`  ${block('yaml')}\n`);
  });

  test('shows the error in the words of the library', () => {
    // The program of the page reads its lock from a file, whose name the error has.
    expect(() => program('ghcr.io/acme/api:v2')).toThrow(new Error(block('text').replace(/images\.lock\.json/g, 'the ImageLock')));
  });
});
