import { ApiObjectMetadata } from 'cdk8s';
import { Grammar, LABEL_VALUE, NAMESPACE, qualifiedKey } from './grammar';
import { Report } from './problem';
import { RuleCode } from './rule-code';
import { SCALAR } from './scalar';

const LABEL_KEY = qualifiedKey('a label key', RuleCode.INVALID_LABEL);
const ANNOTATION_KEY = qualifiedKey('an annotation key', RuleCode.INVALID_ANNOTATION);

const ANNOTATION_VALUE: Grammar = {
  accepts: (value) => typeof value === 'string',
  rule: 'an annotation value must be a string',
  fix: 'put the value in quotes',
  code: RuleCode.INVALID_ANNOTATION,
};

type StringMap = { readonly [key: string]: string };

/** Checks labels (or a node selector) and copies them. */
export function labels(report: Report, field: string, given: StringMap = {}): { [key: string]: string } {
  for (const [key, value] of Object.entries(given)) {
    report.hold(`${field} key`, key, LABEL_KEY);
    report.hold(`${field}[${JSON.stringify(key)}]`, value, LABEL_VALUE);
    report.hold(`${field}[${JSON.stringify(key)}]`, value, SCALAR);
  }
  return { ...given };
}

/** Checks annotations and copies them. */
export function annotations(report: Report, field: string, given: StringMap = {}): { [key: string]: string } {
  for (const [key, value] of Object.entries(given)) {
    report.hold(`${field} key`, key, ANNOTATION_KEY);
    report.hold(`${field}[${JSON.stringify(key)}]`, value, ANNOTATION_VALUE);
    report.hold(`${field}[${JSON.stringify(key)}]`, value, SCALAR);
  }
  return { ...given };
}

/** Checks the metadata of an object, and its name by the kind's own grammar. */
export function metadata(report: Report, given: ApiObjectMetadata | undefined, name: Grammar): void {
  if (given?.name !== undefined) {
    report.hold('metadata.name', given.name, name);
  }
  if (given?.namespace !== undefined) {
    report.hold('metadata.namespace', given.namespace, NAMESPACE);
  }
  labels(report, 'metadata.labels', given?.labels);
  annotations(report, 'metadata.annotations', given?.annotations);
}
