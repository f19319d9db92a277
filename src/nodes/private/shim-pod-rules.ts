import { containersOf, Fields, PodTemplate } from './pod-template';
import { Report } from '../../rules/problem';
import { RuleCode } from '../../rules/rule-code';

/** What a container has in resources without being a device. */
const PLAIN_RESOURCES = /^(cpu|memory|ephemeral-storage|hugepages-.+)$/;

/** The annotation by which crun, another runtime, finds Wasm. */
const CRUN_ANNOTATION = 'module.wasm.image/variant';

const PROBES = ['readinessProbe', 'livenessProbe', 'startupProbe'];
const HOOKS = ['postStart', 'preStop'];

/** Holds a pod as it will be written to what a runwasi shim, and the admission of its RuntimeClass, can do. */
export function checkShimPod(report: Report, template: PodTemplate): void {
  const { place, metadata, spec } = template;
  containersOf(template).forEach((each) => checkContainer(report, each.place, each.container));
  checkAnnotation(report, place, metadata);
  checkOverhead(report, place, spec);
  checkClaims(report, `${place}spec.resourceClaims`, spec.resourceClaims);
}

/** Refuses a pod that may run nowhere: its RuntimeClass sends it to nodes that it does not want. */
export function checkNodeSelector(report: Report, { place, spec }: PodTemplate, selector: Fields): void {
  for (const [key, value] of Object.entries(selector)) {
    const own = spec.nodeSelector?.[key];
    if (own !== undefined && own !== value) {
      report.add({
        field: `${place}spec.nodeSelector[${JSON.stringify(key)}]`,
        value: own,
        rule: `the RuntimeClass selects nodes with ${JSON.stringify(value)}, and the API server refuses a pod that contradicts it`,
        fix: 'leave it out, or use another RuntimeClass',
        code: RuleCode.NODE_SELECTOR_CONFLICT,
      });
    }
  }
  checkAffinity(report, place, spec, selector);
}

function checkAffinity(report: Report, place: string, spec: Fields, selector: Fields): void {
  const required = spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
  const terms: Fields[] = required?.nodeSelectorTerms ?? [];
  if (terms.length > 0 && terms.every((term) => (term.matchExpressions ?? []).some((query: Fields) => contradicts(query, selector)))) {
    report.add({
      field: `${place}spec.affinity.nodeAffinity`,
      value: terms,
      rule: `the RuntimeClass selects nodes with ${JSON.stringify(selector)}, none of which it lets in, so that no node is left`,
      fix: 'leave it out, or use another RuntimeClass',
      code: RuleCode.NODE_SELECTOR_CONFLICT,
    });
  }
}

function contradicts({ key, operator, values = [] }: Fields, selector: Fields): boolean {
  const value = selector[key];
  if (value === undefined) {
    return false;
  }
  return operator === 'DoesNotExist' || (operator === 'In' && !values.includes(value)) || (operator === 'NotIn' && values.includes(value));
}

function checkContainer(report: Report, place: string, container: Fields): void {
  PROBES.forEach((probe) => refuseExec(report, `${place}.${probe}`, 'use an HTTP or TCP probe, or leave it out', container[probe]));
  HOOKS.forEach((hook) => refuseExec(report, `${place}.lifecycle.${hook}`, 'leave it out', container.lifecycle?.[hook]));
  if (container.tty) {
    report.add({
      field: `${place}.tty`,
      value: container.tty,
      rule: 'runwasi shims have no terminals and refuse the container',
      fix: 'leave it out',
      code: RuleCode.TTY_UNSUPPORTED,
    });
  }
  checkDevices(report, `${place}.resources`, container.resources);
}

function refuseExec(report: Report, field: string, fix: string, handler?: Fields): void {
  if (handler?.exec) {
    report.add({
      field: `${field}.exec`,
      value: handler.exec.command,
      rule: 'no command can be run in a container under a runwasi shim, not even in a Linux sidecar',
      fix,
      code: RuleCode.EXEC_UNSUPPORTED,
    });
  }
}

function checkDevices(report: Report, place: string, resources: Fields = {}): void {
  for (const side of ['requests', 'limits']) {
    for (const [name, amount] of Object.entries(resources[side] ?? {}).filter(([resource]) => !PLAIN_RESOURCES.test(resource))) {
      report.add(noDevice(`${place}.${side}[${JSON.stringify(name)}]`, amount));
    }
  }
  checkClaims(report, `${place}.claims`, resources.claims);
}

function checkClaims(report: Report, field: string, claims: unknown[] = []): void {
  if (claims.length > 0) {
    report.add(noDevice(field, claims));
  }
}

function noDevice(field: string, value: unknown) {
  return {
    field,
    value,
    rule: 'WebAssembly sees no GPU and no other device, and this pod would keep it from those that do',
    fix: 'run what needs the device in an ordinary Deployment',
    code: RuleCode.EXTENDED_RESOURCE,
  };
}

function checkAnnotation(report: Report, place: string, { annotations = {} }: Fields): void {
  if (CRUN_ANNOTATION in annotations) {
    report.add({
      field: `${place}metadata.annotations[${JSON.stringify(CRUN_ANNOTATION)}]`,
      value: annotations[CRUN_ANNOTATION],
      rule: 'it speaks to crun; runwasi shims never read it',
      fix: 'leave it out',
      code: RuleCode.FOREIGN_ANNOTATION,
    });
  }
}

function checkOverhead(report: Report, place: string, { overhead }: Fields): void {
  if (overhead !== undefined) {
    report.add({
      field: `${place}spec.overhead`,
      value: overhead,
      rule: 'the API server writes it from the RuntimeClass and refuses a pod that says another',
      fix: 'give overhead to the RuntimeClass',
      code: RuleCode.POD_OVERHEAD,
    });
  }
}
