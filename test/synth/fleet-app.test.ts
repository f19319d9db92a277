import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { ApiObject, App, AppProps, Chart, IResolver, JsonPatch, Lazy, ResolutionContext, Testing, YamlOutputType } from 'cdk8s';
import { Construct, Dependable, IConstruct } from 'constructs';
import { filesBelow, newFolder } from './support/folder';
import { FleetApp } from '../../src/synth/fleet-app';
import { withEnvironment } from '../support/variables';

function fleet(props: AppProps = {}): FleetApp {
  return new FleetApp({ outdir: newFolder(), ...props });
}

function object(scope: Construct, id = 'object', props: object = {}): ApiObject {
  return new ApiObject(scope, id, { apiVersion: 'v1', kind: 'ConfigMap', ...props });
}

function filesOf(app: App): string[] {
  app.synth();
  return Object.keys(filesBelow(app.outdir));
}

describe('a FleetApp in place of an App', () => {
  it('is an App', () => {
    const app = fleet();
    expect(app).toBeInstanceOf(App);
    expect(App.of(new Chart(app, 'chart'))).toBe(app);
  });

  it('takes the output folder from the environment, as cdk8s-cli says it', () => {
    const outdir = newFolder();
    withEnvironment({ CDK8S_OUTDIR: outdir }, () => {
      const app = new FleetApp();
      object(new Chart(app, 'chart'));
      expect(app.outdir).toBe(outdir);
      expect(filesOf(app)).toEqual(['chart.k8s.yaml']);
    });
  });

  it('records metadata where the environment asks for it, but not against its props', () => {
    withEnvironment({ CDK8S_RECORD_CONSTRUCT_METADATA: 'true' }, () => {
      const [asked, refused] = [fleet(), fleet({ recordConstructMetadata: false })];
      [asked, refused].forEach((app) => object(new Chart(app, 'chart')));
      expect(filesOf(asked)).toEqual(['chart.k8s.yaml', 'construct-metadata.json']);
      expect(filesOf(refused)).toEqual(['chart.k8s.yaml']);
      expect(JSON.parse(filesBelow(asked.outdir)['construct-metadata.json'])).toEqual({
        version: '1.0.0', resources: { 'chart-object-c837c6b4': { path: 'chart/object' } },
      });
    });
  });

  it('leaves keys in their order where the environment asks for it', () => {
    const app = fleet();
    object(new Chart(app, 'chart'), 'object', { z: 1, a: 1 });
    expect(app.synthYaml()).toMatch(/a: 1\nz: 1\n$/);
    withEnvironment({ CDK8S_DISABLE_SORT: '1' }, () => expect(app.synthYaml()).toMatch(/z: 1\na: 1\n$/));
  });

  it('takes resolvers, lazies, patches and another file extension', () => {
    const shout: IResolver = {
      resolve: (context: ResolutionContext) => context.value === 'quiet' && context.replaceValue('LOUD'),
    };
    const app = fleet({ resolvers: [shout], outputFileExtension: '.yml' });
    object(new Chart(app, 'chart'), 'object', { data: { a: 'quiet', b: Lazy.any({ produce: () => 'late' }) } })
      .addJsonPatch(JsonPatch.add('/data/c', 'patched'));
    expect(filesOf(app)).toEqual(['chart.yml']);
    expect(filesBelow(app.outdir)['chart.yml']).toContain('data:\n  a: LOUD\n  b: late\n  c: patched\n');
  });

  it('serves Testing', () => {
    const chart = new Chart(fleet(), 'chart');
    object(chart);
    expect(Testing.synth(chart)).toEqual([{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'chart-object-c837c6b4' } }]);
  });

  it('respects a chart that renders itself', () => {
    class Own extends Chart {
      public toJson(): any[] {
        return [...super.toJson(), { kind: 'Extra' }];
      }
    }
    const app = fleet();
    object(new Own(app, 'own'));
    app.synth();
    expect(filesBelow(app.outdir)['own.k8s.yaml']).toMatch(/^apiVersion(.|\n)*---\nkind: Extra\n$/);
  });

  it.each([YamlOutputType.FILE_PER_APP, YamlOutputType.FILE_PER_CHART])('writes what is no object as stock does, output type %s', (yamlOutputType) => {
    const [stock, own] = [App, FleetApp].map((type) => {
      const app = new type({ outdir: newFolder(), yamlOutputType });
      Object.assign(new Chart(app, 'own'), { toJson: () => [{ kind: 'Only' }, null, undefined, 5] });
      app.synth();
      return filesBelow(app.outdir);
    });
    expect(own).toEqual(stock);
    expect(Object.values(own)[0]).toContain('null');
  });

  it('knows the final order of its charts before the first synthesis', () => {
    const app = fleet();
    const [first, second] = ['first', 'second'].map((id) => new Chart(app, id));
    object(first).addDependency(object(second));
    expect(app.charts).toEqual([second, first]);
  });

  it('works as the program of cdk8s-cli', () => {
    const folder = fs.mkdtempSync(path.join(__dirname, 'cli-'));
    try {
      const library = path.join(__dirname, '../../src/synth/fleet-app');
      fs.writeFileSync(path.join(folder, 'main.ts'), [
        "import { ApiObject, Chart } from 'cdk8s';",
        `import { FleetApp } from '${library}';`,
        'const app = new FleetApp();',
        "new ApiObject(new Chart(app, 'chart'), 'a', { apiVersion: 'v1', kind: 'ConfigMap' });",
        'app.synth();',
      ].join('\n'));
      const cli = path.join(path.dirname(require.resolve('cdk8s-cli/package.json')), 'bin', 'cdk8s');
      const program = `node -r ${require.resolve('ts-node/register')} main.ts`;
      const run = spawnSync(process.execPath, [cli, 'synth', '--app', program, '--output', 'out', '--check-upgrade', 'false'], {
        cwd: folder, encoding: 'utf8', env: { ...process.env, TS_NODE_PROJECT: path.join(__dirname, '../tsconfig.json') },
      });
      expect(`${run.stdout}${run.stderr}`).toContain('out/chart.k8s.yaml');
      expect(Object.keys(filesBelow(path.join(folder, 'out')))).toEqual(['chart.k8s.yaml']);
    } finally {
      fs.rmSync(folder, { recursive: true });
    }
  }, 60_000);
});

describe('one pass', () => {
  it('runs each validator once, and says everything at once in the words of stock cdk8s', () => {
    const messages = [App, FleetApp].map((type) => {
      const app = new type({ outdir: newFolder() });
      const calls: string[] = [];
      for (const id of ['a', 'b', 'c']) {
        const chart = new Chart(app, id);
        chart.node.addValidation({ validate: () => { calls.push(id); return id === 'c' ? [] : [`${id} is wrong`, `${id} is odd`]; } });
      }
      expect(() => app.synth()).toThrow('Validation failed with the following errors:\n  [a] a is wrong\n  [a] a is odd\n  [b] b is wrong\n  [b] b is odd');
      expect(calls).toEqual(['a', 'b', 'c']);
      return calls;
    });
    expect(messages[1]).toEqual(messages[0]);
  });

  it.each(['synth', 'synthYaml'] as const)('runs each validator once when all is well: %s', (act) => {
    const app = fleet();
    let calls = 0;
    for (const id of ['a', 'b', 'c']) {
      const chart = new Chart(app, id);
      object(chart).node.addValidation({ validate: () => { calls++; return []; } });
    }
    app[act]();
    expect(calls).toBe(3);
  });

  it('validates what a validator adds', () => {
    const app = fleet();
    const chart = new Chart(app, 'chart');
    chart.node.addValidation({
      validate: () => {
        chart.node.tryFindChild('late') ?? object(chart, 'late').node.addValidation({ validate: () => ['came late'] });
        return [];
      },
    });
    expect(() => app.synth()).toThrow('[chart/late] came late');
  });

  it('reads dependencies after validation, looks again once all is rendered, and adds none', () => {
    const app = fleet();
    const [chart, other] = ['chart', 'other'].map((id) => new Chart(app, id));
    const [source, target] = [object(chart), object(other)];
    const events: string[] = [];
    chart.node.addValidation({ validate: () => { events.push('validate'); return []; } });
    source.node.addDependency(dependable(() => { events.push('read'); return [target]; }));
    expect(filesOf(app)).toEqual(['0000-other.k8s.yaml', '0001-chart.k8s.yaml']);
    expect(events).toEqual(['validate', 'read', 'read']);
    expect([chart, other, target].map(({ node }) => node.dependencies)).toEqual([[], [], []]);
  });

  it('knows what is added while dependencies are read', () => {
    const app = fleet();
    const [chart, other] = ['chart', 'other'].map((id) => new Chart(app, id));
    object(chart).node.addDependency(dependable(() => [other.node.tryFindChild('late') ?? object(other, 'late')]));
    expect(filesOf(app)).toEqual(['0000-other.k8s.yaml', '0001-chart.k8s.yaml']);
  });
});

describe('where it differs from stock cdk8s', () => {
  it('writes no file for a chart without objects, and numbers the others as stock does', () => {
    const [stock, own] = [App, FleetApp].map((type) => {
      const app = new type({ outdir: newFolder() });
      const outer = new Chart(app, 'outer');
      object(new Chart(new Chart(outer, 'middle'), 'inner'));
      return filesOf(app);
    });
    expect(stock).toEqual(['0000-outer-middle-inner-c8edd9da.k8s.yaml', '0001-outer-middle-c8f65888.k8s.yaml', '0002-outer.k8s.yaml']);
    expect(own).toEqual([stock[0]]);
  });

  it.each([
    YamlOutputType.FILE_PER_APP, YamlOutputType.FILE_PER_CHART, YamlOutputType.FILE_PER_RESOURCE, YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE,
  ])('leaves an empty folder for an app without objects, output type %s', (yamlOutputType) => {
    const app = fleet({ yamlOutputType });
    new Chart(app, 'empty');
    app.synth();
    expect(fs.readdirSync(app.outdir)).toEqual([]);
  });

  it('numbers files as wide as their count needs', () => {
    const app = fleet();
    const first = object(new Chart(app, 'first'));
    for (let index = 1; index <= 10_000; index++) {
      const chart = new Chart(app, `c${index}`);
      if (index > 9998) {
        object(chart).addDependency(first);
      }
    }
    expect(filesOf(app)).toEqual(['09998-first.k8s.yaml', '09999-c9999.k8s.yaml', '10000-c10000.k8s.yaml']);
  }, 30_000);

  it('quotes a string that kubectl would take for a number', () => {
    const app = fleet();
    object(new Chart(app, 'chart'), 'object', { data: { '0o17': '0o17', 'plain': 'o17' } });
    expect(app.synthYaml()).toContain('data:\n  "0o17": "0o17"\n  plain: o17\n');
  });

  it('fails when two objects have one file, where stock cdk8s drops one of them', () => {
    const app = fleet({ yamlOutputType: YamlOutputType.FILE_PER_RESOURCE });
    for (const namespace of ['a', 'b']) {
      object(new Chart(app, namespace, { namespace }), 'object', { metadata: { name: 'web' } });
    }
    expect(() => app.synth()).toThrow(
      '[b] file: got "ConfigMap.web.k8s.yaml"; another object or chart of this app has the same file name, which would lose its objects; '
      + 'give one of them another name, or take a YamlOutputType that keeps charts apart (FileCollision)');
  });

  it('says which object has no metadata to name its file after, where stock cdk8s fails without a place', () => {
    const [stock, own] = [App, FleetApp].map((type) => new type({ outdir: newFolder(), yamlOutputType: YamlOutputType.FILE_PER_RESOURCE }));
    [stock, own].forEach((app) => object(new Chart(app, 'chart')).addJsonPatch(JsonPatch.remove('/metadata')));
    expect(() => stock.synth()).toThrow('Cannot read properties of undefined');
    expect(() => own.synth()).toThrow(
      '[chart] metadata: got nothing; a file is named after the kind and the metadata.name of its object, and one of kind ConfigMap has no metadata; '
      + 'leave it its metadata, or take a YamlOutputType that names files after charts (InvalidField)');
  });

  it('says which end of a dependency is in no chart', () => {
    const app = fleet();
    object(new Chart(app, 'chart')).addDependency(new Construct(app, 'outside'));
    expect(() => app.synth()).toThrow(
      '[chart/object] dependency: got "outside"; both ends of a dependency must be in a chart, and outside is in none; '
      + 'depend on a chart or on what is in one, from within a chart (DependencyOutsideChart)');
  });
});

function dependable(roots: () => IConstruct[]): object {
  const group = {};
  Dependable.implement(group, {
    get dependencyRoots() {
      return roots();
    },
  });
  return group;
}
