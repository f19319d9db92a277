import { IConstruct } from 'constructs';
import { Grammar } from '../../rules/grammar';
import { Report, wording } from '../../rules/problem';
import { RuleCode } from '../../rules/rule-code';
import { warn } from '../../rules/rules';
import { Component, isOlder } from '../../upstream/component';
import { isKubernetesVersion, KUBERNETES, minorOf } from '../../upstream/kubernetes';
import { semver } from '../../upstream/semver';
import { SPIN_OPERATOR } from '../../upstream/spin-operator';
import { newestWithKnownSpin, SPIN_SHIM } from '../../upstream/spin-shim';
import { SpinKubeVersion } from '../spinkube-version';

/** What a cluster is said to run. */
interface StatedReleases {
  readonly operatorVersion?: SpinKubeVersion;
  readonly shimVersion?: string;
  readonly kubernetesVersion?: string;
}

const SHIM: Grammar = {
  accepts: (version) => typeof version === 'string' && semver().valid(version) !== null,
  rule: 'must be a release of containerd-shim-spin',
  fix: 'write it as "0.24.0"',
  code: RuleCode.UNKNOWN_VERSION,
};

const MINOR: Grammar = {
  accepts: isKubernetesVersion,
  rule: 'must be a version of Kubernetes',
  fix: 'write it as "1.37"',
  code: RuleCode.UNKNOWN_VERSION,
};

/** Checks the releases that a cluster is said to run, and warns of those that are newer than what is known. */
export function checkReleases(report: Report, { operatorVersion, shimVersion, kubernetesVersion }: StatedReleases): void {
  report.holdGiven('shimVersion', shimVersion, SHIM);
  report.holdGiven('kubernetesVersion', kubernetesVersion, MINOR);
  const { construct } = report;
  if (operatorVersion) {
    warnIfUnknown(construct, 'operatorVersion', operatorVersion);
  }
  if (shimVersion !== undefined && SHIM.accepts(shimVersion)) {
    warnIfNewer(construct, 'shimVersion', shimVersion, SPIN_SHIM);
    warnIfSpinUnknown(construct, shimVersion);
  }
  if (kubernetesVersion !== undefined && MINOR.accepts(kubernetesVersion)) {
    warnIfNewer(construct, 'kubernetesVersion', minorOf(kubernetesVersion), KUBERNETES);
  }
}

/** Warns of an operator of which this library knows nothing but that it is newer. */
export function warnIfUnknown(construct: IConstruct, field: string, { version, _isTarget }: SpinKubeVersion): void {
  if (_isTarget) {
    warnIfNewer(construct, field, version, SPIN_OPERATOR);
  }
}

/** Warns of an operator whose CRDs this library would have to guess, and does not write. */
export function warnIfCrdsMissing(construct: IConstruct, field: string, { version, _isTarget }: SpinKubeVersion): void {
  if (_isTarget) {
    const code = RuleCode.NEWER_RELEASE;
    warn(construct, code, wording({
      field,
      value: version,
      rule: `this library knows ${SPIN_OPERATOR.name} up to ${SPIN_OPERATOR.newest.version}, and writes no CRDs of this one`,
      fix: "apply the release's own spin-operator.crds.yaml first, or give it to SpinKubeVersion.custom()",
      code,
    }));
  }
}

function warnIfNewer(construct: IConstruct, field: string, ...[version, component]: [string, Component<any, any>]): void {
  if (component.isNewer(version)) {
    newer(construct, {
      field, value: version, rule: `this library knows ${component.name} up to ${component.newest.version}, and takes it for what that one is`,
    });
  }
}

function warnIfSpinUnknown(construct: IConstruct, version: string): void {
  const newest = newestWithKnownSpin();
  if (isOlder(newest.version, version) && !SPIN_SHIM.isNewer(version)) {
    newer(construct, {
      field: 'shimVersion', value: version, rule: `it is not known which Spin this ${SPIN_SHIM.name} has: it is taken for that of ${newest.version}, ${newest.spin}, or newer`,
    });
  }
}

function newer(construct: IConstruct, words: { readonly field: string; readonly value: string; readonly rule: string }): void {
  const code = RuleCode.NEWER_RELEASE;
  warn(construct, code, wording({ ...words, fix: 'read what the release changes, then silence this rule', code }));
}
