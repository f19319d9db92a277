import { IConstruct } from 'constructs';
import { Report } from '../../rules/problem';
import { RuleCode } from '../../rules/rule-code';

const withoutHttp = new WeakSet<IConstruct>();

/** Notes that an app answers no HTTP, as its manifest says. */
export function markWithoutHttp(app: IConstruct): void {
  withoutHttp.add(app);
}

/** Reports that an app which answers no HTTP is made reachable. */
export function refuseWithoutHttp(report: Report, app: IConstruct, field: string): void {
  if (withoutHttp.has(app)) {
    report.add({
      field,
      value: app.node.id,
      rule: 'the manifest of this app has no HTTP trigger, and nothing listens at its port',
      fix: 'leave this out, or add an HTTP trigger',
      code: RuleCode.NO_HTTP_TRIGGER,
    });
  }
}
