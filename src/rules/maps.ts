import { ApiObjectMetadata, Chart } from 'cdk8s';
import { byKey, sortedMap } from './by-key';
import { Grammar, LABEL_VALUE, NAMESPACE, qualifiedKey } from './grammar';
import { checkLifetime } from './object-metadata';
import { Report } from './problem';
import { RuleCode } from './rule-code';

/** The key of a label. */
export const LABEL_KEY = qualifiedKey('a label key', RuleCode.INVALID_LABEL);
const KEY = qualifiedKey('an annotation key', RuleCode.INVALID_ANNOTATION);

/** The key of an annotation, whose letters the API server lowers before it looks. */
export const ANNOTATION_KEY: Grammar = { ...KEY, accepts: (key) => typeof key === 'string' && KEY.accepts(key.toLowerCase()) };

const ANNOTATION_VALUE: Grammar = {
  accepts: (value) => typeof value === 'string',
  rule: 'an annotation value must be a string',
  fix: 'put the value in quotes',
  code: RuleCode.INVALID_ANNOTATION,
};

/** What the API server counts for one object: the bytes of keys and values. */
const ANNOTATION_BYTES = 256 * 1024;

const ANNOTATION_SIZE: Grammar = {
  accepts: (size) => Number(size) <= ANNOTATION_BYTES,
  rule: `the annotations of an object hold at most ${ANNOTATION_BYTES} bytes in all, keys and values`,
  fix: 'keep long texts in a ConfigMap',
  code: RuleCode.INVALID_ANNOTATION,
};

/** cdk8s takes a map for an object of a class when it has this key, and fails to render it. */
function refuseUnrenderable(report: Report, field: string, given: StringMap, code: RuleCode): void {
  if (Object.hasOwn(given, 'constructor')) {
    const rule = 'cdk8s cannot render a map with this key';
    report.add({ field: `${field} key`, value: 'constructor', rule, fix: 'use another key, or one with a prefix', code });
  }
}

type StringMap = { readonly [key: string]: string };

/** Checks labels (or a node selector) and copies them. */
export function labels(report: Report, field: string, given: StringMap = {}): { [key: string]: string } {
  for (const [key, value] of byKey(given)) {
    report.hold(`${field} key`, key, LABEL_KEY);
    report.hold(`${field}[${JSON.stringify(key)}]`, value, LABEL_VALUE);
  }
  refuseUnrenderable(report, field, given, RuleCode.INVALID_LABEL);
  return sortedMap(given);
}

/** Checks annotations and copies them. */
export function annotations(report: Report, field: string, given: StringMap = {}): { [key: string]: string } {
  let size = 0;
  for (const [key, value] of byKey(given)) {
    report.hold(`${field} key`, key, ANNOTATION_KEY);
    report.hold(`${field}[${JSON.stringify(key)}]`, value, ANNOTATION_VALUE);
    size += Buffer.byteLength(key) + (typeof value === 'string' ? Buffer.byteLength(value) : 0);
  }
  report.hold(`${field} in bytes`, size, ANNOTATION_SIZE);
  refuseUnrenderable(report, field, given, RuleCode.INVALID_ANNOTATION);
  return sortedMap(given);
}

/** Checks the metadata of an object with what its chart adds, and its name by the kind's own grammar. */
export function metadata(report: Report, chart: Chart, given: ApiObjectMetadata | undefined, name: Grammar): void {
  const namespace = given?.namespace ?? chart.namespace;
  report.holdGiven('metadata.name', given?.name, name);
  report.holdGiven('metadata.namespace', namespace, NAMESPACE);
  labels(report, 'metadata.labels', { ...chart.labels, ...given?.labels });
  annotations(report, 'metadata.annotations', given?.annotations);
  checkLifetime(report, given);
}
