import { AbstractPod, Container, k8s } from 'cdk8s-plus-28';
import { renderedContainer } from './pod-spec';
import { PORT, rfc1123Label } from '../../rules/grammar';
import { IMAGE } from '../../rules/image';
import { Report } from '../../rules/problem';
import { containerResources } from '../../rules/resources';
import { RuleCode } from '../../rules/rule-code';
import { SCALAR } from '../../rules/scalar';

const CONTAINER_NAME = rfc1123Label('a container name', RuleCode.INVALID_NAME);

/** Checks every container of a pod that a runwasi shim runs, whoever added it. */
export function checkContainers(report: Report, pod: AbstractPod): void {
  const names = new Set<string>();
  for (const [field, containers] of Object.entries({ containers: pod.containers, initContainers: pod.initContainers })) {
    for (const container of containers) {
      const place = `spec.${field}[${JSON.stringify(container.name)}]`;
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
  report.hold(`${place}.image`, container.image, IMAGE);
  container.ports.forEach((port, index) => report.hold(`${place}.ports[${index}].containerPort`, port.number, PORT));
  containerResources(report, `${place}.resources`, container.resources);
  checkStrings(report, place, container);
  const { readinessProbe, livenessProbe, startupProbe, lifecycle } = renderedContainer(container);
  const handlers = { readinessProbe, livenessProbe, startupProbe, postStart: lifecycle?.postStart, preStop: lifecycle?.preStop };
  for (const [field, handler] of Object.entries(handlers)) {
    refuseExec(report, `${place}.${field}.exec`, handler);
  }
}

function checkStrings(report: Report, place: string, container: Container): void {
  for (const [name, { value }] of Object.entries(container.env.variables)) {
    report.hold(`${place}.env[${JSON.stringify(name)}].value`, value, SCALAR);
  }
  container.command?.forEach((word, index) => report.hold(`${place}.command[${index}]`, word, SCALAR));
  container.args?.forEach((word, index) => report.hold(`${place}.args[${index}]`, word, SCALAR));
}

function refuseExec(report: Report, field: string, handler?: k8s.Probe | k8s.LifecycleHandler): void {
  if (handler?.exec) {
    report.add({
      field,
      value: handler.exec.command,
      rule: 'no command can be run in a container under a runwasi shim, not even in a Linux sidecar',
      fix: 'use an HTTP or TCP probe, or leave it out',
      code: RuleCode.EXEC_UNSUPPORTED,
    });
  }
}
