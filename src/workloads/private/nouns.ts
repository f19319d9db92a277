import { k8s, RestartPolicy } from 'cdk8s-plus-28';
import { Fields } from '../../nodes/private/pod-template';
import { Grammar, LABEL_LENGTH, rfc1123Label, SUBDOMAIN } from '../../rules/grammar';
import { RuleCode } from '../../rules/rule-code';

/** A kind of workload: what Kubernetes asks of its name, and how it is written. */
export interface Noun {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: Grammar;

  /** The most characters of a generated name. */
  readonly nameLength: number;

  /** The restart policies that its pods may have. */
  readonly restarts: readonly RestartPolicy[];

  /** `spec` as cdk8s-plus holds it, in YAML field names. */
  readonly toYaml: (spec: any) => Fields;
}

const FOREVER = [RestartPolicy.ALWAYS];
const TO_AN_END = [RestartPolicy.ON_FAILURE, RestartPolicy.NEVER];

/** What controllers add to a name: a dash and a hash of at most 10 characters. */
const HASHED = 11;

export const POD: Noun = {
  apiVersion: 'v1',
  kind: 'Pod',
  name: SUBDOMAIN,
  nameLength: LABEL_LENGTH,
  restarts: [...FOREVER, ...TO_AN_END],
  toYaml: (spec) => k8s.toJson_PodSpec(spec)!,
};

export const DEPLOYMENT: Noun = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  name: subdomain('a Deployment', 253 - HASHED, ', since its ReplicaSets are named after it'),
  nameLength: LABEL_LENGTH,
  restarts: FOREVER,
  toYaml: (spec) => k8s.toJson_DeploymentSpec(spec)!,
};

export const STATEFUL_SET: Noun = {
  apiVersion: 'apps/v1',
  kind: 'StatefulSet',
  name: statefulSetName(),
  nameLength: LABEL_LENGTH - HASHED,
  restarts: FOREVER,
  toYaml: (spec) => k8s.toJson_StatefulSetSpec(spec)!,
};

export const DAEMON_SET: Noun = {
  apiVersion: 'apps/v1',
  kind: 'DaemonSet',
  name: SUBDOMAIN,
  nameLength: LABEL_LENGTH,
  restarts: FOREVER,
  toYaml: (spec) => k8s.toJson_DaemonSetSpec(spec)!,
};

export const JOB: Noun = {
  apiVersion: 'batch/v1',
  kind: 'Job',
  name: subdomain('a Job', LABEL_LENGTH, ', since its pods carry it as a label'),
  nameLength: LABEL_LENGTH,
  restarts: TO_AN_END,
  toYaml: (spec) => k8s.toJson_JobSpec(spec)!,
};

export const CRON_JOB: Noun = {
  apiVersion: 'batch/v1',
  kind: 'CronJob',
  name: subdomain('a CronJob', LABEL_LENGTH - HASHED, ', since its Jobs are named after it'),
  nameLength: LABEL_LENGTH - HASHED,
  restarts: TO_AN_END,
  toYaml: (spec) => k8s.toJson_CronJobSpec(spec)!,
};

function subdomain(what: string, length: number, why: string): Grammar {
  return {
    ...SUBDOMAIN,
    accepts: (name) => SUBDOMAIN.accepts(name) && String(name).length <= length,
    rule: `the name of ${what} must be an RFC 1123 subdomain of at most ${length} characters: a-z, 0-9, '-' and '.'${why}`,
    fix: 'set a shorter name of lower-case letters, digits, dashes and dots',
  };
}

function statefulSetName(): Grammar {
  const label = rfc1123Label('the name of a StatefulSet', RuleCode.INVALID_NAME);
  const length = LABEL_LENGTH - HASHED;
  return {
    ...label,
    accepts: (name) => label.accepts(name) && String(name).length <= length,
    rule: `the name of a StatefulSet must be an RFC 1123 label of at most ${length} characters: a-z, 0-9 and '-', `
      + 'since its pods carry it as host name and, with a hash, as label',
    fix: 'set a shorter name of lower-case letters, digits and dashes',
  };
}
