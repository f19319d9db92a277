import { ObjectIndex } from '../../cluster/private/object-index';
import { Report } from '../../rules/problem';
import { RuleCode } from '../../rules/rule-code';

/** An app by its name. */
export interface NamedApp {
  readonly name: string;
  readonly namespace?: string;
}

/** What the operator writes by the name of an app, and what happens to another object of that name. */
const MADE = [
  {
    group: 'core',
    kind: 'Service',
    fate: (path: string) => `the operator makes a Service of this name and overwrites the one of ${path}`,
    code: RuleCode.SERVICE_NAME_COLLISION,
  },
  {
    group: 'apps',
    kind: 'Deployment',
    fate: (path: string) => `the operator takes the Deployment of ${path} for its own: it fails for ever on the selector, which nobody can change, `
      + 'or deletes it where the executor makes no Deployment',
    code: RuleCode.DEPLOYMENT_NAME_COLLISION,
  },
];

/** Refuses objects that the operator would take for those that it makes for an app. */
export function checkCollisions(report: Report, { name, namespace }: NamedApp, objects: ObjectIndex): void {
  for (const { group, kind, fate, code } of MADE) {
    for (const other of objects.find({ group, kind, namespace, name })) {
      const fix = `give the app or that ${kind} another name`;
      report.add({ field: 'metadata.name', value: name, rule: fate(other.node.path), fix, code });
    }
  }
  if (name === 'kubernetes' && namespace === 'default') {
    report.add({
      field: 'metadata.name',
      value: name,
      rule: "the operator makes a Service of this name and overwrites the API server's own in this namespace",
      fix: 'give the app another name or namespace',
      code: RuleCode.SERVICE_NAME_COLLISION,
    });
  }
}
