import { ApiObject, App, Chart, Cron, Duration, JsonPatch, Testing } from 'cdk8s';
import {
  AbstractPod, ConcurrencyPolicy, ContainerProps, Cpu, DeploymentStrategy, HorizontalPodAutoscaler, Namespace, NetworkPolicy, Node, NodeLabelQuery,
  NodeTaintQuery,
  Pod, Pods, RestartPolicy, Secret, Service, ServiceAccount, Topology, Volume, Workload,
} from 'cdk8s-plus-28';
import * as fc from 'fast-check';
import { frozen, titles } from './wasm-pods';
import {
  WasmCluster, WasmCronJob, WasmDaemonSet, WasmDeployment, WasmImage, WasmJob, WasmRuntime, WasmRuntimeClass, WasmStatefulSet, WasmtimeRuntimeClass,
} from '../../src';
import { podTemplateOf } from '../support/manifest/pods';
import { chartOf, failureOf, synth, yamlOfKind } from '../support/synth';

const IMAGE = WasmImage.container('ghcr.io/example/hello:v1');

type Make = (chart: Chart, props?: any) => Workload;

function wasmtime(chart: Chart): WasmRuntimeClass {
  return (chart.node.tryFindChild('wasmtime') ?? new WasmtimeRuntimeClass(chart, 'wasmtime', { metadata: { name: 'wasmtime' } })) as WasmRuntimeClass;
}

const common = (chart: Chart, props: any = {}) => ({
  metadata: { name: 'hello' },
  image: IMAGE,
  portNumber: 8080,
  resources: { cpu: { request: Cpu.units(0.5) } },
  ...props,
  runtimeClass: props.runtimeClass ?? wasmtime(chart),
});

const NOUNS: { [kind: string]: Make } = {
  Deployment: (chart, props) => new WasmDeployment(chart, 'hello', common(chart, props)),
  StatefulSet: (chart, props) => new WasmStatefulSet(chart, 'hello', common(chart, props)),
  DaemonSet: (chart, props) => new WasmDaemonSet(chart, 'hello', common(chart, props)),
  Job: (chart, props) => new WasmJob(chart, 'hello', common(chart, props)),
  CronJob: (chart, props) => new WasmCronJob(chart, 'hello', { schedule: Cron.daily(), ...common(chart, props) }),
};

const PLACES: { [kind: string]: string } = { CronJob: 'spec.jobTemplate.spec.template.' };
const placeOf = (kind: string) => PLACES[kind] ?? 'spec.template.';
const STOCK_PARTS: { [kind: string]: string } = { Deployment: 'Deployment', StatefulSet: 'StatefulSet', DaemonSet: 'DaemonSet', Job: 'Job', CronJob: 'CronJob' };

function written(chart: Chart, kind: string): any {
  return synth(chart).find((object) => object.kind === kind);
}

function podOf(object: any): any {
  return podTemplateOf(object)!.spec;
}

/** What the stock workload of a kind writes for the container of `common`. */
function stock(kind: string): any {
  const chart = chartOf();
  const props = { metadata: { name: 'stock' }, schedule: Cron.daily(), containers: [{ image: 'hello:v1', portNumber: 8080, resources: {} }] };
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const made = new (require('cdk8s-plus-28')[STOCK_PARTS[kind]])(chart, 'hello', props);
  return JSON.parse(JSON.stringify(ApiObject.of(made).toJson()));
}

afterEach(() => jest.restoreAllMocks());

test('a Deployment is written for a user to apply', () => {
  const chart = chartOf();
  NOUNS.Deployment(chart);
  expect(yamlOfKind(chart, 'Deployment')).toMatchInlineSnapshot(`
"apiVersion: apps/v1
kind: Deployment
metadata:
  name: hello
  namespace: apps
spec:
  progressDeadlineSeconds: 600
  replicas: 2
  selector:
    matchLabels:
      cdk8s.io/metadata.addr: test-hello-c8c1f752
  strategy:
    rollingUpdate:
      maxSurge: 25%
      maxUnavailable: 25%
    type: RollingUpdate
  template:
    metadata:
      labels:
        cdk8s.io/metadata.addr: test-hello-c8c1f752
    spec:
      automountServiceAccountToken: false
      containers:
        - image: ghcr.io/example/hello:v1
          imagePullPolicy: Always
          name: main
          ports:
            - containerPort: 8080
          resources:
            requests:
              cpu: 500m
          securityContext:
            allowPrivilegeEscalation: false
            privileged: false
            readOnlyRootFilesystem: true
            runAsNonRoot: true
            runAsUser: 65532
          startupProbe:
            failureThreshold: 3
            tcpSocket:
              port: 8080
      dnsPolicy: ClusterFirst
      restartPolicy: Always
      runtimeClassName: wasmtime
      securityContext:
        fsGroupChangePolicy: Always
        runAsNonRoot: true
      setHostnameAsFQDN: false
      terminationGracePeriodSeconds: 30
"
`);
});

describe.each(Object.keys(NOUNS))('a Wasm %s', (kind) => {
  const make = NOUNS[kind];
  const place = placeOf(kind);

  test('differs from that of cdk8s-plus in its pod, its name and what is 0 by default alone', () => {
    const chart = chartOf();
    make(chart);
    const strip = ({ spec }: any) => {
      const { jobTemplate, template, selector: _, minReadySeconds: __, serviceName: ___, ...rest } = spec;
      return { ...rest, job: jobTemplate && { ...jobTemplate.spec, template: undefined }, template: template && Object.keys(template) };
    };
    expect(strip(written(chart, kind))).toEqual(strip(stock(kind)));
  });

  test('runs under its RuntimeClass, with the defaults of a Wasm pod', () => {
    const chart = chartOf();
    make(chart);
    expect(podOf(written(chart, kind))).toMatchObject({
      runtimeClassName: 'wasmtime',
      containers: [{ resources: { requests: { cpu: '500m' } }, securityContext: { runAsNonRoot: true, runAsUser: 65532 } }],
    });
  });

  test('mixes Wasm containers with Linux sidecars and init containers', () => {
    const chart = chartOf();
    const workload = make(chart, { containers: [{ name: 'nginx', image: 'nginx:1', resources: {} }], initContainers: [{ image: 'curl:v1', resources: {} }] });
    workload.addContainer({ name: 'late', image: 'envoy:v1', resources: {} });
    const { containers, initContainers } = podOf(written(chart, kind));
    expect([...containers, ...initContainers].map(({ name }: any) => name)).toEqual(['main', 'nginx', 'late', 'init-0']);
  });

  test('renders twice the same, spread or not, and like another run', () => {
    const [one, two] = [chartOf(), chartOf()];
    for (const chart of [one, two]) {
      make(chart, { spread: true, isolate: true });
    }
    const first = yamlOfKind(one, kind);
    expect(yamlOfKind(one, kind)).toBe(first);
    expect(yamlOfKind(two, kind)).toBe(first);
    const { podAntiAffinity } = podOf(written(one, kind)).affinity;
    expect(podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution.map(({ topologyKey }: any) => topologyKey))
      .toEqual(['kubernetes.io/hostname', 'topology.kubernetes.io/zone']);
  });

  test('takes scheduling, volumes and a service account as its users know them', () => {
    const chart = chartOf();
    const workload = make(chart, {
      serviceAccount: new ServiceAccount(chart, 'account', { metadata: { name: 'runner' } }),
      volumes: [Volume.fromEmptyDir(chart, 'scratch', 'scratch')],
    });
    workload.scheduling.attract(Node.labeled(NodeLabelQuery.is('disk', 'ssd')));
    workload.scheduling.spread({ topology: Topology.ZONE, weight: 50 });
    expect(podOf(written(chart, kind))).toMatchObject({
      serviceAccountName: 'runner',
      volumes: [{ name: 'scratch', emptyDir: {} }],
      affinity: { nodeAffinity: {}, podAntiAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 50 }] } },
    });
  });

  test('takes a priority and topology spread constraints, which count its own pods', () => {
    const chart = chartOf();
    const workload = make(chart, {
      priorityClassName: 'high',
      topologySpreadConstraints: [{ maxSkew: 1, topologyKey: 'topology.kubernetes.io/zone', whenUnsatisfiable: 'DoNotSchedule' }],
    });
    expect(podOf(written(chart, kind))).toMatchObject({
      priorityClassName: 'high',
      topologySpreadConstraints: [{
        maxSkew: 1,
        topologyKey: 'topology.kubernetes.io/zone',
        whenUnsatisfiable: 'DoNotSchedule',
        labelSelector: { matchLabels: { [Pod.ADDRESS_LABEL]: workload.podMetadata.getLabel(Pod.ADDRESS_LABEL) } },
      }],
    });
  });

  test('is unchanged where priority and constraints are left out or empty', () => {
    const [one, two] = [chartOf(), chartOf()];
    make(one);
    make(two, { topologySpreadConstraints: [], priorityClassName: undefined });
    expect(yamlOfKind(two, kind)).toBe(yamlOfKind(one, kind));
  });

  test.each(['restartPolicy', 'backoffLimit', 'replicas', 'strategy', 'dns', 'securityContext', 'podMetadata', 'hostAliases'])(
    'is unchanged where %s is given as undefined', (prop) => {
      const [one, two] = [chartOf(), chartOf()];
      make(one);
      make(two, { [prop]: undefined });
      expect(yamlOfKind(two, kind)).toBe(yamlOfKind(one, kind));
    },
  );

  test('takes connections, whose policies leave out empty lists', () => {
    const chart = chartOf();
    const workload = make(chart, { isolate: true });
    const database = new Pod(chart, 'database', { containers: [{ image: 'postgres:16', resources: {} }] });
    workload.connections.allowTo(database);
    workload.connections.allowFrom(Pods.all(chart, 'all'));
    const policies = synth(chart).filter((object) => object.kind === 'NetworkPolicy');
    expect(policies).toHaveLength(7); // DNS of both senders too
    const rules = policies.flatMap(({ spec }) => [...spec.egress ?? [], ...spec.ingress ?? []]);
    expect(rules.map(({ ports }) => ports)).toEqual(expect.arrayContaining([undefined, [{ port: 8080, protocol: 'TCP' }]]));
    expect(rules.filter(({ ports }) => ports?.length === 0)).toEqual([]);
  });

  test('is taken by the Service and NetworkPolicy of cdk8s-plus', () => {
    const chart = chartOf();
    const workload: AbstractPod = make(chart);
    new Service(chart, 'service', { metadata: { name: 'front' }, selector: workload, ports: [{ port: 80, targetPort: 8080 }] });
    new NetworkPolicy(chart, 'policy', { metadata: { name: 'front' }, selector: workload });
    const { labels } = podTemplateOf(written(chart, kind))!;
    const [service, policy] = ['Service', 'NetworkPolicy'].map((other) => synth(chart).find(({ kind: found, metadata }) => found === other && metadata.name === 'front'));
    expect(service.spec.selector).toEqual(labels);
    expect(policy.spec.podSelector.matchLabels).toEqual(labels);
  });

  test('leaves what the caller gave as it was, and does not follow it later', () => {
    const chart = chartOf();
    make(chart, frozen({
      metadata: { name: 'hello', labels: { a: 'b' } },
      podMetadata: { labels: { tier: 'web' }, annotations: { note: 'x' } },
      args: ['-v'],
      envVariables: {},
      containers: [{ name: 'proxy', image: 'envoy:v1', resources: {}, securityContext: { capabilities: { drop: ['ALL'] } } }],
      hostAliases: [{ ip: '10.0.0.1', hostnames: ['db'] }],
    }));
    expect(podTemplateOf(written(chart, kind))!.labels).toMatchObject({ tier: 'web' });

    const other = chartOf();
    const containers: ContainerProps[] = [{ name: 'proxy', image: 'envoy:v1', resources: {}, args: ['-a'], ports: [{ number: 9090, name: 'proxy' }] }];
    make(other, { containers, portNumber: undefined });
    const before = yamlOfKind(other, kind);
    containers[0].args!.push('-b');
    (containers[0].ports![0] as any).number = 1;
    expect(yamlOfKind(other, kind)).toBe(before);
  });

  test('keeps JSON patches of fields that no type knows', () => {
    const chart = chartOf();
    ApiObject.of(make(chart)).addJsonPatch(JsonPatch.add('/spec/newerField', { a: 1 }));
    expect(Testing.synth(chart).find((object) => object.kind === kind).spec.newerField).toEqual({ a: 1 });
  });

  test('stands behind its RuntimeClass, its namespace and the Secrets that it reads', () => {
    const app = new App();
    const chart = new Chart(app, 'first', { namespace: 'apps' });
    const late = new Chart(app, 'second');
    const token = new Secret(late, 'token', { metadata: { name: 'token', namespace: 'apps' }, stringData: { token: 'x' } });
    make(chart, { runtimeClass: wasmtime(late), envVariables: { TOKEN: token.envValue('token') } });
    new Namespace(late, 'namespace', { metadata: { name: 'apps' } });
    const order = titles(synth(app));
    expect(order.indexOf(`${kind} hello`)).toBeGreaterThan(order.indexOf('Namespace apps'));
    expect(order.indexOf(`${kind} hello`)).toBeGreaterThan(order.indexOf('RuntimeClass wasmtime'));
    expect(order.indexOf(`${kind} hello`)).toBeGreaterThan(order.indexOf('Secret token'));
  });

  test('fails with bad labels of its pods, given or added', () => {
    const label = 'got "a b"; a label key must be a name of at most 63 letters, digits, \'-\', \'_\' and \'.\', optionally after a DNS prefix and \'/\'; '
      + 'write it as "name" or "example.com/name" (InvalidLabel)';
    expect(failureOf((chart) => make(chart, { podMetadata: { labels: { 'a b': 'x' } } }))).toBe(`[test/hello] ${place}metadata.labels key: ${label}`);
    expect(failureOf((chart) => make(chart).podMetadata.addLabel('a b', 'x'))).toBe(`[test/hello] ${place}metadata.labels key: ${label}`);
  });

  test('fails with a scheduling that the API server refuses', () => {
    expect(failureOf((chart) => make(chart, {
      priorityClassName: 'High',
      topologySpreadConstraints: [
        { maxSkew: 0, topologyKey: 'zone', whenUnsatisfiable: 'Never' }, { maxSkew: 1, topologyKey: 'zone', whenUnsatisfiable: 'Never' },
      ],
    })).split('\n')).toEqual([
      `[test/hello] ${place}spec.priorityClassName: got "High"; must be an RFC 1123 subdomain of at most 253 characters: a-z, 0-9, '-' and '.'; `
        + 'use lower-case letters, digits, dashes and dots (InvalidReference)',
      `[test/hello] ${place}spec.topologySpreadConstraints[0].maxSkew: got 0; must be a whole number of at least 1; give 1 for pods as even as can be `
        + '(InvalidCount)',
      `[test/hello] ${place}spec.topologySpreadConstraints[0].whenUnsatisfiable: got "Never"; must be DoNotSchedule or ScheduleAnyway; `
        + 'use ScheduleAnyway where an uneven spread is better than a waiting pod (InvalidSpread)',
      `[test/hello] ${place}spec.topologySpreadConstraints[1].whenUnsatisfiable: got "Never"; must be DoNotSchedule or ScheduleAnyway; `
        + 'use ScheduleAnyway where an uneven spread is better than a waiting pod (InvalidSpread)',
      `[test/hello] ${place}spec.topologySpreadConstraints[1].topologyKey: got "zone"; another constraint says Never for this key; say it once (DuplicateKey)`,
    ]);
  });

  test('fails with the restart policy of another kind', () => {
    const once = ['Job', 'CronJob'].includes(kind);
    const restartPolicy = once ? RestartPolicy.ALWAYS : RestartPolicy.NEVER;
    expect(failureOf((chart) => make(chart, { restartPolicy }))).toBe(`[test/hello] ${place}spec.restartPolicy: got "${restartPolicy}"; `
      + `the pods of a ${kind} restart ${once ? 'OnFailure or Never' : 'Always'}; leave it out, or use ${once ? 'Never' : 'Always'} (InvalidRestartPolicy)`);
  });

  test('fails beside another object of its kind, name and namespace', () => {
    expect(failureOf((chart) => {
      make(chart);
      new ApiObject(chart, 'twin', { apiVersion: kind.endsWith('Job') ? 'batch/v1' : 'apps/v1', kind, metadata: { name: 'hello' } });
    })).toContain('(DuplicateObject)');
  });

  test('fails with a RuntimeClass that another cluster makes', () => {
    expect(failureOf((chart) => {
      const other = wasmtime(new Chart(new WasmCluster(chart.node.root as App, 'other'), 'classes'));
      make(chart, { runtimeClass: other });
    })).toBe('[test/hello] runtimeClass: got "other/classes/wasmtime"; it is made in another WasmCluster, so this cluster does not have it; '
      + 'make one in the cluster of its user, or refer to an existing one by its name (OtherCluster)');
  });
});

describe('names', () => {
  const grammar = (what: string, length: number, why: string) => `${what} must be an RFC 1123 subdomain of at most ${length} characters: a-z, 0-9, '-' and '.'`
    + `${why}; set a shorter name of lower-case letters, digits, dashes and dots (InvalidName)`;

  test.each<[string, number, string]>([
    ['Deployment', 242, grammar('the name of a Deployment', 242, ', since its ReplicaSets are named after it')],
    ['Job', 63, grammar('the name of a Job', 63, ', since its pods carry it as a label')],
    ['CronJob', 52, grammar('the name of a CronJob', 52, ', since its Jobs are named after it')],
    ['StatefulSet', 52, 'the name of a StatefulSet must be an RFC 1123 label of at most 52 characters: a-z, 0-9 and \'-\', since its pods carry it as '
      + 'host name and, with a hash, as label; set a shorter name of lower-case letters, digits and dashes (InvalidName)'],
  ])('of a %s fail beyond %i characters', (kind, length, message) => {
    const named = (name: string) => (chart: Chart) => NOUNS[kind](chart, { metadata: { name } });
    const chart = chartOf();
    named('a'.repeat(length))(chart);
    expect(written(chart, kind).metadata.name).toHaveLength(length);
    const long = 'a'.repeat(length + 1);
    const shown = `"${long}"`.length > 200 ? `${`"${long}"`.slice(0, 200)}… (${`"${long}"`.length} characters)` : `"${long}"`;
    expect(failureOf(named(long))).toBe(`[test/hello] metadata.name: got ${shown}; ${message}`);
  });

  test.each(['StatefulSet', 'CronJob'])('of a %s are generated to fit', (kind) => {
    const chart = chartOf('apps', 'a-chart-with-quite-a-long-name-for-a-chart-in-a-program');
    NOUNS[kind](chart, { metadata: undefined });
    expect(written(chart, kind).metadata.name.length).toBeLessThanOrEqual(52);
  });

  test('with a dot fail for a StatefulSet, whose pods carry it as host name', () => {
    expect(failureOf((chart) => NOUNS.StatefulSet(chart, { metadata: { name: 'a.b' } }))).toContain('metadata.name: got "a.b"; the name of a StatefulSet');
  });
});

describe('a Deployment', () => {
  test('is exposed by a Service as the API server stores it', () => {
    const chart = chartOf();
    const service = (NOUNS.Deployment(chart) as WasmDeployment).exposeViaService({ name: 'front' });
    expect(service.name).toBe('front');
    expect(written(chart, 'Service').spec).toEqual({
      type: 'ClusterIP', selector: { [Pod.ADDRESS_LABEL]: 'test-hello-c8c1f752' }, ports: [{ port: 8080, targetPort: 8080 }],
    });
  });

  test('is exposed by an Ingress', () => {
    const chart = chartOf();
    (NOUNS.Deployment(chart) as WasmDeployment).exposeViaIngress('/', { name: 'front' });
    expect(written(chart, 'Ingress').spec.rules[0].http.paths[0].backend.service).toEqual({ name: 'front', port: { number: 8080 } });
  });

  test('fails with a Service that Kubernetes refuses', () => {
    expect(failureOf((chart) => (NOUNS.Deployment(chart) as WasmDeployment).exposeViaService({ name: '1st', ports: [{ port: 70000, targetPort: 8080 }] })))
      .toBe('[test/hello/1stService] metadata.name: got "1st"; the name of a Service must be an RFC 1035 label of at most 63 characters: a-z, 0-9 and \'-\', '
        + 'starting with a letter; set a shorter name of lower-case letters, digits and dashes (InvalidName)\n'
        + '[test/hello/1stService] spec.ports[0].port: got 70000; a port must be an integer from 1 to 65535; '
        + 'use the port that clients connect to, usually 80 (InvalidPort)');
  });

  test('takes a strategy, waits and replicas', () => {
    const chart = chartOf();
    const waits = { minReady: Duration.seconds(5), progressDeadline: Duration.minutes(1) };
    NOUNS.Deployment(chart, { replicas: 0, strategy: DeploymentStrategy.recreate(), ...waits });
    expect(written(chart, 'Deployment').spec).toMatchObject({
      replicas: 0, strategy: { type: 'Recreate' }, minReadySeconds: 5, progressDeadlineSeconds: 60,
    });
  });
});

describe.each(['Deployment', 'StatefulSet'])('a %s under an autoscaler', (kind) => {
  test('leaves its replicas to it', () => {
    const chart = chartOf();
    const target = NOUNS[kind](chart) as WasmDeployment;
    new HorizontalPodAutoscaler(chart, 'scaler', { target, maxReplicas: 5, metadata: { name: 'hello' } });
    expect(written(chart, kind).spec).not.toHaveProperty('replicas');
    expect(written(chart, 'HorizontalPodAutoscaler').spec).toMatchObject({ scaleTargetRef: { apiVersion: 'apps/v1', kind, name: 'hello' }, maxReplicas: 5 });
  });

  test('fails with replicas that are none', () => {
    expect(failureOf((chart) => NOUNS[kind](chart, { replicas: 1.5 }))).toBe(
      '[test/hello] spec.replicas: got 1.5; must be a whole number of 0 or more; give a whole number, or leave it out (InvalidReplicas)');
  });
});

test('a StatefulSet fails with several ports without a name, which its headless Service would have', () => {
  expect(failureOf((chart) => NOUNS.StatefulSet(chart, { ports: [{ number: 9090, name: 'admin' }] }))).toBe('[test/hello/Service] spec.ports[0].name: '
    + 'got nothing; a Service with several ports needs a name for each; name the ports of the containers (InvalidName)');
});

test('a StatefulSet stands behind its headless Service, or behind that which it is given', () => {
  const chart = chartOf();
  const set = NOUNS.StatefulSet(chart) as WasmStatefulSet;
  const [service] = synth(chart).filter((object) => object.kind === 'Service');
  expect(service.spec).toEqual({
    clusterIP: 'None', type: 'ClusterIP', selector: { [Pod.ADDRESS_LABEL]: 'test-hello-c8c1f752' }, ports: [{ port: 8080, targetPort: 8080 }],
  });
  expect(written(chart, 'StatefulSet').spec.serviceName).toBe(set.service.name);
  expect(titles(synth(chart)).slice(-2)).toEqual([`Service ${service.metadata.name}`, 'StatefulSet hello']);
  const other = chartOf();
  const given = new Service(other, 'given', { metadata: { name: 'given' }, ports: [{ port: 80 }] });
  NOUNS.StatefulSet(other, { service: given });
  expect(written(other, 'StatefulSet').spec.serviceName).toBe('given');
});

test('a StatefulSet fails for a Service of a name that no Service has', () => {
  expect(failureOf((chart) => {
    NOUNS.StatefulSet(chart, { service: new Service(chart, 'given', { metadata: { name: 'a.b' }, ports: [{ port: 80 }] }) });
  })).toBe('[test/hello] spec.serviceName: got "a.b"; the name of a Service must be an RFC 1035 label of at most 63 characters: a-z, 0-9 and \'-\', '
    + 'starting with a letter; set a shorter name of lower-case letters, digits and dashes (InvalidName)');
});

describe('Jobs', () => {
  test('take deadlines and limits', () => {
    const chart = chartOf();
    NOUNS.Job(chart, { activeDeadline: Duration.hours(1), backoffLimit: 0, ttlAfterFinished: Duration.days(1) });
    expect(written(chart, 'Job').spec).toMatchObject({ activeDeadlineSeconds: 3600, backoffLimit: 0, ttlSecondsAfterFinished: 86400 });
  });

  test.each([['Job', 'spec'], ['CronJob', 'spec.jobTemplate.spec']])('of kind %s fail with a limit that is none', (kind, place) => {
    expect(failureOf((chart) => NOUNS[kind](chart, { backoffLimit: -1 }))).toBe(
      `[test/hello] ${place}.backoffLimit: got -1; must be a whole number of 0 or more; give a whole number, or leave it out (InvalidCount)`);
  });

  test('of a CronJob take its settings', () => {
    const chart = chartOf();
    NOUNS.CronJob(chart, {
      schedule: Cron.schedule({ minute: '*/15', hour: '8-18', weekDay: 'MON-FRI' }),
      timeZone: 'Europe/Berlin',
      concurrencyPolicy: ConcurrencyPolicy.REPLACE,
      suspend: true,
      successfulJobsRetained: 0,
    });
    expect(written(chart, 'CronJob').spec).toMatchObject({
      schedule: '*/15 8-18 * * MON-FRI', timeZone: 'Europe/Berlin', concurrencyPolicy: 'Replace', suspend: true, successfulJobsHistoryLimit: 0,
    });
  });

  const rule = 'a schedule is five fields: minute 0-59, hour 0-23, day 1-31, month 1-12 or JAN-DEC, weekday 0-6 or SUN-SAT, each with \'*\', lists, ranges '
    + 'and steps; write it as Cron.schedule({ minute: "30", hour: "2" }) (InvalidSchedule)';

  test.each([
    [{ minute: '60' }, '60 * * * *'], [{ hour: '24' }, '* 24 * * *'], [{ day: '0' }, '* * 0 * *'], [{ month: '13' }, '* * * 13 *'],
    [{ weekDay: '7' }, '* * * * 7'], [{ minute: '*/0' }, '*/0 * * * *'], [{ hour: '18-8' }, '* 18-8 * * *'], [{ hour: 'noon' }, '* noon * * *'],
    [{ minute: '0,' }, '0, * * * *'], [{ minute: '1 2' }, '1 2 * * * *'], [{ minute: 'TZ=UTC 1' }, 'TZ=UTC 1 * * * *'], [{ minute: '1-2-3' }, '1-2-3 * * * *'],
  ])('of a CronJob fail with the schedule of %j', (fields, shown) => {
    expect(failureOf((chart) => NOUNS.CronJob(chart, { schedule: Cron.schedule(fields) }))).toBe(`[test/hello] spec.schedule: got "${shown}"; ${rule}`);
  });

  test.each(['Local', 'Mars/Base', '/Europe/Paris', '+01:00', '../UTC', 'europe/paris'])('of a CronJob fail with the time zone %s', (timeZone) => {
    expect(failureOf((chart) => NOUNS.CronJob(chart, { timeZone }))).toBe(`[test/hello] spec.timeZone: got "${timeZone}"; `
      + 'must be a name of the IANA time zone database, letter by letter; write it as "Europe/Berlin" or "Etc/UTC" (InvalidSchedule)');
  });

  test('of a CronJob take every schedule of the grammar', () => {
    const ranges = [[0, 59], [0, 23], [1, 31], [1, 12], [0, 6]].map(([min, max]) => {
      const value = fc.integer({ min, max });
      const range = fc.tuple(value, value).map((ends) => ends.sort((a, b) => a - b).join('-'));
      const part = fc.tuple(fc.oneof(fc.constant('*'), value.map(String), range), fc.option(fc.integer({ min: 1, max: 99 })))
        .map(([base, step]) => (step === null ? base : `${base}/${step}`));
      return fc.array(part, { minLength: 1, maxLength: 3 }).map((parts) => parts.join(','));
    });
    fc.assert(fc.property(fc.tuple(...ranges), ([minute, hour, day, month, weekDay]) => {
      const chart = chartOf();
      const runtimeClass = WasmRuntimeClass.fromRuntimeClassName(chart, 'c', 'w');
      NOUNS.CronJob(chart, { schedule: Cron.schedule({ minute, hour, day, month, weekDay }), runtimeClass });
      expect(Testing.synth(chart)[0].spec.schedule).toBe([minute, hour, day, month, weekDay].join(' '));
    }), { numRuns: 25 });
  });
});

test('a class of a runtime that is named alone is enough', () => {
  const chart = chartOf();
  NOUNS.Deployment(chart, { runtimeClass: WasmRuntimeClass.fromRuntimeClassName(chart, 'class', 'wasm', { runtime: WasmRuntime.WAMR }) });
  expect(synth(chart, { runtimeClasses: ['wasm'] })[0].spec.template.spec.runtimeClassName).toBe('wasm');
});

test('a DaemonSet carries the placement of its RuntimeClass, which its controller does not see', () => {
  const chart = chartOf();
  const tolerations = [{ key: 'edge', operator: 'Exists', effect: 'NoSchedule' }];
  const runtimeClass = new WasmtimeRuntimeClass(chart, 'edge', { metadata: { name: 'edge' }, nodeSelector: { edge: 'yes' }, tolerations });
  const set = NOUNS.DaemonSet(chart, { runtimeClass });
  set.scheduling.tolerate(Node.tainted(NodeTaintQuery.is('gpu', 'no')));
  ApiObject.of(set).addJsonPatch(JsonPatch.add('/spec/template/spec/nodeSelector/zone', 'a'));
  expect(podOf(written(chart, 'DaemonSet'))).toMatchObject({
    nodeSelector: { edge: 'yes', zone: 'a' },
    tolerations: [{ key: 'gpu', operator: 'Equal', value: 'no' }, ...tolerations],
  });
});

test('other kinds leave the placement to the RuntimeClass', () => {
  const chart = chartOf();
  NOUNS.Deployment(chart, { runtimeClass: new WasmtimeRuntimeClass(chart, 'edge', { metadata: { name: 'edge' }, nodeSelector: { edge: 'yes' } }) });
  expect(podOf(written(chart, 'Deployment'))).not.toHaveProperty('nodeSelector');
});

describe('connections', () => {
  const database = (chart: Chart) => new Pod(chart, 'database', { containers: [{ image: 'postgres:16', resources: {} }] });
  const fix = 'so that no policy could name both; set the namespace of both, by their charts or metadata (InvalidNamespace)';

  test('reach over to another namespace, each policy in that of its pods', () => {
    const app = new App();
    const [chart, other] = ['apps', 'data'].map((namespace) => new Chart(app, namespace, { namespace }));
    NOUNS.Deployment(chart).connections.allowTo(database(other));
    const policies = synth(app).filter(({ kind }) => kind === 'NetworkPolicy');
    expect(policies.map(({ metadata, spec }) => [metadata.namespace, ...spec.policyTypes]).sort()).toEqual([['apps', 'Egress'], ['apps', 'Egress'], ['data', 'Ingress']]);
    expect(policies.flatMap(({ spec }) => spec.egress ?? [])[0].to[0].namespaceSelector.matchLabels).toEqual({ 'kubernetes.io/metadata.name': 'data' });
  });

  test.each<[string, string | undefined, string | undefined]>([
    ['it is in a namespace that is not set, and this workload in namespace apps', 'apps', undefined],
    ['it is in namespace data, and this workload in a namespace that is not set', undefined, 'data'],
  ])('fail where %s', (rule, own, others) => {
    expect(failureOf((chart) => {
      const root = chart.node.root as App;
      const peer = database(new Chart(root, 'other', { namespace: others }));
      NOUNS.Deployment(new Chart(root, 'own', { namespace: own })).connections.allowFrom(peer);
    })).toBe(`[own/hello] connections.allowFrom: got "other/database"; ${rule}, ${fix}`);
  });
});
