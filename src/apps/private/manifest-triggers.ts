import { Construct } from 'constructs';
import { tooNew } from './feature-floor';
import { holdSpin, holdUnknown } from './spin-floor';
import { SpinManifest } from '../../manifest/spin-manifest';
import { SpinManifestTrigger } from '../../manifest/spin-manifest-parts';
import { PlacedProblem, Report } from '../../rules/problem';
import { RuleCode } from '../../rules/rule-code';
import { ShimTrigger, SPIN_SHIM } from '../../upstream/spin-shim';

/** The types of triggers that the shim runs. */
const TRIGGERS: readonly ShimTrigger[] = ['http', 'redis', 'sqs', 'command', 'mqtt'];

/** Holds triggers to those that the shim runs, and that do not end unless the workload may. */
export function checkTriggers(report: Report, scope: Construct, ...[triggers, mayEnd]: [SpinManifestTrigger[], boolean]): void {
  for (const type of new Set(triggers.map((trigger) => trigger.type))) {
    const field = `manifest: trigger.${type}`;
    if (!isRun(type)) {
      report.add({
        field,
        value: type,
        rule: `containerd-shim-spin runs triggers of type ${TRIGGERS.join(', ')}, and ends at any other`,
        fix: type === 'cron' ? 'start it by a SpinCronJob with a command trigger' : 'use one of these',
        code: RuleCode.UNSUPPORTED_TRIGGER,
      });
    } else if (type === 'command' && !mayEnd) {
      report.add({
        field,
        value: type,
        rule: 'a command ends, and its Deployment would start it again for ever',
        fix: 'use a SpinJob, or a SpinCronJob',
        code: RuleCode.UNSUPPORTED_TRIGGER,
      });
    } else {
      tooNew(report, scope, { field, shim: SPIN_SHIM.first(`trigger.${type}`) });
    }
  }
}

/** Holds a manifest to the Spin in the cluster's shim: what only certain releases take, and the fields that no known one has. */
export function checkFeatures(report: Report, { features }: SpinManifest, unknown: readonly PlacedProblem[]): void {
  for (const { place, spinVersion, removedIn } of features) {
    holdSpin(report, { field: `manifest: ${place}`, since: spinVersion, removedIn });
  }
  for (const { place, problem } of unknown) {
    holdUnknown(report, { ...problem, field: `manifest ${place}: ${problem.field}` });
  }
}

function isRun(type: string): type is ShimTrigger {
  return TRIGGERS.includes(type as ShimTrigger);
}
