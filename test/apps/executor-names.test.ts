/** The names of executors and RuntimeClasses that nobody names: what keeps programs that live in one cluster apart. */
import { App, Chart } from 'cdk8s';
import {
  EdgeWasmApp, EdgeWasmAppProps, SpinAppExecutor, SpinKubeInstall, SpinKubeVersion, WasmApp, WasmCluster, WasmClusterProps, WasmNodePool,
} from '../../src';
import { failureOf, synth } from '../support/synth';

const IMAGE = 'ghcr.io/acme/api:v1';
const LONG = 'a'.repeat(63);
const FAR = { nodeSelector: { site: 'far' } };

/** A cluster with a chart for each namespace that is asked for. */
class Program {
  readonly cluster: WasmCluster;
  private apps = 0;

  constructor(props?: WasmClusterProps, app = new App(), id = 'prod') {
    this.cluster = new WasmCluster(app, id, props);
  }

  chart(namespace?: string): Chart {
    const id = `chart-${namespace ?? 'none'}`;
    return (this.cluster.node.tryFindChild(id) ?? new Chart(this.cluster, id, { namespace })) as Chart;
  }

  app(namespace?: string, nodePool?: WasmNodePool): this {
    new WasmApp(this.chart(namespace), `app-${this.apps}`, { metadata: { name: `app-${this.apps++}` }, image: IMAGE, nodePool });
    return this;
  }

  edge(namespace?: string, placement: Partial<EdgeWasmAppProps> = {}): this {
    new EdgeWasmApp(this.chart(namespace), `edge-${this.apps}`, { metadata: { name: `edge-${this.apps++}` }, image: IMAGE, ...placement });
    return this;
  }

  pool(id: string, placement: object = FAR, namespace = 'nodes'): WasmNodePool {
    return new WasmNodePool(this.chart(namespace), id, placement);
  }

  /** What it writes of a kind, as `namespace/name` or `name`. */
  names(kind: string): string[] {
    return synth(this.cluster).filter((object) => object.kind === kind)
      .map(({ metadata }) => (metadata.namespace === undefined ? metadata.name : `${metadata.namespace}/${metadata.name}`));
  }

  get executors(): string[] {
    return this.names('SpinAppExecutor');
  }

  /** Its RuntimeClasses, with `#` for a hash. */
  get classes(): string[] {
    return this.names('RuntimeClass').map((name) => name.replace(/[0-9a-f]{8}$/, '#'));
  }
}

describe('an executor that nobody declared', () => {
  it('is called after its namespace and pool', () => {
    const program = new Program();
    program.app('shop').edge('shop').app('shop', program.pool('rack'));
    expect(program.executors.sort()).toEqual(['shop/shop-edge', 'shop/shop-rack', 'shop/shop-spin']);
    expect(program.classes.sort()).toEqual(['nodes-rack-#', 'shop-edge-#']);
  });

  it('is called after its pool alone where there is no namespace', () => {
    const program = new Program().app().edge();
    program.app(undefined, new WasmNodePool(program.chart(), 'rack', FAR));
    expect(program.executors.sort()).toEqual(['edge', 'rack', 'spin']);
    expect(program.classes.sort()).toEqual(['edge-#', 'rack-#']);
  });

  it('is called after the owner first', () => {
    const program = new Program({ owner: 'web' }).app('shop').edge('shop').app();
    program.app('shop', program.pool('rack'));
    expect(program.executors.sort()).toEqual(['shop/web-shop-edge', 'shop/web-shop-rack', 'shop/web-shop-spin', 'web-spin']);
    expect(program.classes.sort()).toEqual(['web-nodes-rack-#', 'web-shop-edge-#']);
  });

  it('has a hash of a placement that is not that of its cluster', () => {
    const executors = (props: WasmClusterProps, placement: Partial<EdgeWasmAppProps>) => new Program(props).edge('shop', placement).executors;
    const [[far], [farther]] = [executors({}, FAR), executors({}, { nodeSelector: { site: 'farther' } })];
    expect(far).toMatch(/^shop\/shop-edge-[0-9a-f]{8}$/);
    expect(farther).not.toBe(far);
    expect(executors({ edge: FAR }, {})).toEqual(['shop/shop-edge']);
    expect(executors({ edge: FAR }, FAR)).toEqual(['shop/shop-edge']);
  });

  it('stays itself when the cluster moves its edge, and its RuntimeClass does not', () => {
    const [one, other] = [{}, { edge: FAR }].map((props) => new Program(props).edge('shop'));
    expect(one.executors).toEqual(other.executors);
    expect(one.names('RuntimeClass')).not.toEqual(other.names('RuntimeClass'));
  });

  it.each<[string, WasmClusterProps]>([['no owner', {}], ['an owner', { owner: 'b'.repeat(63) }]])(
    'has a name of at most 63 characters in a namespace of 63, with %s', (_, props) => {
      const other = `${LONG.slice(1)}b`;
      const program = new Program(props).app(LONG).edge(LONG).edge(LONG, FAR).app(other).edge(other);
      const names = [...program.executors.map((name) => name.split('/')[1]), ...program.names('RuntimeClass')];
      names.forEach((name) => expect(name).toMatch(/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/));
      expect([names.length, new Set(names).size]).toEqual([8, 8]);
    });

  it.each(['rack'.repeat(15), 'rack'.repeat(30)])('has a fitting name for a pool of a long id', (id) => {
    const program = new Program();
    program.app('shop', program.pool(id));
    [...program.executors.map((name) => name.split('/')[1]), ...program.names('RuntimeClass')].forEach((name) => {
      expect(name.length).toBeLessThanOrEqual(63);
    });
  });

  describe('with the name of one in another namespace', () => {
    const said: string[] = [];
    beforeEach(() => {
      said.length = 0;
      jest.spyOn(process.stderr, 'write').mockImplementation((text) => said.push(String(text)) > 0);
    });
    afterEach(() => jest.restoreAllMocks());

    const warning = (place: string, name: string, other: string) => `warning: [prod/${place}] metadata.name: got "${name}"; there is one of this name in ${other} `
      + 'too, and operators up to 0.6.1 keep an executor while an app of any namespace names one of its name; give the pool another id, or declare a SpinAppExecutor of another name '
      + '(SharedExecutorName)\n';

    it('is written, with a warning that their ends hang together', () => {
      const program = new Program();
      program.app('a-b').app('a', program.pool('b-spin'));
      expect(program.executors.sort()).toEqual(['a-b/a-b-spin', 'a/a-b-spin']);
      expect(said.sort()).toEqual([
        warning('wasm-platform/executor-a-b.spin', 'a-b-spin', 'namespace "a"'),
        warning('wasm-platform/executor-a.b-spin', 'a-b-spin', 'namespace "a-b"'),
      ]);
    });

    it('is warned of where the others are declared, made by an install or without a namespace', () => {
      const program = new Program();
      new SpinKubeInstall(program.cluster, 'spinkube', { version: SpinKubeVersion.V0_6_1, appNamespaces: ['a-b'] });
      program.app('a', program.pool('b-spin')).app(undefined, program.pool('a-b-spin'));
      new SpinAppExecutor(program.chart('c'), 'mine', { metadata: { name: 'a-b-spin' }, spinImage: 'ghcr.io/acme/spin:v3' });
      expect(program.executors).toHaveLength(4);
      expect(said.sort()).toEqual([
        warning('wasm-platform/executor-a-b-spin', 'a-b-spin', 'namespace "a" and namespace "a-b" and namespace "c"'),
        warning('wasm-platform/executor-a.b-spin', 'a-b-spin', 'no namespace and namespace "a-b" and namespace "c"'),
      ]);
    });

    it('is not warned of where it was asked for, or is gone', () => {
      const program = new Program();
      new SpinKubeInstall(program.cluster, 'spinkube', { version: SpinKubeVersion.V0_6_1, appNamespaces: ['a', 'b'], executorName: 'containerd-shim-spin' });
      program.app('c-d').app('c', program.pool('d-spin'));
      new SpinAppExecutor(program.chart('c-d'), 'mine', { metadata: { name: 'mine' }, spinImage: 'ghcr.io/acme/spin:v3' });
      expect(program.executors.sort()).toEqual(['a/containerd-shim-spin', 'b/containerd-shim-spin', 'c-d/mine', 'c/c-d-spin']);
      expect(said).toEqual([]);
    });
  });
});

describe('two programs', () => {
  const apart = (one: WasmClusterProps, other: WasmClusterProps, namespaces: [string, string]) => {
    const [first, second] = [one, other].map((props, index) => new Program(props).app(namespaces[index]).edge(namespaces[index]));
    const all = (program: Program) => [...program.executors, ...program.names('RuntimeClass')];
    return all(first).filter((name) => all(second).includes(name));
  };

  it('in two namespaces write no object of one name', () => {
    expect(apart({}, {}, ['shop', 'site'])).toEqual([]);
  });

  it('with one pool in charts of two namespaces, or with owners, write no RuntimeClass of one name', () => {
    const classes = (props: WasmClusterProps, namespace?: string) => {
      const program = new Program(props);
      new WasmNodePool(program.chart(namespace), 'rack', FAR);
      return program.names('RuntimeClass')[0];
    };
    const names = [classes({}), classes({}, 'shop'), classes({}, 'site'), classes({ owner: 'web' }), classes({ owner: 'web' }, 'shop')];
    expect(new Set(names).size).toBe(5);
  });

  it('in one namespace write no object of one name if they have owners', () => {
    expect(apart({ owner: 'web' }, { owner: 'api' }, ['shop', 'shop'])).toEqual([]);
    expect(apart({ owner: 'web' }, {}, ['shop', 'shop'])).toEqual([]);
  });

  it('in one namespace write the same objects if they have none', () => {
    expect(apart({}, {}, ['shop', 'shop'])).toHaveLength(3);
  });

  it('of owners and namespaces that read the same have RuntimeClasses of their own', () => {
    expect(apart({ owner: 'a' }, { owner: 'a-b' }, ['b-c', 'c'])).toEqual([]);
  });
});

describe('the clusters of one program', () => {
  it('have executors of the same names, each with its owner before them', () => {
    const app = new App();
    const [east, west, north] = [['east'], ['west'], ['north', 'web']].map(([id, owner]) => new Program({ owner }, app, id).app('shop').edge('shop'));
    expect(east.executors).toEqual(['shop/shop-spin', 'shop/shop-edge']);
    expect(west.executors).toEqual(east.executors);
    expect(west.names('RuntimeClass')).toEqual(east.names('RuntimeClass'));
    expect(north.executors).toEqual(['shop/web-shop-spin', 'shop/web-shop-edge']);
  });
});

describe('a name that two things want', () => {
  const RIVAL = /^\[prod\/chart-shop\/app-1\] nodePool: got "prod\/chart-south\/rack"; the executor shop-rack of its namespace is that of other nodes, with the RuntimeClass north-rack-[0-9a-f]{8}; give the pool another id \(DuplicateObject\)$/;

  it('fails for two pools of one id in one namespace', () => {
    expect(failureOf((chart) => {
      const program = new Program({}, chart.node.root as App);
      ['north', 'south'].forEach((namespace) => program.app('shop', program.pool('rack', FAR, namespace)));
    })).toMatch(RIVAL);
  });

  it.each([['shop', 'executor-shop', 'pool-shop'], ['pool-shop', 'executor-shop', 'shop']])('is fine for the namespaces %s, %s and %s', (...namespaces) => {
    const program = new Program();
    namespaces.forEach((namespace) => program.edge(namespace).app(namespace));
    expect(program.executors.sort()).toEqual([...namespaces].sort().flatMap((namespace) => [`${namespace}/${namespace}-edge`, `${namespace}/${namespace}-spin`]));
  });

  it('is fine for two pools of one id in two namespaces', () => {
    const program = new Program();
    ['north', 'south'].forEach((namespace) => program.app(namespace, program.pool('rack', FAR, namespace)));
    expect(program.executors).toEqual(['north/north-rack', 'south/south-rack']);
  });

  it.each<[string, (program: Program) => unknown, RegExp]>([
    ['a pool that is called as what has no pool', (program) => program.app('shop').app('shop', program.pool('spin')),
      /^\[prod\/chart-shop\/app-1\] nodePool: got "prod\/chart-nodes\/spin"; the executor shop-spin of its namespace is that of other nodes, with the RuntimeClass wasmtime-spin-v2; /],
    ['what has no pool, after a pool that is called so', (program) => program.app('shop', program.pool('spin')).app('shop'),
      /^\[prod\/chart-shop\/app-1\] spec\.executor: got nothing; the executor shop-spin of its namespace is that of other nodes, with the RuntimeClass nodes-spin-[0-9a-f]{8}; /],
    ['a pool edge beside an EdgeWasmApp', (program) => program.edge('shop').app('shop', program.pool('edge')),
      /^\[prod\/chart-shop\/app-1\] nodePool: got "prod\/chart-nodes\/edge"; the executor shop-edge of its namespace is that of other nodes, /],
  ])('fails for %s', (_, build, message) => {
    expect(failureOf((chart) => build(new Program({}, chart.node.root as App)))).toMatch(message);
  });

  it('fails for an executor that is declared under it', () => {
    expect(failureOf((chart) => {
      const program = new Program({}, chart.node.root as App).edge('shop');
      new SpinAppExecutor(program.chart('shop'), 'mine', { metadata: { name: 'shop-edge' }, spinImage: 'ghcr.io/acme/spin:v3' });
    })).toMatch(/got "shop-edge"; SpinAppExecutor of this name and namespace is also made by .*; give it another name or namespace, .* \(DuplicateObject\)$/);
  });

  it('is free again for a pool when the executor without a pool gives way to a declared one', () => {
    const program = new Program().app('shop');
    program.app('shop', program.pool('spin'));
    new SpinAppExecutor(program.chart('shop'), 'mine', { metadata: { name: 'mine' }, spinImage: 'ghcr.io/acme/spin:v3' });
    const apps = synth(program.cluster).filter(({ kind }) => kind === 'SpinApp');
    expect(apps.map(({ spec }) => spec.executor)).toEqual(['mine', 'shop-spin']);
    expect(program.executors.sort()).toEqual(['shop/mine', 'shop/shop-spin']);
  });

  it('goes to the install where that comes after the app', () => {
    const program = new Program({ owner: 'web' }).app('shop').edge('shop');
    new SpinKubeInstall(program.cluster, 'spinkube', { version: SpinKubeVersion.V0_6_1, appNamespaces: ['shop'] });
    expect(program.executors).toEqual(['shop/web-shop-spin', 'shop/web-shop-edge']);
  });
});
