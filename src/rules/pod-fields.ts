import { Grammar } from './grammar';
import { ANNOTATION_KEY, LABEL_KEY } from './maps';
import { Report } from './problem';
import { parseQuantity } from './quantity-text';
import { RuleCode } from './rule-code';

/** A field of the pod, as `fieldRef` names it. */
interface FieldReference {
  readonly apiVersion?: string;
  readonly fieldPath?: string;
}

/** A resource of a container, as `resourceFieldRef` names it. */
interface ResourceReference {
  readonly containerName?: string;
  readonly resource?: string;
  readonly divisor?: unknown;
}

/** What a value takes from the pod itself. */
export interface PodFieldSource {
  readonly fieldRef?: FieldReference;
  readonly resourceFieldRef?: ResourceReference;
}

const POD_VERSION: Grammar = {
  accepts: (version) => version === 'v1' || version === '',
  rule: 'pods have the version v1 only',
  fix: 'leave it out',
  code: RuleCode.INVALID_FIELD,
};

/** The fields of a pod that an environment variable can hold, beside single labels and annotations. */
const ENV_FIELDS = [
  'metadata.name', 'metadata.namespace', 'metadata.uid', 'spec.nodeName', 'spec.serviceAccountName',
  'status.hostIP', 'status.hostIPs', 'status.podIP', 'status.podIPs',
];

/** The fields of a pod that a file can hold, beside single labels and annotations. */
const FILE_FIELDS = ['metadata.name', 'metadata.namespace', 'metadata.uid', 'metadata.labels', 'metadata.annotations'];

/** What old clients write for a field. */
const FORMER_FIELDS: { [path: string]: string } = { 'spec.host': 'spec.nodeName' };

const KEYS: { [path: string]: Grammar } = { 'metadata.labels': LABEL_KEY, 'metadata.annotations': ANNOTATION_KEY };

const RESOURCE: Grammar = {
  accepts: (resource) => /^(limits|requests)\.(cpu|memory|ephemeral-storage|hugepages-.+)$/.test(String(resource)),
  rule: 'the pod tells limits and requests of cpu, memory and ephemeral-storage',
  fix: 'write it as "limits.memory"',
  code: RuleCode.INVALID_FIELD,
};

/** One, in the billionths in which quantities are read. */
const ONE = 10n ** 9n;

/** The powers that the suffixes of sizes stand for. */
const POWERS = [0n, 1n, 2n, 3n, 4n, 5n, 6n];

const CPU_DIVISOR: Grammar = {
  accepts: (divisor) => isOneOf(divisor, [ONE / 1000n]),
  rule: 'the divisor of CPU is 1m or 1',
  fix: 'use one of them, or leave it out for whole CPUs',
  code: RuleCode.INVALID_QUANTITY,
};

const SIZE_DIVISOR: Grammar = {
  accepts: (divisor) => isOneOf(divisor, POWERS.map((power) => ONE * (/i$/.test(String(divisor)) ? 1024n : 1000n) ** power)),
  rule: 'the divisor of a size is 1, alone or with a suffix: k, M, G, T, P, E, Ki, Mi, Gi, Ti, Pi or Ei',
  fix: 'use one of them, or leave it out for bytes',
  code: RuleCode.INVALID_QUANTITY,
};

/** Checks what an environment variable takes from its pod: what the API server would refuse with the pod. */
export function checkPodFields(report: Report, field: string, { fieldRef, resourceFieldRef }: PodFieldSource): void {
  checkSource(report, field, { fieldRef, resourceFieldRef }, ENV_FIELDS);
}

/** Checks what a file of a volume takes from its pod. */
export function checkPodFile(report: Report, field: string, { fieldRef, resourceFieldRef }: PodFieldSource): void {
  checkSource(report, field, { fieldRef, resourceFieldRef }, FILE_FIELDS);
  if (Boolean(fieldRef) === Boolean(resourceFieldRef)) {
    report.add({
      field,
      value: { fieldRef, resourceFieldRef },
      rule: 'a file holds either a field of the pod or a resource of a container',
      fix: 'give one of fieldRef and resourceFieldRef',
      code: RuleCode.INVALID_FIELD,
    });
  }
  if (resourceFieldRef && !resourceFieldRef.containerName) {
    report.add({
      field: `${field}.resourceFieldRef.containerName`,
      value: resourceFieldRef.containerName,
      rule: 'a file does not know its container',
      fix: 'name the container: that of a SpinApp has the name of the app',
      code: RuleCode.INVALID_FIELD,
    });
  }
}

function checkSource(report: Report, field: string, { fieldRef, resourceFieldRef }: PodFieldSource, fields: readonly string[]): void {
  if (fieldRef) {
    report.holdGiven(`${field}.fieldRef.apiVersion`, fieldRef.apiVersion, POD_VERSION);
    checkPath(report, `${field}.fieldRef.fieldPath`, fieldRef.fieldPath, fields);
  }
  if (resourceFieldRef) {
    const { resource, divisor } = resourceFieldRef;
    const place = `${field}.resourceFieldRef`;
    report.hold(`${place}.resource`, resource, RESOURCE);
    report.holdGiven(`${place}.divisor`, divisor, /\.cpu$/.test(String(resource)) ? CPU_DIVISOR : SIZE_DIVISOR);
  }
}

function checkPath(report: Report, field: string, path: string | undefined, fields: readonly string[]): void {
  const [, map, key] = /^(metadata\.(?:labels|annotations))\['(.*)'\]$/s.exec(path ?? '') ?? [];
  if (map === undefined) {
    report.hold(field, path, {
      accepts: (value) => fields.includes(FORMER_FIELDS[String(value)] ?? String(value)),
      rule: `the pod tells ${fields.join(', ')}, metadata.labels['key'] and metadata.annotations['key']`,
      fix: 'use one of them',
      code: RuleCode.INVALID_FIELD,
    });
  } else {
    report.hold(field, key, KEYS[map]);
  }
}

/** Whether a divisor is 1, a unit, or 0, which stands for none; the API server keeps an exponent, and then finds no unit. */
function isOneOf(divisor: unknown, units: readonly bigint[]): boolean {
  const amount = parseQuantity(divisor);
  const hasExponent = /e[-+]?[0-9]/i.test(String(divisor));
  return amount !== undefined && [0n, ONE, ...(hasExponent ? [] : units)].includes(amount);
}
