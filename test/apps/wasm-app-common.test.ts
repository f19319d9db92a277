import { Size } from 'cdk8s';
import { Cpu, EnvFieldPaths, EnvValue, Probe, ResourceFieldPaths, Secret, ServiceAccount } from 'cdk8s-plus-28';
import { WasmApp, WasmAppProps } from '../../src';
import { chartOf, synth, yamlOfKind } from '../support/synth';
import '../support/yaml-snapshots';

const IMAGE = 'ghcr.io/acme/api:v1';

/** What props add to `spec` of a default app, as YAML. */
function added(props: Partial<WasmAppProps>): string {
  const chart = chartOf();
  new WasmApp(chart, 'api', { image: IMAGE, ...props });
  const [, spec] = yamlOfKind(chart.node.root, 'SpinApp').split('\nspec:\n');
  const fields = spec.split(/^ {2}(?=\S)/m).filter((field) => !/^(executor|image|replicas):|^$/.test(field));
  return fields.join('').replace(/^ {2}/gm, '').trimEnd();
}

function secret(name: string) {
  return Secret.fromSecretName(chartOf(), name, name);
}

describe('a WasmApp', () => {
  it('writes its labels and annotations', () => {
    const chart = chartOf();
    new WasmApp(chart, 'api', { image: IMAGE, metadata: { name: 'api', labels: { team: 'web' }, annotations: { owner: 'us' } } });
    expect(synth(chart.node.root)[1].metadata).toEqual({
      name: 'api', namespace: 'apps', labels: { team: 'web' }, annotations: { 'owner': 'us', 'cdk8s-wasm/executor-hash': expect.any(String) },
    });
  });

  it('writes a fixed number of replicas', () => {
    const chart = chartOf();
    new WasmApp(chart, 'api', { image: IMAGE, replicas: 3 });
    expect(synth(chart.node.root)[1].spec.replicas).toBe(3);
  });

  it('writes requests and limits', () => {
    expect(added({
      resources: {
        cpu: { request: Cpu.millis(50), limit: Cpu.millis(100) },
        memory: { request: Size.mebibytes(32), limit: Size.mebibytes(64) },
        ephemeralStorage: { request: Size.gibibytes(1), limit: Size.gibibytes(2) },
      },
    })).toMatchInlineSnapshot(`
      resources:
        limits:
          cpu: 100m
          ephemeral-storage: 2Gi
          memory: 64Mi
        requests:
          cpu: 50m
          ephemeral-storage: 1Gi
          memory: 32Mi
    `);
  });

  it('writes limits alone', () => {
    expect(added({ resources: { memory: { limit: Size.mebibytes(64) } } })).toMatchInlineSnapshot(`
      resources:
        limits:
          memory: 64Mi
    `);
  });

  it.each([
    ['500m', Cpu.units(0.5)],
    ['100m', Cpu.units(0.1)],
    ['1500m', Cpu.units(1.5)],
    ['"2"', Cpu.units(2)],
    ['"2"', Cpu.millis(2000)],
    ['1m', Cpu.millis(1)],
    ['"0"', Cpu.units(0)],
    ['1k', Cpu.units(1000)],
  ])('writes CPU as the API server stores it: %s', (stored, limit) => {
    expect(added({ resources: { cpu: { limit } } })).toBe(`resources:\n  limits:\n    cpu: ${stored}`);
  });

  it.each([
    ['1Gi', Size.mebibytes(1024)],
    ['1536Mi', Size.mebibytes(1536)],
    ['512Mi', Size.gibibytes(0.5)],
    ['1536Mi', Size.gibibytes(1.5)],
    ['1Mi', Size.kibibytes(1024)],
    ['"512"', Size.kibibytes(0.5)],
    ['1Ti', Size.tebibytes(1)],
  ])('writes memory as the API server stores it: %s', (stored, limit) => {
    expect(added({ resources: { memory: { limit } } })).toBe(`resources:\n  limits:\n    memory: ${stored}`);
  });

  it('writes readiness', () => {
    expect(added({ readiness: Probe.fromHttpGet('/health') })).toMatchInlineSnapshot(`
      checks:
        readiness:
          httpGet:
            httpHeaders: []
            path: /health
          initialDelaySeconds: 0
    `);
  });

  it('writes liveness', () => {
    expect(added({ liveness: Probe.fromHttpGet('/alive') })).toMatchInlineSnapshot(`
      checks:
        liveness:
          httpGet:
            httpHeaders: []
            path: /alive
          initialDelaySeconds: 0
    `);
  });

  it('writes variables by name, in whatever order they are given', () => {
    expect(added({ variables: { log_level: EnvValue.fromValue('info'), api_2: EnvValue.fromValue('') } })).toMatchInlineSnapshot(`
      variables:
        - name: api_2
          value: ""
        - name: log_level
          value: info
    `);
  });

  it('writes a variable after those that its value refers to, since the operator makes an environment of them in this order', () => {
    const value = (text: string) => EnvValue.fromValue(text);
    const variables = { base: value('http://$(SPIN_VARIABLE_HOST):$(SPIN_VARIABLE_PORT)'), host: value('db.$(SPIN_VARIABLE_ZONE)'), port: value('80'), zone: value('a') };
    expect(added({ variables }).match(/name: \w+/g)).toEqual(['name: zone', 'name: host', 'name: port', 'name: base']);
  });

  it('writes variables by reference', () => {
    expect(added({
      variables: {
        token: EnvValue.fromSecretValue({ secret: secret('tokens'), key: 'api' }),
        pod: EnvValue.fromFieldRef(EnvFieldPaths.POD_NAME),
        cores: EnvValue.fromResource(ResourceFieldPaths.CPU_LIMIT, { divisor: '1m' }),
      },
    })).toMatchInlineSnapshot(`
      variables:
        - name: cores
          valueFrom:
            resourceFieldRef:
              divisor: 1m
              resource: limits.cpu
        - name: pod
          valueFrom:
            fieldRef:
              fieldPath: metadata.name
        - name: token
          valueFrom:
            secretKeyRef:
              key: api
              name: tokens
    `);
  });

  it('writes the components to run', () => {
    expect(added({ components: ['api', 'admin'] })).toMatchInlineSnapshot(`
      components:
        - api
        - admin
    `);
  });

  it('writes the memory of one invocation', () => {
    expect(added({ maxInstanceMemory: Size.mebibytes(1024) })).toMatchInlineSnapshot(`
      invocationLimits:
        memory: 1Gi
    `);
  });

  it.each([
    ['the limit', { memory: { limit: Size.mebibytes(64) } }],
    ['the request, where no limit is given', { memory: { request: Size.mebibytes(64) } }],
    ['the limit rather than the request', { memory: { request: Size.mebibytes(16), limit: Size.mebibytes(64) } }],
  ])('lets one invocation use as much memory as %s', (_, resources) => {
    expect(added({ resources, maxInstanceMemory: Size.kibibytes(64 * 1024) })).toContain('invocationLimits:\n  memory: 64Mi\n');
  });

  it('writes the service account', () => {
    const serviceAccount = ServiceAccount.fromServiceAccountName(chartOf(), 'account', 'api');
    expect(added({ serviceAccount })).toBe('serviceAccountName: api');
  });

  it('writes the Secrets to pull with', () => {
    expect(added({ imagePullSecrets: [secret('registry'), secret('mirror')] })).toMatchInlineSnapshot(`
      imagePullSecrets:
        - name: registry
        - name: mirror
    `);
  });

  it('writes labels and annotations of what the operator makes', () => {
    expect(added({
      podLabels: { 'team': 'web', 'acme.com/tier': '' },
      podAnnotations: { 'acme.com/scrape': 'true' },
      deploymentAnnotations: { note: 'free text: any' },
      serviceAnnotations: { 'lb.acme.com/type': 'internal' },
    })).toMatchInlineSnapshot(`
      deploymentAnnotations:
        note: "free text: any"
      podAnnotations:
        acme.com/scrape: "true"
      podLabels:
        acme.com/tier: ""
        team: web
      serviceAnnotations:
        lb.acme.com/type: internal
    `);
  });
});

describe('the default output of a WasmApp', () => {
  const NOTHING: Partial<WasmAppProps> = {
    metadata: {},
    resources: {},
    variables: {},
    imagePullSecrets: [],
    podLabels: {},
    podAnnotations: {},
    deploymentAnnotations: {},
    serviceAnnotations: {},
  };
  const OPTIONAL: (keyof WasmAppProps)[] = [
    'metadata', 'replicas', 'executor', 'nodePool', 'resources', 'readiness', 'liveness', 'variables', 'runtimeConfig', 'components',
    'maxInstanceMemory', 'serviceAccount', 'imagePullSecrets', 'podLabels', 'podAnnotations', 'deploymentAnnotations', 'serviceAnnotations',
  ];

  function yaml(props: Partial<WasmAppProps> = {}): string {
    const chart = chartOf();
    new WasmApp(chart, 'api', { image: IMAGE, ...props });
    return yamlOfKind(chart.node.root, 'SpinApp');
  }

  it('is an image, two replicas and an executor', () => {
    expect(yaml()).toMatchInlineSnapshot(`
      apiVersion: core.spinkube.dev/v1alpha1
      kind: SpinApp
      metadata:
        annotations:
          cdk8s-wasm/executor-hash: 9e6f1080
        name: test-api-c855049c
        namespace: apps
      spec:
        executor: apps-spin
        image: ghcr.io/acme/api:v1
        replicas: 2
    `);
  });

  it.each(OPTIONAL)('is unchanged by %s left out', (prop) => {
    expect(yaml({ [prop]: undefined })).toBe(yaml());
  });

  it.each(Object.keys(NOTHING) as (keyof WasmAppProps)[])('is unchanged by empty %s', (prop) => {
    expect(yaml({ [prop]: NOTHING[prop] })).toBe(yaml());
  });

  it('is unchanged by two replicas in so many words', () => {
    expect(yaml({ replicas: 2 })).toBe(yaml());
  });
});
