import { readFileSync } from 'fs';
import { App } from 'cdk8s';
import * as library from '../../src';
import { load } from '../support/manifest/load';

const PAGE = readFileSync('docs/topology.md', 'utf8');

function block(language: string): string {
  return new RegExp(`\`\`\`${language}\n([\\s\\S]*?)\`\`\``).exec(PAGE)![1];
}

test('the page about the picture shows the one that its program prints', () => {
  const printed = jest.spyOn(console, 'log').mockImplementation();
  const synth = jest.spyOn(App.prototype, 'synth').mockImplementation(function (this: App) {
    this.synthYaml();
  });
  const source = block('ts').replace(/import \{(.*)\} from '(.*)';/g, 'const {$1} = load("$2");');
  new Function('load', source)((name: string) => (name === 'cdk8s-wasm' ? library : load(name)));
  expect(printed.mock.calls).toEqual([[block('mermaid')]]);
  [printed, synth].forEach((spy) => spy.mockRestore());
});
