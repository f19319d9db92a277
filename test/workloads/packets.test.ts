import { App, Chart } from 'cdk8s';
import { Deployment, NetworkPolicyPort, Pod, Pods, PodConnectionsIsolation, StatefulSet } from 'cdk8s-plus-28';
import { WasmApp, WasmImage, WasmPod, WasmtimeRuntimeClass } from '../../src';
import { DNS, podsOf, reaches } from '../support/packets';
import { synth } from '../support/synth';

const IMAGE = 'ghcr.io/acme/api:v1';

/** Apps and pods in `apps`, containers in `web`, and a program that connects some of them. */
function program(connect: (made: ReturnType<typeof workloads>) => void) {
  const app = new App();
  const made = workloads(app);
  connect(made);
  const objects = synth(app);
  const pods = podsOf(objects);
  const to = (from: string, target: string, port: number, protocol?: 'UDP') =>
    reaches(objects, { from: pods[from], to: target === 'dns' ? DNS : pods[target], port, protocol });
  /** All pairs of workloads between which a port is open. */
  const open = (port: number) => Object.keys(pods).flatMap((from) => Object.keys(pods)
    .filter((target) => target !== from && to(from, target, port)).map((target) => `${from} > ${target}`));
  return { to, open, all: Object.keys(pods).length * (Object.keys(pods).length - 1) };
}

function workloads(app: App) {
  const apps = new Chart(app, 'apps', { namespace: 'apps' });
  const web = new Chart(app, 'web', { namespace: 'web' });
  const container = (portNumber: number) => [{ image: 'nginx:1', portNumber, resources: {} }];
  const runtimeClass = new WasmtimeRuntimeClass(apps, 'class', { metadata: { name: 'wasmtime' } });
  return {
    apps,
    api: new WasmApp(apps, 'api', { metadata: { name: 'api' }, image: IMAGE }),
    auth: new WasmApp(apps, 'auth', { metadata: { name: 'auth' }, image: IMAGE }),
    deployment: new Deployment(web, 'deployment', { metadata: { name: 'deployment' }, containers: container(8080) }),
    database: new StatefulSet(apps, 'database', { metadata: { name: 'database', namespace: 'data' }, containers: container(5432) }),
    pod: new Pod(web, 'pod', { metadata: { name: 'pod' }, containers: container(9000) }),
    wasm: new WasmPod(apps, 'wasm', {
      metadata: { name: 'wasm' }, runtimeClass, image: WasmImage.container(IMAGE), ports: [{ number: 7000, name: 'http' }],
    }),
  };
}

test('without a connection everything is open', () => {
  const { open, all } = program(() => undefined);
  expect(open(80)).toHaveLength(all);
});

describe('a connection from an app to a workload of another namespace', () => {
  const ends: [string, number][] = [['deployment', 8080], ['database', 5432], ['pod', 9000], ['wasm', 7000], ['auth', 80]];

  test.each(ends)('lets it reach %s on port %d alone', (name, port) => {
    const { to, open } = program((made: any) => made.api.connections.allowTo(made[name]));
    expect(to('api', name, port)).toBe(true);
    expect(open(port).filter((pair) => pair.startsWith('api >') || pair.endsWith(`> ${name}`))).toEqual([`api > ${name}`]);
    expect([to('api', name, port + 1), to('api', name, port, 'UDP'), to('api', 'dns', 53, 'UDP'), to('api', 'dns', 53), to('api', 'dns', 443)])
      .toEqual([false, false, true, true, false]);
  });

  test.each(ends)('leaves what %s sends, and what the app takes, open', (name) => {
    const { open } = program((made: any) => made.api.connections.allowTo(made[name]));
    expect(open(80).filter((pair) => pair.startsWith(`${name} >`))).toHaveLength(5);
    expect(open(443).filter((pair) => pair.endsWith('> api'))).toHaveLength(5);
  });
});

describe('a connection to an app', () => {
  test.each(['deployment', 'database', 'pod', 'wasm', 'auth'])('from %s, said at the app, opens port 80 to it and DNS', (name) => {
    const { to, open } = program((made: any) => made.api.connections.allowFrom(made[name]));
    expect(open(80).filter((pair) => pair.startsWith(`${name} >`) || pair.endsWith('> api'))).toEqual([`${name} > api`]);
    expect([to(name, 'api', 81), to(name, 'api', 80, 'UDP'), to(name, 'dns', 53, 'UDP'), to('api', name, 443)]).toEqual([false, false, true, true]);
  });

  test.each(['deployment', 'database', 'pod'])('from %s, said by cdk8s-plus at the other end, opens the same without DNS', (name) => {
    const { to, open } = program((made: any) => made[name].connections.allowTo(made.api));
    expect(open(80).filter((pair) => pair.startsWith(`${name} >`) || pair.endsWith('> api'))).toEqual([`${name} > api`]);
    expect([to(name, 'api', 81), to(name, 'dns', 53, 'UDP')]).toEqual([false, false]);
  });
});

test('what cdk8s-plus allows from an app is open to the app on the port of its workload', () => {
  const { to, open } = program(({ api, deployment }) => deployment.connections.allowFrom(api));
  expect(open(8080).filter((pair) => pair.startsWith('api >') || pair.endsWith('> deployment'))).toEqual(['api > deployment']);
  expect(to('api', 'deployment', 8081)).toBe(false);
});

describe('a pod of WebAssembly', () => {
  test('connects as an app does, both ways', () => {
    const { to, open } = program(({ wasm, deployment, api }) => {
      wasm.connections.allowTo(deployment);
      wasm.connections.allowFrom(api);
    });
    expect([to('wasm', 'deployment', 8080), to('wasm', 'deployment', 8081), to('wasm', 'dns', 53, 'UDP'), to('wasm', 'database', 5432)])
      .toEqual([true, false, true, false]);
    expect(open(7000).filter((pair) => pair.endsWith('> wasm'))).toEqual(['api > wasm']);
  });
});

describe('isolation', () => {
  test('denies everything both ways, DNS too', () => {
    const { to, open } = program(({ api, wasm }) => [api, wasm].forEach(({ connections }) => connections.isolate()));
    expect(open(80).filter((pair) => /\b(api|wasm)\b/.test(pair))).toEqual([]);
    expect([to('api', 'dns', 53, 'UDP'), to('wasm', 'dns', 53, 'UDP'), to('auth', 'dns', 53, 'UDP')]).toEqual([false, false, true]);
  });

  test('leaves open what connections open, whichever is said first', () => {
    const both = [
      program(({ api, database }) => {
        api.connections.isolate();
        api.connections.allowTo(database);
      }),
      program(({ api, database }) => {
        api.connections.allowTo(database);
        api.connections.isolate();
      }),
    ];
    for (const { to, open } of both) {
      expect([5432, 80].flatMap((port) => open(port).filter((pair) => /\bapi\b/.test(pair)))).toEqual(['api > database']);
      expect(to('api', 'dns', 53, 'UDP')).toBe(true);
    }
  });

  test('of one end leaves the other as it is', () => {
    const { open } = program(({ api, database }) => api.connections.allowTo(database, { isolation: PodConnectionsIsolation.POD }));
    expect(open(5432).filter((pair) => pair.endsWith('> database'))).toHaveLength(5);
    expect(open(5432).filter((pair) => pair.startsWith('api >'))).toEqual(['api > database']);
  });
});

test('selected pods are those of the namespace of the app, unless they name another', () => {
  const { open } = program(({ apps, api }) => {
    const peers = Pods.select(apps, 'peers', { labels: { 'core.spinkube.dev/app-name': 'auth' } });
    api.connections.allowTo(peers, { ports: [NetworkPolicyPort.tcpRange(80, 90)] });
  });
  expect([80, 90, 91].map((port) => open(port).filter((pair) => pair.startsWith('api >') || pair.endsWith('> auth'))))
    .toEqual([['api > auth'], ['api > auth'], []]);
});
