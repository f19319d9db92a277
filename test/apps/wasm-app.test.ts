import { ApiObject, App, Chart, JsonPatch, Lazy, Size } from 'cdk8s';
import { Cpu, EnvValue, Secret, ServiceAccount } from 'cdk8s-plus-28';
import { EdgeWasmApp, SpinAppExecutor, WasmApp, WasmAppProps } from '../../src';
import { chartOf, failureOf, synth, yamlOfKind } from '../support/synth';
import '../support/yaml-snapshots';

const IMAGE = 'ghcr.io/acme/api:v1';

/** What an app carries of its executor. */
const HASH = { 'cdk8s-wasm/executor-hash': '9e6f1080' };

function wasmApp(props: Partial<WasmAppProps> = {}): WasmApp {
  return new WasmApp(chartOf(), 'api', { metadata: { name: 'api' }, image: IMAGE, ...props });
}

/** The SpinApp as a user would apply it, once the whole program passes every check. */
function yaml(app: WasmApp): string {
  return yamlOfKind(app.node.root, 'SpinApp');
}

describe('a WasmApp', () => {
  it('is a SpinApp in the namespace of its chart', () => {
    expect(yaml(wasmApp())).toMatchInlineSnapshot(`
      apiVersion: core.spinkube.dev/v1alpha1
      kind: SpinApp
      metadata:
        annotations:
          cdk8s-wasm/executor-hash: 9e6f1080
        name: api
        namespace: apps
      spec:
        executor: apps-spin
        image: ghcr.io/acme/api:v1
        replicas: 2
    `);
  });

  it('may name a namespace of its own', () => {
    const app = wasmApp({ metadata: { name: 'api', namespace: 'shop' } });
    expect(app.namespace).toBe('shop');
    expect(synth(app.node.root).map(({ metadata }) => metadata.namespace)).toEqual(['shop', 'shop']);
  });

  it('may have no namespace, as its executor then', () => {
    const app = new WasmApp(new Chart(new App(), 'test'), 'api', { image: IMAGE });
    expect(synth(app.node.root).map(({ metadata }) => metadata)).toEqual([
      { name: 'spin' }, { name: app.name, annotations: HASH },
    ]);
  });

  it('carries the labels of its chart', () => {
    const app = new WasmApp(new Chart(new App(), 'test', { labels: { team: 'web' } }), 'api', { image: IMAGE });
    expect(yaml(app)).toContain('  labels:\n    team: web\n');
  });

  it('has the name that users give', () => {
    expect(wasmApp().name).toBe('api');
  });

  it('has the Service and the address that the operator makes', () => {
    const app = wasmApp();
    expect([app.serviceName, app.url]).toEqual(['api', 'http://api.apps.svc']);
  });

  it('is addressed by its Service alone where no namespace is set', () => {
    const app = new WasmApp(new Chart(new App(), 'test'), 'api', { metadata: { name: 'api' }, image: IMAGE });
    expect(app.url).toBe('http://api');
  });

  it('shows the container that the operator makes', () => {
    const app = wasmApp({ resources: { cpu: { limit: Cpu.millis(100) } } });
    const [container, ...others] = app.containers;
    expect(others).toEqual([]);
    expect(container.image).toBe(IMAGE);
    expect(container.resources?.cpu?.limit?.amount).toBe('100m');
    expect(container.ports.map(({ name, number }) => ({ name, number }))).toEqual([{ name: 'http-app', number: 80 }]);
    expect(app.containers[0]).toBe(container);
  });

  it('claims no resources in the container that it shows unless it has some', () => {
    expect(wasmApp().containers[0].resources).toEqual({});
  });

  it('can be granted to service accounts', () => {
    const app = wasmApp();
    app.permissions.grantRead(ServiceAccount.fromServiceAccountName(app, 'account', 'reader', { namespaceName: 'apps' }));
    const role = synth(app.node.root).find(({ kind }) => kind === 'Role');
    expect(role.rules).toEqual([{
      apiGroups: ['core.spinkube.dev'], resources: ['spinapps'], resourceNames: ['api'], verbs: ['get', 'list', 'watch'],
    }]);
  });

  it('takes pod labels of the operator\'s domain that the operator leaves alone', () => {
    const podLabels = { 'core.spinkube.dev/team': 'web' };
    expect(synth(wasmApp({ podLabels }).node.root).find(({ kind }) => kind === 'SpinApp').spec.podLabels).toEqual(podLabels);
  });

  it('keeps what it was given when the caller changes it later', () => {
    const props = {
      image: IMAGE,
      replicas: 3,
      components: ['api'],
      podLabels: { team: 'web' } as { [key: string]: string },
      variables: { level: EnvValue.fromValue('info') } as { [name: string]: EnvValue },
      imagePullSecrets: [Secret.fromSecretName(chartOf(), 'secret', 'registry')],
      metadata: { name: 'api', labels: {} as { [key: string]: string } },
      resources: { memory: { limit: Size.mebibytes(64) } as { limit?: Size } },
    };
    const app = wasmApp(props);
    const before = yaml(app);
    props.image = 'ghcr.io/acme/other:v1';
    props.replicas = 0;
    props.components.push('admin');
    props.podLabels.team = 'other';
    props.variables.other = EnvValue.fromValue('x');
    props.imagePullSecrets.pop();
    props.metadata.labels.team = 'web';
    props.resources.memory.limit = undefined;
    expect(yaml(app)).toBe(before);
  });
});

describe('a WasmApp whose image is known only at synthesis', () => {
  it('has that image', () => {
    expect(yaml(wasmApp({ image: Lazy.any({ produce: () => IMAGE }) }))).toContain(`  image: ${IMAGE}\n`);
  });
});

describe('addVariable', () => {
  it('adds after the variables of the props', () => {
    const app = wasmApp({ variables: { first: EnvValue.fromValue('1') } });
    app.addVariable('second', EnvValue.fromValue('two'));
    expect(yaml(app)).toMatchInlineSnapshot(`
      apiVersion: core.spinkube.dev/v1alpha1
      kind: SpinApp
      metadata:
        annotations:
          cdk8s-wasm/executor-hash: 9e6f1080
        name: api
        namespace: apps
      spec:
        executor: apps-spin
        image: ghcr.io/acme/api:v1
        replicas: 2
        variables:
          - name: first
            value: "1"
          - name: second
            value: two
    `);
  });

  it('fails for a name outside the grammar', () => {
    const app = wasmApp();
    expect(() => app.addVariable('API-KEY', EnvValue.fromValue('x'))).toThrow('[test/api] spec.variables["API-KEY"]: got "API-KEY"; ');
    expect(yaml(app)).not.toContain('variables');
  });

  it('fails for a variable of the props', () => {
    const app = wasmApp({ variables: { level: EnvValue.fromValue('info') } });
    expect(() => app.addVariable('level', EnvValue.fromValue('debug'))).toThrow(
      '[test/api] spec.variables["level"]: got "level"; the variable is given already; give it once (DuplicateKey)');
  });

  it('fails for an unset process variable', () => {
    expect(() => wasmApp().addVariable('home', EnvValue.fromProcess('SURELY_NOT_SET'))).toThrow(/\(EmptyVariable\)$/);
  });
});

describe('an escape hatch of a WasmApp', () => {
  it('adds a field that this library does not know', () => {
    const app = wasmApp();
    ApiObject.of(app).addJsonPatch(JsonPatch.add('/spec/schedulerName', 'edge'));
    expect((app.node.root as App).synthYaml()).toContain('  replicas: 2\n  schedulerName: edge\n');
  });

  it('adds a field in snake case', () => {
    const app = wasmApp();
    ApiObject.of(app).addJsonPatch(JsonPatch.add('/spec/new_field', { inner_field: [1] }));
    expect((app.node.root as App).synthYaml()).toContain('  new_field:\n    inner_field:\n      - 1\n');
  });

  it('changes a field that it does know', () => {
    const app = wasmApp();
    ApiObject.of(app).addJsonPatch(JsonPatch.replace('/spec/replicas', 5));
    expect(yaml(app)).toContain('  replicas: 5\n');
  });

  it('adds labels and annotations', () => {
    const app = wasmApp();
    app.metadata.addLabel('team', 'web');
    app.metadata.addAnnotation('note', 'mine');
    expect(synth(app.node.root).find(({ kind }) => kind === 'SpinApp').metadata).toEqual({
      name: 'api', namespace: 'apps', labels: { team: 'web' }, annotations: { ...HASH, note: 'mine' },
    });
  });
});

describe('the constructor', () => {
  it('fails once, with a line for each fault', () => {
    expect(failureOf((chart) => new WasmApp(chart, 'api', {
      metadata: { name: 'MyApp' },
      image: '',
      replicas: 0,
      podLabels: { 'my label': 'x' },
      variables: { 'API-KEY': EnvValue.fromValue('x') },
      resources: { memory: { request: Size.mebibytes(64), limit: Size.mebibytes(32) } },
      components: ['My Component'],
    })).split('\n').map((line) => line.replace(/^(\[test\/api\] \S+).*(\(\w+\))$/, '$1 $2'))).toEqual([
      '[test/api] metadata.name: (InvalidName)',
      '[test/api] spec.image: (InvalidImage)',
      '[test/api] spec.replicas: (InvalidReplicas)',
      '[test/api] spec.components[0]: (InvalidComponent)',
      '[test/api] spec.resources.requests.memory: (RequestOverLimit)',
      '[test/api] spec.podLabels (InvalidLabel)',
      '[test/api] spec.variables["API-KEY"]: (InvalidVariableName)',
    ]);
  });

  it('fails for a namespace of the chart that is none', () => {
    expect(() => new WasmApp(chartOf('My_Apps'), 'api', { image: IMAGE })).toThrow(
      "[test/api] metadata.namespace: got \"My_Apps\"; a namespace must be an RFC 1123 label of at most 63 characters: a-z, 0-9 and '-'; "
      + 'use lower-case letters, digits and dashes (InvalidNamespace)');
  });

  it('fails for labels of the chart that no object has', () => {
    expect(() => new WasmApp(new Chart(new App(), 'test', { labels: { 'my label': 'x' } }), 'api', { image: IMAGE })).toThrow(
      "[test/api] metadata.labels key: got \"my label\"; a label key must be a name of at most 63 letters, digits, '-', '_' and '.', "
      + 'optionally after a DNS prefix and \'/\'; write it as "name" or "example.com/name" (InvalidLabel)');
  });

  it('asks for no executor when it fails', () => {
    const chart = chartOf();
    expect(() => new WasmApp(chart, 'bad', { image: '' })).toThrow();
    expect(chart.node.root.node.children.map(({ node }) => node.id)).not.toContain('wasm-platform');
  });
});

describe('warnings of a WasmApp', () => {
  function warnings(program: (chart: Chart) => unknown): string[] {
    const chart = chartOf();
    const stderr = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
    program(chart);
    synth(chart.node.root);
    const written = stderr.mock.calls.map(([text]) => String(text));
    stderr.mockRestore();
    return written;
  }

  it.each(['ghcr.io/acme/api', 'ghcr.io/acme/api:latest'])('name an image that moves, %s', (image) => {
    expect(warnings((chart) => new WasmApp(chart, 'api', { image }))).toEqual([
      `warning: [test/api] spec.image: got "${image}"; what it names may change between two pulls; pin a version or a digest (MutableImageTag)\n`,
    ]);
  });

  it.each(['ghcr.io/acme/api:v1', `ghcr.io/acme/api@sha256:${'0'.repeat(64)}`])('are none for a pinned image, %s', (image) => {
    expect(warnings((chart) => {
      new WasmApp(chart, 'api', { image });
      new EdgeWasmApp(chart, 'edge', { image });
      new SpinAppExecutor(chart, 'executor', { spinImage: image });
    })).toEqual([]);
  });
});
