import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Yaml } from 'cdk8s';

describe('files that cdk8s loads', () => {
  let folder: string;
  beforeEach(() => { folder = fs.mkdtempSync(path.join(os.tmpdir(), 'local-files-')); });
  afterEach(() => fs.rmSync(folder, { recursive: true }));

  test('read as they do without a test around them', () => {
    const file = path.join(folder, 'objects.yaml');
    fs.writeFileSync(file, '\ufeffa: "ü\u2028"\n---\n---\nb: 0o17\n');
    const program = `process.stdout.write(JSON.stringify(require('cdk8s').Yaml.load(${JSON.stringify(file)})))`;
    const { stdout } = spawnSync(process.execPath, ['-e', program], { cwd: path.join(__dirname, '../..'), encoding: 'utf8' });
    expect(JSON.stringify(Yaml.load(file))).toBe(stdout);
  });

  test('fails for what is no file, in a process of its own', () => {
    expect(() => Yaml.load(`unknown:${path.join(folder, 'missing.yaml')}`)).toThrow('unsupported protocol');
  });
});
