import { SpinKubeVersion } from '../../cluster/spinkube-version';
import { Report } from '../../rules/problem';
import { RuleCode } from '../../rules/rule-code';
import { OperatorObjects, SPIN_OPERATOR } from '../../upstream/spin-operator';

/** The objects of a version; one that is like another has the other's, with its own tag. */
export function operatorObjects(version: SpinKubeVersion): OperatorObjects {
  const { objects } = SPIN_OPERATOR.find((version.basedOn ?? version).version)!;
  return version.basedOn ? { ...objects, image: objects.image.replace(/:[^:]*$/, `:v${version.version}`) } : objects;
}

/** Refuses a release whose objects this library would have to guess. */
export function checkBundledVersion(report: Report, { version, _isTarget }: SpinKubeVersion): void {
  if (_isTarget) {
    report.add({
      field: 'version',
      value: version,
      rule: `this library has no objects of ${SPIN_OPERATOR.name} ${version}: the newest that it knows is ${SPIN_OPERATOR.newest.version}`,
      fix: "give the operator ComponentSource.helm() or manifestUrl(), or use SpinKubeVersion.custom() with the release's own CRD file",
      code: RuleCode.UNKNOWN_VERSION,
    });
  }
}
