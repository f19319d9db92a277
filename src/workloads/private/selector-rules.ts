import { Noun } from './nouns';
import { Fields, PodTemplate, podTemplate } from '../../nodes/private/pod-template';
import { checkLabelSelector } from '../../rules/label-selector';
import { Report } from '../../rules/problem';
import { RuleCode } from '../../rules/rule-code';

/** Labels by which a Job knows its pods. */
const OF_JOBS = ['controller-uid', 'job-name', 'batch.kubernetes.io/controller-uid', 'batch.kubernetes.io/job-name'];

/** Checks that a workload knows its pods, by labels that they have. */
export function checkSelector(report: Report, noun: Noun, object: Fields): void {
  const template = podTemplate({ ...object, kind: noun.kind });
  if (noun.kind === 'Job' || noun.kind === 'CronJob') {
    checkJobLabels(report, template, noun.kind === 'Job' ? object.metadata?.name : undefined);
  } else if (noun.kind !== 'Pod') {
    checkOwnSelector(report, noun, object.spec.selector, template);
  }
}

function checkOwnSelector(report: Report, { kind }: Noun, selector: Fields = {}, template: PodTemplate): void {
  const { matchLabels = {}, matchExpressions = [] } = selector;
  const { labels = {} } = template.metadata;
  checkLabelSelector(report, 'spec.selector', selector);
  if (Object.keys(matchLabels).length + matchExpressions.length === 0) {
    const rule = `a ${kind} needs labels by which it knows its pods`;
    report.add({ field: 'spec.selector', value: selector, rule, fix: 'call select(), or leave out select: false', code: RuleCode.INVALID_LABEL });
  }
  const fits = Object.entries(matchLabels).every(([key, value]) => labels[key] === value)
    && matchExpressions.every((requirement: Fields) => isMet(requirement, labels));
  if (!fits) {
    report.add({
      field: 'spec.selector',
      value: selector,
      rule: `it does not select the pods of the ${kind}, which have ${JSON.stringify(labels)}`,
      fix: 'give the pods the labels by podMetadata',
      code: RuleCode.INVALID_LABEL,
    });
  }
}

function isMet({ key, operator, values = [] }: Fields, labels: Fields): boolean {
  switch (operator) {
    case 'In': return values.includes(labels[key]);
    case 'NotIn': return !values.includes(labels[key]);
    case 'Exists': return labels[key] !== undefined;
    default: return labels[key] === undefined;
  }
}

function checkJobLabels(report: Report, { place, metadata }: PodTemplate, name?: string): void {
  for (const key of OF_JOBS) {
    const value = metadata.labels?.[key];
    if (value !== undefined && !(key.endsWith('job-name') && value === name)) {
      report.add({
        field: `${place}metadata.labels[${JSON.stringify(key)}]`,
        value,
        rule: 'the Job knows its pods by this label, and writes it itself',
        fix: 'use another key',
        code: RuleCode.INVALID_LABEL,
      });
    }
  }
}
