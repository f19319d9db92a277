/** Whatever a Wasm workload lets be written, a Kubernetes API server stores, and makes pods of. */
import { Chart, Cron, Duration } from 'cdk8s';
import { ConcurrencyPolicy, DeploymentStrategy, PercentOrAbsolute, PodManagementPolicy, RestartPolicy, Service, StatefulSetUpdateStrategy } from 'cdk8s-plus-28';
import fc from 'fast-check';
import { maybe, mostly, number, oneOf, record, text } from './odd';
import { differences, judgeEach, outcomesOf } from './programs';
import { pod, PodDraw, propsOf, schedule } from './workload-draws';
import { WasmCronJob, WasmDaemonSet, WasmDeployment, WasmJob, WasmPod, WasmStatefulSet } from '../../src';

const steps = mostly(oneOf('25%', '0%', '100%'), oneOf('-1%', '101%', 'a', '1.5%')).map((percent) => percent as string | number);
const count = fc.oneof<any>(steps, number(0, 5));
const more = record({
  replicas: maybe(number(0, 5)),
  seconds: maybe(number(0, 90)),
  deadline: maybe(number(10, 900)),
  surge: maybe(count),
  unavailable: maybe(count),
  recreate: mostly(fc.constant(false), fc.constant(true), 5),
  parallel: oneOf(true, false),
  partition: maybe(number(0, 5)),
  service: maybe(text),
  backoff: maybe(number(0, 9)),
  restart: maybe(oneOf(RestartPolicy.NEVER, RestartPolicy.ON_FAILURE, RestartPolicy.NEVER, RestartPolicy.ALWAYS)),
  minute: mostly(oneOf('0', '*/5', '1-9'), oneOf('', 'a', '60', '*/0', '5-1', '-1', '1,2')),
  timeZone: maybe(mostly(oneOf('Europe/Berlin', 'Etc/UTC'), oneOf('', 'Local', 'Europe/Nowhere', 'UTC', '../a'))),
  concurrency: maybe(oneOf(ConcurrencyPolicy.ALLOW, ConcurrencyPolicy.FORBID, ConcurrencyPolicy.REPLACE)),
  kept: maybe(number(0, 9)),
  suspend: maybe(oneOf(true, false)),
});
type Draw = { readonly pod: PodDraw; readonly more: typeof more extends fc.Arbitrary<infer T> ? T : never };

const span = (seconds: number | undefined) => (seconds === undefined ? undefined : Duration.seconds(seconds));
const amount = (given: any) => (given === undefined ? undefined : typeof given === 'string' ? PercentOrAbsolute.percent(parseFloat(given)) : PercentOrAbsolute.absolute(given));

const MAKERS: { [kind: string]: (chart: Chart, given: Draw) => void } = {
  Pod: (chart, { pod: given, more: { restart } }) => schedule(new WasmPod(chart, 'made', { ...propsOf(chart, given), restartPolicy: restart }), given),
  Deployment: (chart, { pod: given, more: { replicas, seconds, deadline, surge, unavailable, recreate } }) => {
    const made = new WasmDeployment(chart, 'made', {
      ...propsOf(chart, given),
      replicas,
      minReady: span(seconds),
      progressDeadline: span(deadline),
      strategy: recreate ? DeploymentStrategy.recreate()
        : DeploymentStrategy.rollingUpdate({ maxSurge: amount(surge), maxUnavailable: amount(unavailable) }),
    });
    schedule(made, given, made);
  },
  StatefulSet: (chart, { pod: given, more: { replicas, seconds, parallel, partition, service } }) => {
    const made = new WasmStatefulSet(chart, 'made', {
      ...propsOf(chart, given),
      replicas,
      minReady: span(seconds),
      podManagementPolicy: parallel ? PodManagementPolicy.PARALLEL : undefined,
      strategy: partition === undefined ? undefined : StatefulSetUpdateStrategy.rollingUpdate({ partition }),
      service: service === undefined ? undefined : new Service(chart, 'service', { metadata: { name: service }, ports: [{ port: 80 }] }),
    });
    schedule(made, given, made);
  },
  DaemonSet: (chart, { pod: given, more: { seconds } }) => {
    const made = new WasmDaemonSet(chart, 'made', { ...propsOf(chart, given), minReadySeconds: seconds });
    schedule(made, given, made);
  },
  Job: (chart, { pod: given, more: { seconds, deadline, backoff, restart } }) => {
    const made = new WasmJob(chart, 'made', { ...propsOf(chart, given), restartPolicy: restart, activeDeadline: span(deadline), backoffLimit: backoff, ttlAfterFinished: span(seconds) });
    schedule(made, given, made);
  },
  CronJob: (chart, { pod: given, more: all }) => {
    const made = new WasmCronJob(chart, 'made', {
      ...propsOf(chart, given),
      schedule: new Cron({ minute: all.minute }),
      restartPolicy: all.restart,
      timeZone: all.timeZone,
      concurrencyPolicy: all.concurrency,
      startingDeadline: span(all.deadline),
      suspend: all.suspend,
      successfulJobsRetained: all.kept,
      failedJobsRetained: all.backoff,
      backoffLimit: all.backoff,
      activeDeadline: span(all.seconds),
    });
    schedule(made, given, made);
  },
};

test.each(Object.keys(MAKERS))('a %s', (kind) => {
  const outcomes = outcomesOf<Draw>(record({ pod, more }), MAKERS[kind]);
  const taken = outcomes.filter(({ problems }) => problems.length === 0);
  expect(taken.length).toBeGreaterThan(outcomes.length / 20);
  const answers = judgeEach(taken.map(({ objects }) => objects));
  expect(differences(taken.flatMap(({ objects }, index) => {
    const example = objects.find((object) => object.kind === kind);
    return answers[index].map((said) => ({ text: said, example }));
  }))).toEqual([]);
});
