import { tooNew } from './feature-floor';
import { WasmCluster } from '../../cluster/wasm-cluster';
import { Problem, Report } from '../../rules/problem';
import { RuleCode } from '../../rules/rule-code';
import { isOlder } from '../../upstream/component';
import { firstShimWith, newestWithKnownSpin } from '../../upstream/spin-shim';

/** Something that only certain releases of Spin take. */
export interface SpinRange {
  readonly field: string;

  /** The first release of Spin that takes it. */
  readonly since: string;

  /**
   * The first release of Spin that refuses it again.
   *
   * @default - none
   */
  readonly removedIn?: string;
}

/**
 * Holds something to the Spin in the cluster's shim: an error where that is too old or too new. Where no shim is said, what none is
 * known to have is a warning.
 */
export function holdSpin(report: Report, { field, since, removedIn }: SpinRange): void {
  const { shimVersion } = WasmCluster.of(report.construct);
  const first = firstShimWith(since);
  if (first !== undefined) {
    tooNew(report, report.construct, { field, shim: first });
  } else if (shimVersion === undefined) {
    report.advise(inNoShim(field, since, shimVersion));
  } else if (!isLater(shimVersion)) {
    report.add(inNoShim(field, since, shimVersion));
  }
  const last = removedIn && firstShimWith(removedIn);
  if (last && shimVersion !== undefined && !isOlder(shimVersion, last)) {
    report.add({
      field,
      value: shimVersion,
      rule: `this cluster has containerd-shim-spin ${shimVersion}, and Spin ${removedIn}, in the shim from ${last} on, refuses the field`,
      fix: 'leave it out',
      code: RuleCode.FIELD_REMOVED,
    });
  }
}

/** Reports a field that no known Spin has, or warns of it where the cluster's shim may have one that does. */
export function holdUnknown(report: Report, problem: Problem): void {
  const { shimVersion } = WasmCluster.of(report.construct);
  if (shimVersion !== undefined && isLater(shimVersion)) {
    report.advise({ ...problem, fix: `${problem.fix}; if the Spin of containerd-shim-spin ${shimVersion} has it, silence this warning` });
  } else {
    report.add(problem);
  }
}

/** Whether the Spin in a shim is newer than this library, or may be. */
function isLater(shimVersion: string): boolean {
  return isOlder(newestWithKnownSpin().version, shimVersion);
}

function inNoShim(field: string, spin: string, shimVersion: string | undefined): Problem {
  return {
    field,
    value: shimVersion,
    rule: `it needs Spin ${spin}, and no containerd-shim-spin up to ${newestWithKnownSpin().version} has it`,
    fix: 'leave it out, or name a later shim as shimVersion of the WasmCluster and look up its Spin',
    code: RuleCode.FIELD_TOO_NEW,
  };
}
