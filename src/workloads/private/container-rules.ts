import { posix } from 'path';
import { Container, k8s } from 'cdk8s-plus-28';
import { Grammar, integer, PORT, rfc1123Label } from '../../rules/grammar';
import { Report } from '../../rules/problem';
import { RuleCode } from '../../rules/rule-code';
import { SCALAR } from '../../rules/scalar';

/** What a probe and a hook have in common. */
type Handler = k8s.Probe | k8s.LifecycleHandler;

const VOLUME_NAME = rfc1123Label('a volume name', RuleCode.INVALID_NAME);

const MOUNT_PATH: Grammar = {
  accepts: (path) => typeof path === 'string' && posix.isAbsolute(path) && !path.includes(':'),
  rule: "a mount path is absolute, without ':'",
  fix: 'write it as "/data"',
  code: RuleCode.INVALID_MOUNT,
};

const COUNT = integer({
  min: 1,
  rule: 'must be a whole number from 1 to 2147483647',
  fix: 'give whole seconds or a count',
  code: RuleCode.INVALID_PROBE,
});

const WAIT = integer({
  min: 0,
  rule: 'must be a whole number of seconds from 0 to 2147483647',
  fix: 'give a shorter Duration',
  code: RuleCode.INVALID_PROBE,
});

/** Checks where the volumes of a container are mounted. */
export function checkMounts(report: Report, place: string, container: Container): void {
  const paths = container.mounts.map(({ path }) => posix.normalize(`${path}/`));
  container.mounts.forEach(({ path, volume }, index) => {
    const field = `${place}.volumeMounts[${index}]`;
    report.hold(`${field}.mountPath`, path, MOUNT_PATH);
    report.hold(`${field}.name`, volume.name, VOLUME_NAME);
    if (paths.indexOf(paths[index]) < index) {
      report.add({
        field: `${field}.mountPath`,
        value: path,
        rule: 'a volume is mounted there already',
        fix: 'use another path',
        code: RuleCode.INVALID_MOUNT,
      });
    }
  });
}

/** Checks the numbers, ports and paths of the probes and hooks of a rendered container. */
export function checkHandlers(report: Report, place: string, container: k8s.Container): void {
  const { readinessProbe, livenessProbe, startupProbe, lifecycle } = container;
  const probes = { readinessProbe, livenessProbe, startupProbe };
  for (const [field, probe] of Object.entries(probes)) {
    if (probe) {
      checkProbe(report, `${place}.${field}`, probe);
      checkOnce(report, `${place}.${field}`, field === 'readinessProbe' ? 1 : probe.successThreshold);
    }
  }
  const hooks = { 'lifecycle.postStart': lifecycle?.postStart, 'lifecycle.preStop': lifecycle?.preStop };
  checkTargets(report, place, { ...probes, ...hooks }, container.ports);
}

/** Checks where probes and hooks go; the ports that a container declares are checked there. */
function checkTargets(report: Report, place: string, handlers: { [field: string]: Handler | undefined }, ports: k8s.ContainerPort[] = []): void {
  for (const [field, handler] of Object.entries(handlers)) {
    const port = (handler?.httpGet ?? handler?.tcpSocket)?.port.value;
    if (!ports.some(({ containerPort }) => containerPort === port)) {
      report.holdGiven(`${place}.${field}.port`, port, PORT);
    }
    report.holdGiven(`${place}.${field}.httpGet.path`, handler?.httpGet?.path, SCALAR);
  }
}

function checkProbe(report: Report, field: string, probe: k8s.Probe): void {
  const { initialDelaySeconds, periodSeconds, timeoutSeconds, successThreshold, failureThreshold } = probe;
  report.holdGiven(`${field}.initialDelaySeconds`, initialDelaySeconds, WAIT);
  for (const [part, value] of Object.entries({ periodSeconds, timeoutSeconds, successThreshold, failureThreshold })) {
    report.holdGiven(`${field}.${part}`, value, COUNT);
  }
}

function checkOnce(report: Report, field: string, successThreshold = 1): void {
  if (successThreshold !== 1) {
    report.add({
      field: `${field}.successThreshold`,
      value: successThreshold,
      rule: 'only a readiness probe may need more than one success',
      fix: 'leave it out',
      code: RuleCode.INVALID_PROBE,
    });
  }
}
