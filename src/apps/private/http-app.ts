import { IConstruct } from 'constructs';
import { checkPath } from './manifest-routes';
import { SpinManifestTrigger } from '../../manifest/spin-manifest-parts';
import { Report } from '../../rules/problem';
import { RuleCode } from '../../rules/rule-code';

const noted = new WeakMap<IConstruct, readonly SpinManifestTrigger[]>();

/** Notes what starts an app, as its manifest says. */
export function noteTriggers(app: IConstruct, triggers: readonly SpinManifestTrigger[]): void {
  noted.set(app, triggers);
}

/** Reports that an app which answers no HTTP is made reachable. */
export function refuseWithoutHttp(report: Report, app: IConstruct, field: string): void {
  if (noted.get(app)?.every(({ type }) => type !== 'http')) {
    report.add({
      field,
      value: app.node.id,
      rule: 'the manifest of this app has no HTTP trigger, and nothing listens at its port',
      fix: 'leave this out, or add an HTTP trigger',
      code: RuleCode.NO_HTTP_TRIGGER,
    });
  }
}

/** Reports a path for which somebody else asks an app, and which its manifest does not serve. */
export function checkAsked(report: Report, app: IConstruct, path: string): void {
  const triggers = noted.get(app);
  if (triggers) {
    checkPath(report, `path of ${app.node.path}`, path, triggers);
  }
}
