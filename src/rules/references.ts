import { Grammar, SUBDOMAIN } from './grammar';
import { Report } from './problem';
import { RuleCode } from './rule-code';

/** The name of an object that is referred to. */
export const REFERENCE: Grammar = { ...SUBDOMAIN, code: RuleCode.INVALID_REFERENCE };

/** A key of a Secret or ConfigMap. */
export const KEY: Grammar = {
  accepts: (key) => typeof key === 'string' && /^[-._a-zA-Z0-9]{1,253}$/.test(key) && key !== '.' && key !== '..',
  rule: "a key of a Secret or ConfigMap is at most 253 letters, digits, '-', '_' and '.'",
  fix: 'use the key that the object has',
  code: RuleCode.INVALID_REFERENCE,
};

interface KeyReference {
  readonly name?: string;
  readonly key?: string;
}

/** The name of a Secret by which images are pulled; the kubelet passes over an empty one. */
const PULL_SECRET: Grammar = { ...REFERENCE, accepts: (name) => name === '' || REFERENCE.accepts(name) };

/** Checks the Secrets by which images are pulled. */
export function checkPullSecrets(report: Report, secrets: readonly { readonly name?: string }[] = [], field = 'spec.imagePullSecrets'): void {
  const names = secrets.map(({ name = '' }) => name);
  names.forEach((name, index) => {
    report.hold(`${field}[${index}].name`, name, PULL_SECRET);
    if (names.indexOf(name) < index) {
      report.add({ field: `${field}[${index}].name`, value: name, rule: 'it is named already', fix: 'name it once', code: RuleCode.DUPLICATE_KEY });
    }
  });
}

/** Checks the Secret or ConfigMap from which a value comes. */
export function checkKeyReference(report: Report, field: string, source?: { secretKeyRef?: KeyReference; configMapKeyRef?: KeyReference }): void {
  for (const kind of ['secretKeyRef', 'configMapKeyRef'] as const) {
    const reference = source?.[kind];
    if (reference) {
      report.hold(`${field}.${kind}.name`, reference.name, REFERENCE);
      report.hold(`${field}.${kind}.key`, reference.key, KEY);
    }
  }
}
