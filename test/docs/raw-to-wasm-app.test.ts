/** The programs and the YAML of docs/raw-to-wasm-app.md, run as they stand. */
import fs from 'fs';
import os from 'os';
import path from 'path';
import * as cdk8s from 'cdk8s';
import * as plus from 'cdk8s-plus-28';
import { transpileModule } from 'typescript';
import { parse } from 'yaml';
import * as library from '../../src';
import { checkManifest } from '../support/manifest-check';

const PAGE = fs.readFileSync('docs/raw-to-wasm-app.md', 'utf8');

const blocks = (language: string) => [...PAGE.matchAll(new RegExp(`\`\`\`${language}\n([\\s\\S]*?)\`\`\``, 'g'))].map(([, text]) => text);

const [RAW, PLUGIN] = blocks('yaml');
const [INCLUDED, WRITTEN] = blocks('ts');

/** What a program of the page synthesises, beside a file cart.yaml. */
function run(program: string, cart = RAW): any[] {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'cdk8s-wasm-docs-'));
  const file = path.join(folder, 'cart.yaml');
  fs.writeFileSync(file, cart);
  const { outputText } = transpileModule(program.replace("'cart.yaml'", JSON.stringify(file)), { compilerOptions: { module: 1, target: 9 } });
  const modules: { [name: string]: unknown } = { 'cdk8s': cdk8s, 'cdk8s-plus-28': plus, 'cdk8s-wasm': library };
  const apps: cdk8s.App[] = [];
  const synth = jest.spyOn(cdk8s.App.prototype, 'synth').mockImplementation(function (this: any) {
    apps.push(this);
  });
  new Function('require', 'exports', outputText)((name: string) => modules[name], {});
  synth.mockRestore();
  apps[0].synthYaml();
  return apps[0].charts.flatMap((chart) => chart.toJson());
}

test('the YAML is one that a cluster takes', () => {
  expect(checkManifest(parse(RAW))).toEqual([]);
});

test('the program that includes it keeps it as it is', () => {
  expect(run(INCLUDED)).toEqual([parse(RAW)]);
});

test('the program that includes it fails for another in the words of the page', () => {
  const [message] = blocks('text');
  expect(() => run(INCLUDED, RAW.replace('replicas: 3', 'replicas: 0'))).toThrow(`Validation failed with the following errors:\n  ${message.trim()}`);
});

test('the WasmApp renders the same', () => {
  expect(run(WRITTEN)).toEqual([parse(RAW)]);
});

test('the plugin is one that the library exports, with properties that it has', () => {
  const [{ class: name, properties, package: folder }] = parse(PLUGIN).validations;
  expect([name, folder]).toEqual(['WasmValidationPlugin', './node_modules/cdk8s-wasm']);
  const typed: library.WasmValidationPluginProps = properties;
  expect(new library.WasmValidationPlugin(typed)).toBeDefined();
});
