import { Construct } from 'constructs';
import { serves } from '../../manifest/private/route';
import { SpinManifestTrigger } from '../../manifest/spin-manifest-parts';
import { Report } from '../../rules/problem';
import { RuleCode } from '../../rules/rule-code';
import { warn } from '../../rules/rules';

/** What Spin keeps for itself. */
const RESERVED = '/.well-known/spin/';

/** The path at which Spin itself says that it is well. */
export const HEALTH_PATH = `${RESERVED}health`;

/** The paths at which Spin itself answers. */
const OWN_PATHS = [HEALTH_PATH, `${RESERVED}info`];

/** Reports a path that an application answers with 404, or not at all. */
export function checkPath(report: Report, field: string, path: string, triggers: readonly SpinManifestTrigger[]): void {
  const routes = routesOf(triggers);
  const plain = path.replace(/[?#].*$/s, '');
  if (!triggers.some(({ type }) => type === 'http')) {
    report.add({
      field,
      value: path,
      rule: 'the app has no HTTP trigger, and nothing listens at its port',
      fix: 'leave the check out',
      code: RuleCode.NO_HTTP_TRIGGER,
    });
  } else if (!OWN_PATHS.includes(plain) && (plain.startsWith(RESERVED) || !routes.some((route) => serves(route, plain)))) {
    report.add({
      field,
      value: path,
      rule: `no route of the manifest serves this path: ${routes.join(', ') || 'it has none'}`,
      fix: `use a path that one of them serves, or ${HEALTH_PATH}, which Spin always serves`,
      code: RuleCode.UNSERVED_PATH,
    });
  }
}

/** Says which routes are never reached. */
export function warnOfRoutes(construct: Construct, triggers: SpinManifestTrigger[]): void {
  const routes = routesOf(triggers);
  const unreached = (route: string, why: string) => warn(construct, RuleCode.UNREACHABLE_ROUTE,
    `manifest: route ${JSON.stringify(route)}: ${why} (${RuleCode.UNREACHABLE_ROUTE})`);
  for (const route of new Set(routes.filter((one, index) => routes.indexOf(one) < index))) {
    unreached(route, 'several triggers have it, and the last one answers alone; give each a route of its own');
  }
  for (const route of new Set(routes.filter((one) => one.startsWith(RESERVED)))) {
    unreached(route, `Spin answers everything below ${RESERVED} itself; choose another route`);
  }
}

function routesOf(triggers: readonly SpinManifestTrigger[]): string[] {
  return triggers.flatMap(({ route }) => (route === undefined ? [] : [route]));
}
