import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseManifests, readManifests } from './read-manifests';

describe('reading manifests', () => {
  let folder: string;
  beforeEach(() => { folder = fs.mkdtempSync(path.join(os.tmpdir(), 'manifests-')); });
  afterEach(() => fs.rmSync(folder, { recursive: true }));

  test('takes all YAML files below a folder in the order of names', () => {
    fs.mkdirSync(path.join(folder, '1-apps'));
    fs.writeFileSync(path.join(folder, '2.yaml'), 'a: 2\n---\na: 3\n');
    fs.writeFileSync(path.join(folder, '0.yaml'), '# first\na: "0o17"\n');
    fs.writeFileSync(path.join(folder, '1-apps', 'app.yaml'), 'a: 1\n');
    fs.writeFileSync(path.join(folder, 'notes.txt'), '');
    expect(readManifests(folder)).toEqual([
      { file: '0.yaml', objects: [{ a: '0o17' }] },
      { file: '1-apps/app.yaml', objects: [{ a: 1 }] },
      { file: '2.yaml', objects: [{ a: 2 }, { a: 3 }] },
    ]);
  });

  test.each<[string, string, string]>([
    ['an empty file', '', 'a.yaml: is empty'],
    ['a file of comments', '# nothing\n', 'a.yaml: is empty'],
    ['a null document', 'a: 1\n---\n', 'a.yaml: document 2 is null, not an object'],
    ['a text', 'hello\n', 'a.yaml: document 1 is "hello", not an object'],
    ['a word that YAML 1.1 takes for a boolean', 'a:\n  - b: yes\n', 'a.yaml: document 1: YAML 1.1 and 1.2 read a[0].b differently'],
    ['a number with a leading zero', 'mode: 0644\n', 'a.yaml: document 1: YAML 1.1 and 1.2 read mode differently'],
    ['a number with underscores', 'a: 1_000\n', 'a.yaml: document 1: YAML 1.1 and 1.2 read a differently'],
    ['an octal number', 'a: 0o17\n', 'a.yaml: kubectl reads 0o17 as a number, it needs quotes'],
    ['a date', 'a: 2026-01-01\n', 'a.yaml: document 1: YAML 1.1 and 1.2 read a differently'],
    ['a merge of YAML 1.1', 'a:\n  <<: {b: 1}\n', 'a.yaml: document 1: YAML 1.1 and 1.2 read a["<<"] differently'],
    ['a number for kubectl', 'a: 0B1\n', 'a.yaml: kubectl reads 0B1 as a number, it needs quotes'],
    ['a signed number for kubectl', 'a: -0o7\n', 'a.yaml: kubectl reads -0o7 as a number, it needs quotes'],
    ['an invisible separator', 'a: x\u2028y\n', 'a.yaml: has a line separator or byte order mark that readers drop'],
    ['a key given twice', 'a: 1\na: 2\n', 'a.yaml: Map keys must be unique at line 2, column 1:\n\na: 1\na: 2\n^\n'],
  ])('fails for %s', (_what, text, message) => {
    expect(() => parseManifests('a.yaml', text)).toThrow(new Error(message));
  });
});
