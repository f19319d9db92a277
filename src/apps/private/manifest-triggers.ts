import { Construct } from 'constructs';
import { tooNew } from './feature-floor';
import { WasmCluster } from '../../cluster/wasm-cluster';
import { SpinManifest } from '../../manifest/spin-manifest';
import { SpinManifestTrigger } from '../../manifest/spin-manifest-parts';
import { Report } from '../../rules/problem';
import { RuleCode } from '../../rules/rule-code';
import { isOlder } from '../../upstream/component';
import { firstShimWith, newestWithKnownSpin, ShimTrigger, SPIN_SHIM } from '../../upstream/spin-shim';

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

/** Holds a manifest to the Spin in the cluster's shim, where that is known. */
export function checkFeatures(report: Report, scope: Construct, { features }: SpinManifest): void {
  for (const { place, spinVersion } of features) {
    const field = `manifest: ${place}`;
    const shim = firstShimWith(spinVersion);
    if (shim !== undefined) {
      tooNew(report, scope, { field, shim });
    } else {
      checkSpin(report, scope, { field, spinVersion });
    }
  }
}

/** Refuses what needs a Spin that no shim is known to have, unless the cluster's shim is one whose Spin is not known. */
function checkSpin(report: Report, scope: Construct, { field, spinVersion }: { readonly field: string; readonly spinVersion: string }): void {
  const { shimVersion } = WasmCluster.of(scope);
  const { version } = newestWithKnownSpin();
  if (shimVersion && !isOlder(version, shimVersion)) {
    report.add({
      field,
      value: shimVersion,
      rule: `this cluster has ${SPIN_SHIM.name} ${shimVersion}, and the field needs Spin ${spinVersion} or newer, which none up to ${version} has`,
      fix: `upgrade the ${SPIN_SHIM.name}, or leave the field out`,
      code: RuleCode.FIELD_TOO_NEW,
    });
  }
}

function isRun(type: string): type is ShimTrigger {
  return TRIGGERS.includes(type as ShimTrigger);
}
