import { AbstractPod, Container, ContainerPort } from 'cdk8s-plus-28';
import { checkHandlers, checkMounts } from './container-rules';
import { ENV_NAME } from './env-rules';
import { renderedContainer } from './pod-spec';
import { USER } from './rights-rules';
import { checkImage } from '../../cluster/private/cluster-image';
import { rendered } from '../../nodes/private/run-under';
import { byKey } from '../../rules/by-key';
import { Grammar, PORT, rfc1123Label } from '../../rules/grammar';
import { Report } from '../../rules/problem';
import { containerResources } from '../../rules/resources';
import { RuleCode } from '../../rules/rule-code';
import { SCALAR } from '../../rules/scalar';

const CONTAINER_NAME = rfc1123Label('a container name', RuleCode.INVALID_NAME);

const PORT_NAME: Grammar = {
  accepts: (name) => typeof name === 'string' && /^(?=.{1,15}$)(?=.*[a-z])[a-z0-9]+(-[a-z0-9]+)*$/.test(name),
  rule: "a port name is at most 15 lower-case letters, digits and single '-', with a letter",
  fix: 'write it as "http"',
  code: RuleCode.INVALID_NAME,
};

/** Checks every container of a pod that a runwasi shim runs, whoever added it; `root` is where the object keeps its pod. */
export function checkContainers(report: Report, pod: AbstractPod, root = ''): void {
  const names = new Set<string>();
  for (const [field, containers] of Object.entries({ containers: pod.containers, initContainers: pod.initContainers })) {
    for (const container of containers) {
      const place = `${root}spec.${field}[${JSON.stringify(container.name)}]`;
      if (names.has(container.name)) {
        report.add({
          field: `${place}.name`,
          value: container.name,
          rule: 'the containers of a pod have different names',
          fix: 'name one of them',
          code: RuleCode.DUPLICATE_KEY,
        });
      }
      names.add(container.name);
      checkContainer(report, place, container);
    }
  }
}

function checkContainer(report: Report, place: string, container: Container): void {
  report.hold(`${place}.name`, container.name, CONTAINER_NAME);
  checkImage(report, `${place}.image`, container.image);
  container.ports.forEach((port, index) => checkPort(report, `${place}.ports[${index}]`, port));
  containerResources(report, `${place}.resources`, container.resources);
  checkStrings(report, place, container);
  checkUser(report, `${place}.securityContext`, container);
  checkMounts(report, place, container);
  rendered(report, place, () => checkHandlers(report, place, renderedContainer(container)));
}

function checkPort(report: Report, place: string, port: ContainerPort): void {
  report.hold(`${place}.containerPort`, port.number, PORT);
  report.holdGiven(`${place}.hostPort`, port.hostPort, PORT);
  report.holdGiven(`${place}.name`, port.name, PORT_NAME);
}

function checkStrings(report: Report, place: string, container: Container): void {
  for (const [name, { value }] of byKey(container.env.variables)) {
    report.hold(`${place}.env[${JSON.stringify(name)}].name`, name, ENV_NAME);
    report.hold(`${place}.env[${JSON.stringify(name)}].value`, value, SCALAR);
  }
  container.command?.forEach((word, index) => report.hold(`${place}.command[${index}]`, word, SCALAR));
  container.args?.forEach((word, index) => report.hold(`${place}.args[${index}]`, word, SCALAR));
}

function checkUser(report: Report, place: string, { securityContext }: Container): void {
  const { user, group, ensureNonRoot } = securityContext;
  report.holdGiven(`${place}.runAsUser`, user, USER);
  report.holdGiven(`${place}.runAsGroup`, group, USER);
  if (user === 0 && ensureNonRoot) {
    report.add({
      field: `${place}.runAsUser`,
      value: user,
      rule: 'the container is to run as non-root, and 0 is root',
      fix: 'give another user, or ensureNonRoot: false',
      code: RuleCode.INVALID_USER,
    });
  }
}
