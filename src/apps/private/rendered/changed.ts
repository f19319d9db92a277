import { ApiObject } from 'cdk8s';
import { Fields } from './rule-context';
import { hasLateValues, Report } from '../../../rules/problem';

/**
 * Judges the object of a construct as it is rendered, where calls changed it after its constructor or only synthesis tells its values,
 * and gives its spec.
 */
export function changedSpec(report: Report, object: ApiObject): Fields | undefined {
  const { patches } = object as unknown as { readonly patches?: readonly unknown[] };
  if (!patches?.length && !hasLateValues(report.construct)) {
    return undefined;
  }
  const rendered = object.toJson() as Fields;
  judge().judgeAlone(report, object, rendered);
  return rendered.spec ?? {};
}

/** The judge, which only programs load that change such an object or judge others. */
function judge(): typeof import('./judge') {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  return require('./judge');
}
