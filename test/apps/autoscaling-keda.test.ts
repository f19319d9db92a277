import { Chart, Duration, Size } from 'cdk8s';
import { Cpu, Deployment, Replicas } from 'cdk8s-plus-28';
import { app, CPU, cron, prometheus, QUEUE } from './scaled-app';
import { AutoscaleByKedaOptions, KedaAuthentication, KedaMetricType, KedaTrigger, ScaledObject } from '../../src';
import { chartOf, failureOf, synth, yamlOfKind } from '../support/synth';
import '../support/yaml-snapshots';

function keda(options: AutoscaleByKedaOptions) {
  return (chart: Chart) => app(chart).autoscaleByKeda(options);
}

function trigger(...triggers: KedaTrigger[]) {
  return keda({ triggers });
}

describe('autoscaleByKeda', () => {
  it('makes a ScaledObject for the Deployment that the operator makes, and keeps one pod', () => {
    const made = app(chartOf());
    expect(made.autoscaleByKeda({ triggers: [CPU] })).toBeInstanceOf(ScaledObject);
    expect(yamlOfKind(made.node.root, 'ScaledObject')).toMatchInlineSnapshot(`
      apiVersion: keda.sh/v1alpha1
      kind: ScaledObject
      metadata:
        name: api-scaledobject
        namespace: apps
      spec:
        minReplicaCount: 1
        scaleTargetRef:
          apiVersion: apps/v1
          kind: Deployment
          name: api
        triggers:
          - metadata:
              value: "60"
            metricType: Utilization
            type: cpu
    `);
    expect(synth(made.node.root).find(({ kind }) => kind === 'SpinApp').spec).toMatchObject({ enableAutoscaling: true });
  });

  it('takes all that a ScaledObject says', () => {
    const made = app(chartOf(), (api) => api.autoscaleByKeda({
      triggers: [
        KedaTrigger.memoryAverage(Size.mebibytes(1024)), cron(), prometheus({ activationThreshold: 0.5, ignoreNullValues: false, namespace: 'shop' }),
        KedaTrigger.of('kafka', {
          name: 'lag',
          metadata: { lagThreshold: '5' },
          metricType: KedaMetricType.VALUE,
          useCachedMetrics: true,
          authentication: KedaAuthentication.clusterTriggerAuthentication('kafka'),
        }),
      ],
      minReplicas: 2,
      idleReplicas: 0,
      maxReplicas: 9,
      pollingInterval: Duration.seconds(10),
      cooldownPeriod: Duration.minutes(1),
      initialCooldownPeriod: Duration.minutes(2),
      fallback: { failureThreshold: 3, replicas: 4 },
      scaleUp: { policies: [{ replicas: Replicas.absolute(4) }] },
      name: 'api-keda',
      labels: { team: 'web' },
      annotations: { note: 'x' },
    }));
    expect(yamlOfKind(made.node.root, 'ScaledObject')).toMatchInlineSnapshot(`
      apiVersion: keda.sh/v1alpha1
      kind: ScaledObject
      metadata:
        annotations:
          note: x
        labels:
          team: web
        name: api-keda
        namespace: apps
      spec:
        advanced:
          horizontalPodAutoscalerConfig:
            behavior:
              scaleUp:
                policies:
                  - periodSeconds: 15
                    type: Pods
                    value: 4
        cooldownPeriod: 60
        fallback:
          failureThreshold: 3
          replicas: 4
        idleReplicaCount: 0
        initialCooldownPeriod: 120
        maxReplicaCount: 9
        minReplicaCount: 2
        pollingInterval: 10
        scaleTargetRef:
          apiVersion: apps/v1
          kind: Deployment
          name: api
        triggers:
          - metadata:
              value: 1Gi
            metricType: AverageValue
            type: memory
          - metadata:
              desiredReplicas: "3"
              end: 0 18 * * *
              start: 0 8 * * *
              timezone: Etc/UTC
            type: cron
          - metadata:
              activationThreshold: "0.5"
              ignoreNullValues: "false"
              namespace: shop
              query: sum(hits)
              serverAddress: http://prometheus:9090
              threshold: "5"
            type: prometheus
          - authenticationRef:
              kind: ClusterTriggerAuthentication
              name: kafka
            metadata:
              lagThreshold: "5"
            metricType: Value
            name: lag
            type: kafka
            useCachedMetrics: true
    `);
  });

  it.each([
    'name', 'minReplicas', 'maxReplicas', 'idleReplicas', 'pollingInterval', 'cooldownPeriod', 'initialCooldownPeriod', 'fallback', 'scaleUp', 'scaleDown',
    'labels', 'annotations',
  ])('is the same with %s left out', (option) => {
    const [made, plain] = [chartOf(), chartOf()].map((chart) => app(chart));
    made.autoscaleByKeda({ triggers: [QUEUE], [option]: undefined });
    plain.autoscaleByKeda({ triggers: [QUEUE] });
    expect(yamlOfKind(made.node.root, 'ScaledObject')).toBe(yamlOfKind(plain.node.root, 'ScaledObject'));
  });

  it('leaves the minimum to KEDA where another trigger can start the first pod', () => {
    const made = app(chartOf(), (api) => api.autoscaleByKeda({ triggers: [QUEUE, CPU] }));
    expect(synth(made.node.root).find(({ kind }) => kind === 'ScaledObject').spec.minReplicaCount).toBeUndefined();
  });

  it('scales container workloads as well', () => {
    const chart = chartOf();
    const target = new Deployment(chart, 'web', { metadata: { name: 'web' }, containers: [{ image: 'nginx:1', resources: {} }] });
    new ScaledObject(chart, 'scaling', { target, triggers: [QUEUE] });
    expect(synth(chart.node.root).find(({ kind }) => kind === 'ScaledObject').spec.scaleTargetRef).toEqual({ apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' });
  });

  it('keeps what it was given when the caller changes it', () => {
    const metadata = { topic: 'a' };
    const trigger1 = KedaTrigger.of('kafka', { metadata });
    metadata.topic = 'b';
    trigger1.toTriggerConfig().metadata!.topic = 'c';
    expect(trigger1.toTriggerConfig().metadata).toEqual({ topic: 'a' });
  });

  it.each<[string, (chart: Chart) => unknown, string]>([
    ['no triggers', trigger(),
      '[test/api/api-scaledobject] spec.triggers: got []; a ScaledObject has at least one trigger; give one of KedaTrigger '
        + '(EmptyList)'],
    ['a minimum of 0 with cpu alone', keda({ triggers: [CPU], minReplicas: 0 }),
      '[test/api/api-scaledobject] spec.minReplicaCount: got 0; all triggers are cpu or memory, of which pods that do not run '
        + 'use none; give at least 1, or use autoscaleByHttp or a KEDA trigger that is neither cpu nor memory (NoScaleToZero)'],
    ['a minimum over the maximum of KEDA', keda({ triggers: [CPU], minReplicas: 101 }),
      '[test/api/api-scaledobject] spec.minReplicaCount: got 101; the minimum is over the maximum, 100; lower the minimum or '
        + 'raise the maximum (InvalidReplicaRange)'],
    ['a maximum of 0', keda({ triggers: [CPU], maxReplicas: 0 }),
      '[test/api/api-scaledobject] spec.maxReplicaCount: got 0; the maximum must be an integer >= 1; give a whole number of '
        + 'pods (InvalidReplicaRange)'],
    ['idle pods', keda({ triggers: [QUEUE], minReplicas: 2, idleReplicas: 1 }),
      '[test/api/api-scaledobject] spec.idleReplicaCount: got 1; KEDA takes only 0, below a minimum of at least 1; the '
        + 'minimum is 2; write 0, or leave it out (InvalidReplicaRange)'],
    ['idle pods below a minimum of 0', keda({ triggers: [QUEUE], idleReplicas: 0 }),
      '[test/api/api-scaledobject] spec.idleReplicaCount: got 0; KEDA takes only 0, below a minimum of at least 1; the '
        + 'minimum is 0; leave it out: the minimum is 0 already (InvalidReplicaRange)'],
    ['idle pods with cpu alone', keda({ triggers: [CPU], idleReplicas: 0 }),
      '[test/api/api-scaledobject] spec.idleReplicaCount: got 0; all triggers are cpu or memory, which KEDA itself does not '
        + 'read; leave it out, or add another trigger (UnusedOption)'],
    ['a fallback with cpu alone', keda({ triggers: [CPU], fallback: { failureThreshold: 3, replicas: 2 } }),
      '[test/api/api-scaledobject] spec.fallback: got {"failureThreshold":3,"replicas":2}; all triggers are cpu or memory, '
        + 'which KEDA itself does not read; leave it out, or add another trigger (UnusedOption)'],
    ['a fallback of half a pod', keda({ triggers: [QUEUE], fallback: { failureThreshold: -1, replicas: 0.5 } }),
      '[test/api/api-scaledobject] spec.fallback.failureThreshold: got -1; must be an integer >= 0; give a whole number '
        + '(InvalidReplicaRange)\n'
        + '[test/api/api-scaledobject] spec.fallback.replicas: got 0.5; must be an integer >= 0; give a whole number '
        + '(InvalidReplicaRange)'],
    ['a cool-down that is never used', keda({ triggers: [QUEUE], minReplicas: 1, cooldownPeriod: Duration.minutes(1) }),
      '[test/api/api-scaledobject] spec.cooldownPeriod: got "60000ms"; KEDA uses it only on the way from and to 0 pods, and '
        + 'the app always keeps some; leave it out, or use scaleDown (UnusedOption)'],
    ['polling that is never used', keda({ triggers: [CPU], pollingInterval: Duration.seconds(5) }),
      '[test/api/api-scaledobject] spec.pollingInterval: got "5000ms"; KEDA uses it only on the way from and to 0 pods, and '
        + 'the app always keeps some; leave it out, or use scaleDown (UnusedOption)'],
    ['half a second', keda({ triggers: [QUEUE], pollingInterval: Duration.millis(500), cooldownPeriod: Duration.millis(1500) }),
      '[test/api/api-scaledobject] spec.pollingInterval: got "500ms"; must be a whole number of seconds of at least 1; give '
        + 'another Duration (InvalidDuration)\n'
        + '[test/api/api-scaledobject] spec.cooldownPeriod: got "1500ms"; must be a whole number of seconds of at least 0; give '
        + 'another Duration (InvalidDuration)'],
    ['a percentage of 0', trigger(KedaTrigger.cpuUtilization(0)),
      '[test/api/api-scaledobject] spec.triggers[0].metadata.value: got "0"; must be a whole percentage of at least 1; write '
        + '60 for 60 percent (InvalidTrigger)'],
    ['no memory', trigger(KedaTrigger.memoryAverage(Size.kibibytes(0))),
      '[test/api/api-scaledobject] spec.triggers[0].metadata.value: got "0"; must be an amount over zero; raise it '
        + '(InvalidTrigger)'],
    ['a cpu trigger by name, without a metric type', trigger(KedaTrigger.of('cpu', { metadata: { value: '50' } })),
      '[test/api/api-scaledobject] spec.triggers[0].metricType: got nothing; scalers cpu and memory take Utilization or '
        + 'AverageValue; give one of them (InvalidTrigger)'],
    ['utilisation of a queue', trigger(KedaTrigger.of('kafka', { metricType: KedaMetricType.UTILIZATION })),
      '[test/api/api-scaledobject] spec.triggers[0].metricType: got "Utilization"; only scalers cpu and memory compare with '
        + 'what pods request; use AVERAGE_VALUE or VALUE (InvalidTrigger)'],
    ['cached metrics of cron',
      trigger(KedaTrigger.of('memory', { metadata: { value: '5' }, metricType: KedaMetricType.UTILIZATION, useCachedMetrics: true })),
      '[test/api/api-scaledobject] spec.triggers[0].useCachedMetrics: got true; KEDA caches nothing for scaler memory; leave '
        + 'it out (InvalidTrigger)'],
    ['a cron expression of six fields', trigger(cron({ start: '0 0 8 * * *' })),
      '[test/api/api-scaledobject] spec.triggers[0].metadata.start: got "0 0 8 * * *"; must be a cron expression of five '
        + 'fields: minute, hour, day of month, month (1-12) and day of week (0-6, Sunday is 0); write it as "0 8 * * 1-5" '
        + '(InvalidSchedule)'],
    ['a time zone in small letters', trigger(cron({ timeZone: 'europe/berlin' })),
      '[test/api/api-scaledobject] spec.triggers[0].metadata.timezone: got "europe/berlin"; must be a name of the IANA time '
        + 'zone database, letter by letter; write it as "Europe/Berlin" or "Etc/UTC" (InvalidSchedule)'],
    ['an end that is the start', trigger(cron({ end: '0 8 * * *' })),
      '[test/api/api-scaledobject] spec.triggers[0].metadata.end: got "0 8 * * *"; KEDA refuses an end that equals the start; '
        + 'end later (InvalidSchedule)'],
    ['more pods by cron than the maximum', keda({ triggers: [cron({ desiredReplicas: 6 })], maxReplicas: 5 }),
      '[test/api/api-scaledobject] spec.triggers[0].metadata.desiredReplicas: got 6; must be an integer from 1 to the maximum '
        + 'of the autoscaler, 5; lower it, or raise maxReplicas (InvalidTrigger)'],
    ['a server that is no URL', trigger(prometheus({ serverAddress: 'prometheus:9090' })),
      '[test/api/api-scaledobject] spec.triggers[0].metadata.serverAddress: got "prometheus:9090"; must be a URL of scheme '
        + 'http or https; write it as "http://host:port" (InvalidUrl)'],
    ['a password in the address', trigger(prometheus({ serverAddress: 'http://me:secret@prometheus:9090' })),
      '[test/api/api-scaledobject] spec.triggers[0].metadata.serverAddress: got "http:…"; a password does not stand in a '
        + 'manifest; give authentication: KedaAuthentication.triggerAuthentication(name) (SecretInClear)'],
    ['an empty query', trigger(prometheus({ query: ' ' })),
      '[test/api/api-scaledobject] spec.triggers[0].metadata.query: got " "; must not be empty; write the query '
        + '(InvalidTrigger)'],
    ['a threshold of 0', trigger(prometheus({ threshold: 0 })),
      '[test/api/api-scaledobject] spec.triggers[0].metadata.threshold: got "0"; must be a number of at least 0.001; raise it '
        + '(InvalidTrigger)'],
    ['an activation threshold that is no number', trigger(prometheus({ activationThreshold: NaN })),
      '[test/api/api-scaledobject] spec.triggers[0].metadata.activationThreshold: got "NaN"; must be a number; write it in '
        + 'digits (InvalidTrigger)'],
    ['a password as metadata', trigger(KedaTrigger.of('postgresql', { metadata: { password: 'hunter2' } })),
      '[test/api/api-scaledobject] spec.triggers[0].metadata.password: got "…"; a secret does not stand in a manifest; put it '
        + 'in a Secret and give authentication: KedaAuthentication.triggerAuthentication(name) (SecretInClear)'],
    ['a password inside metadata', trigger(KedaTrigger.of('rabbitmq', { metadata: { host: 'amqp://guest:hunter2@rabbit:5672/' } })),
      '[test/api/api-scaledobject] spec.triggers[0].metadata.host: got "…"; a secret does not stand in a manifest; put it in '
        + 'a Secret and give authentication: KedaAuthentication.triggerAuthentication(name) (SecretInClear)'],
    ['a number as metadata', trigger(KedaTrigger.of('kafka', { metadata: { lagThreshold: 5 as never } })),
      '[test/api/api-scaledobject] spec.triggers[0].metadata.lagThreshold: got 5; KEDA takes texts alone; write it in quotes '
        + '(InvalidTrigger)'],
    ['a scaler with capitals', trigger(KedaTrigger.of('Kafka')),
      '[test/api/api-scaledobject] spec.triggers[0].type: got "Kafka"; a scaler\'s name is of a-z, 0-9 and \'-\'; use a name of '
        + 'keda.sh/docs/latest/scalers, such as "kafka" (InvalidTrigger)'],
    ['an authentication that no object can be',
      trigger(KedaTrigger.of('kafka', { authentication: KedaAuthentication.triggerAuthentication('My Auth') })),
      '[test/api/api-scaledobject] spec.triggers[0].authenticationRef.name: got "My Auth"; must be an RFC 1123 subdomain of '
        + "at most 253 characters: a-z, 0-9, '-' and '.'; use lower-case letters, digits, dashes and dots (InvalidReference)"],
    ['two triggers of one name', trigger(KedaTrigger.of('kafka', { name: 'a' }), KedaTrigger.of('redis', { name: 'a' })),
      '[test/api/api-scaledobject] spec.triggers[1].name: got "a"; another trigger has this name; give each its own '
        + '(DuplicateKey)'],
    ['a name from which KEDA makes none', keda({ triggers: [CPU], name: 'a'.repeat(55) }),
      '[test/api/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa] metadata.name: got '
        + '"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"; the name of a ScaledObject must be an RFC 1123 label of at '
        + 'most 54 characters, since KEDA makes keda-hpa-<name> from it; use lower-case letters, digits and dashes (InvalidName)'],
    ['a second one',
      (chart) => app(chart, (api) => { api.autoscaleByKeda({ triggers: [CPU] }); api.autoscaleByKeda({ triggers: [QUEUE], name: 'other' }); }),
      '[test/api] spec.enableAutoscaling: got 2; one app has at most one autoscaler: two would fight over its Deployment; '
        + 'give one autoscaler all the metrics (DuplicateAutoscaler)'],
    ['cpu without a request',
      (chart) => app(chart, (api) => api.autoscaleByKeda({ triggers: [QUEUE, KedaTrigger.cpuAverage(Cpu.millis(50))] }), { resources: {} }),
      '[test/api] spec.triggers[1] of test/api/api-scaledobject/Resource: got "cpu"; the autoscaler needs what the pods of '
        + 'api request of cpu, and they request none; give the app resources.cpu with a request (UseWithoutRequest)'],
  ])('fails for %s', (_what, program, message) => {
    expect(failureOf(program)).toBe(message);
  });
});
