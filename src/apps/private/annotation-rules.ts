import { posix } from 'path';
import { byKey } from '../../rules/by-key';
import { Grammar } from '../../rules/grammar';
import { climbs } from '../../rules/path';
import { Report } from '../../rules/problem';
import { RuleCode } from '../../rules/rule-code';

type StringMap = { readonly [key: string]: string };

/** The annotations of what the operator makes for an app. */
export interface AppAnnotations {
  readonly podAnnotations?: StringMap;
  readonly deploymentAnnotations?: StringMap;
  readonly serviceAnnotations?: StringMap;
}

/** An annotation that Kubernetes itself reads. */
interface KnownAnnotation {
  /** Its key, or what keys of the kind begin with, up to the slash. */
  readonly key: string;
  readonly value: Grammar;
}

const CODE = { code: RuleCode.INVALID_ANNOTATION };

const APPARMOR = 'container.apparmor.security.beta.kubernetes.io/';
const TOPOLOGY_MODE = 'service.kubernetes.io/topology-mode';
const TOPOLOGY_HINTS = 'service.kubernetes.io/topology-aware-hints';

const APPARMOR_PROFILE: Grammar = {
  ...CODE,
  accepts: (profile) => ['', 'runtime/default', 'unconfined'].includes(String(profile)) || String(profile).startsWith('localhost/'),
  rule: 'the API server refuses pods with another AppArmor profile than runtime/default, unconfined or localhost/<name>',
  fix: 'use one of them',
};

const SECCOMP_PROFILE: Grammar = {
  ...CODE,
  accepts: isSeccompProfile,
  rule: 'the API server refuses pods with another seccomp profile than runtime/default, unconfined or localhost/<path>',
  fix: 'use one of them, or leave it out: Kubernetes has not read it since 1.27',
};

const TOLERATIONS: Grammar = {
  ...CODE,
  accepts: isListOfObjects,
  rule: 'the API server refuses pods in which it is no JSON list of tolerations',
  fix: 'leave it out: the scheduler has not read it since 1.6, and a WasmNodePool has tolerations',
};

const DELETION_COST: Grammar = {
  ...CODE,
  accepts: (cost) => /^(0|-[0-9]+|[1-9][0-9]*)$/.test(String(cost)) && Number(cost) >= -(2 ** 31) && Number(cost) < 2 ** 31,
  rule: 'the API server refuses pods in which it is no whole number of 32 bits',
  fix: 'write it as "-100"',
};

/** The annotations of a field that can stop an app, each with what it may be. */
const KNOWN: { readonly [field in keyof AppAnnotations]-?: readonly KnownAnnotation[] } = {
  podAnnotations: [
    { key: APPARMOR, value: APPARMOR_PROFILE },
    { key: 'seccomp.security.alpha.kubernetes.io/pod', value: SECCOMP_PROFILE },
    { key: 'container.seccomp.security.alpha.kubernetes.io/', value: SECCOMP_PROFILE },
    { key: 'scheduler.alpha.kubernetes.io/tolerations', value: TOLERATIONS },
    { key: 'controller.kubernetes.io/pod-deletion-cost', value: DELETION_COST },
    { key: 'kubernetes.io/config.mirror', value: refused('it marks the mirror of a static pod, and the API server refuses it in others', 'leave it out') },
  ],
  deploymentAnnotations: [
    {
      key: 'deployment.kubernetes.io/',
      value: refused('the Deployment controller writes it itself, and the operator would put this one back for ever', 'use a prefix of your own'),
    },
  ],
  serviceAnnotations: [
    {
      key: 'service.beta.kubernetes.io/load-balancer-source-ranges',
      value: refused(
        'it is for Services of type LoadBalancer, and the API server refuses it in that of the operator, a ClusterIP',
        'give loadBalancerSourceRanges to exposeViaLoadBalancer',
      ),
    },
  ],
};

const FIELDS = Object.keys(KNOWN) as (keyof AppAnnotations)[];

/** Checks the annotations by which what the operator makes for an app would be refused, or never settle. */
export function checkAnnotations(report: Report, name: string, app: AppAnnotations): void {
  for (const field of FIELDS) {
    const given = app[field];
    if (given) {
      checkKnown(report, `spec.${field}`, given, KNOWN[field]);
    }
  }
  if (app.podAnnotations) {
    checkProfiled(report, name, app.podAnnotations);
  }
  if (app.serviceAnnotations) {
    checkTopology(report, app.serviceAnnotations);
  }
}

function checkKnown(report: Report, field: string, ...[given, known]: [StringMap, readonly KnownAnnotation[]]): void {
  for (const [key, value] of byKey(given)) {
    const rule = known.find((one) => (one.key.endsWith('/') ? key.startsWith(one.key) : key === one.key));
    if (rule && typeof value === 'string') {
      report.hold(`${field}[${JSON.stringify(key)}]`, value, rule.value);
    }
  }
}

/** AppArmor profiles are for containers by name, and the pods of an app have one. */
function checkProfiled(report: Report, name: string, given: StringMap): void {
  for (const [key] of byKey(given).filter(([one]) => one.startsWith(APPARMOR) && one !== APPARMOR + name)) {
    report.add({
      ...CODE,
      field: 'spec.podAnnotations key',
      value: key,
      rule: 'the pods have one container, which has the name of the app, and the API server refuses a profile for another',
      fix: `write it as ${JSON.stringify(APPARMOR + name)}`,
    });
  }
}

function checkTopology(report: Report, given: StringMap): void {
  const { [TOPOLOGY_MODE]: mode, [TOPOLOGY_HINTS]: hints } = given;
  if (mode !== undefined && hints !== undefined && mode !== hints) {
    report.add({
      ...CODE,
      field: `spec.serviceAnnotations[${JSON.stringify(TOPOLOGY_MODE)}]`,
      value: mode,
      rule: `the API server refuses a Service with another value in ${TOPOLOGY_HINTS}, here ${JSON.stringify(hints)}`,
      fix: 'leave out the latter, which is the older one',
    });
  }
}

function refused(rule: string, fix: string): Grammar {
  return { ...CODE, accepts: () => false, rule, fix };
}

function isSeccompProfile(profile: unknown): boolean {
  const [, path] = /^localhost\/(.*)$/s.exec(String(profile)) ?? [];
  return path === undefined
    ? ['runtime/default', 'docker/default', 'unconfined'].includes(String(profile))
    : !posix.isAbsolute(path) && !climbs(path);
}

function isListOfObjects(text: unknown): boolean {
  try {
    const value = text === '' ? [] : JSON.parse(String(text));
    return value === null || (Array.isArray(value) && value.every((item) => typeof item === 'object' && !Array.isArray(item)));
  } catch {
    return false;
  }
}
