import { containersOf, Fields, PodTemplate } from '../../nodes/private/pod-template';
import { Grammar } from '../../rules/grammar';
import { ANNOTATION_KEY, LABEL_KEY } from '../../rules/maps';
import { Report } from '../../rules/problem';
import { checkKeyReference, REFERENCE } from '../../rules/references';
import { RuleCode } from '../../rules/rule-code';

/** The name of an environment variable. */
export const ENV_NAME: Grammar = {
  accepts: (name) => typeof name === 'string' && /^[-._a-zA-Z][-._a-zA-Z0-9]*$/.test(name),
  rule: "an environment variable is letters, digits, '_', '-' and '.', not starting with a digit",
  fix: 'write it as "MY_NAME"',
  code: RuleCode.INVALID_VARIABLE_NAME,
};

const OF_CPU = ['1m', '1'];
const OF_BYTES = ['1', '1k', '1M', '1G', '1T', '1P', '1E', '1Ki', '1Mi', '1Gi', '1Ti', '1Pi', '1Ei'];

const FIELDS = [
  'metadata.name', 'metadata.namespace', 'metadata.uid', 'spec.nodeName', 'spec.serviceAccountName',
  'status.hostIP', 'status.hostIPs', 'status.podIP', 'status.podIPs',
];

/** Labels and annotations, each by its key. */
const KEYED = /^metadata\.(labels|annotations)\['(.*)'\]$/s;

const FIELD_PATH: Grammar = {
  accepts: (path) => FIELDS.includes(path as string) || KEYED.test(String(path)),
  rule: `a variable comes from ${FIELDS.join(', ')}, or a label or annotation by its key`,
  fix: 'use an EnvFieldPaths',
  code: RuleCode.INVALID_REFERENCE,
};

const VERSION: Grammar = {
  accepts: (version) => version === 'v1',
  rule: 'the fields of a pod are those of v1',
  fix: 'leave it out',
  code: RuleCode.INVALID_REFERENCE,
};

/** Checks where the environment variables of a pod come from. */
export function checkEnvironment(report: Report, template: PodTemplate): void {
  for (const { place, container } of containersOf(template)) {
    for (const { name, valueFrom } of container.env ?? []) {
      checkSource(report, `${place}.env[${JSON.stringify(name)}].valueFrom`, valueFrom);
    }
    (container.envFrom ?? []).forEach((source: Fields, index: number) => checkAll(report, `${place}.envFrom[${index}]`, source));
  }
}

function checkSource(report: Report, field: string, source: Fields = {}): void {
  const { fieldRef, resourceFieldRef } = source;
  checkKeyReference(report, field, source);
  if (fieldRef) {
    checkField(report, `${field}.fieldRef`, fieldRef);
  }
  if (resourceFieldRef) {
    const { resource, divisor } = resourceFieldRef;
    report.holdGiven(`${field}.resourceFieldRef.divisor`, divisor, divisorOf(String(resource)));
  }
}

function checkField(report: Report, field: string, { fieldPath, apiVersion }: Fields): void {
  report.hold(`${field}.fieldPath`, fieldPath, FIELD_PATH);
  report.holdGiven(`${field}.apiVersion`, apiVersion, VERSION);
  const [, map, key] = KEYED.exec(fieldPath) ?? [];
  report.holdGiven(`${field}.fieldPath key`, key, map === 'labels' ? LABEL_KEY : ANNOTATION_KEY);
}

/** What an amount of a resource may be counted in. */
function divisorOf(resource: string): Grammar {
  const units = resource.endsWith('.cpu') ? OF_CPU : OF_BYTES;
  return {
    accepts: (divisor) => units.includes(String(divisor)) || String(divisor) === '0',
    rule: `${resource} is counted in one of ${units.join(', ')}`,
    fix: 'use one of them, or leave it out for 1',
    code: RuleCode.INVALID_QUANTITY,
  };
}

/** Checks a Secret or ConfigMap of which every key becomes a variable. */
function checkAll(report: Report, field: string, { prefix, configMapRef, secretRef }: Fields): void {
  report.holdGiven(`${field}.prefix`, prefix || undefined, ENV_NAME);
  report.holdGiven(`${field}.configMapRef.name`, configMapRef?.name, REFERENCE);
  report.holdGiven(`${field}.secretRef.name`, secretRef?.name, REFERENCE);
}
