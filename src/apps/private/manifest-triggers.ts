import { Construct } from 'constructs';
import { tooNew } from './feature-floor';
import { semver } from '../../cluster/private/releases';
import { WasmCluster } from '../../cluster/wasm-cluster';
import { SpinManifest } from '../../manifest/spin-manifest';
import { SpinManifestTrigger } from '../../manifest/spin-manifest-parts';
import { Report } from '../../rules/problem';
import { RuleCode } from '../../rules/rule-code';

/** The first shim that runs each type of trigger. */
const SHIMS: { [type: string]: string } = { http: '0.1.0', redis: '0.1.0', sqs: '0.12.0', command: '0.14.0', mqtt: '0.16.0' };

/** The first shim with each release of Spin that a manifest may need. */
const SHIM_OF_SPIN: { [spin: string]: string | undefined } = { '3.0.0': '0.17.0', '3.5.0': '0.22.0' };

/** The newest shim of which it is known what Spin it has. */
const NEWEST_SHIM = '0.24.0';

/** Holds triggers to those that the shim runs, and that do not end unless the workload may. */
export function checkTriggers(report: Report, scope: Construct, ...[triggers, mayEnd]: [SpinManifestTrigger[], boolean]): void {
  for (const type of new Set(triggers.map((trigger) => trigger.type))) {
    const field = `manifest: trigger.${type}`;
    if (!Object.hasOwn(SHIMS, type)) {
      report.add({
        field,
        value: type,
        rule: `containerd-shim-spin runs triggers of type ${Object.keys(SHIMS).join(', ')}, and ends at any other`,
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
      tooNew(report, scope, { field, shim: SHIMS[type] });
    }
  }
}

/** Holds a manifest to the Spin in the cluster's shim. */
export function checkFeatures(report: Report, scope: Construct, { features }: SpinManifest): void {
  for (const { place, spinVersion } of features) {
    const field = `manifest: ${place}`;
    const shim = SHIM_OF_SPIN[spinVersion];
    if (shim !== undefined) {
      tooNew(report, scope, { field, shim });
    } else if (!isUnknownShim(scope)) {
      report.add({
        field,
        value: spinVersion,
        rule: `it needs Spin ${spinVersion}, which no containerd-shim-spin up to ${NEWEST_SHIM} has`,
        fix: 'write it for Spin 3; if the image is built for Spin 3 all the same, turn this rule into a warning',
        code: RuleCode.FIELD_TOO_NEW,
      });
    }
  }
}

function isUnknownShim(scope: Construct): boolean {
  const { shimVersion } = WasmCluster.of(scope);
  return shimVersion !== undefined && semver().gt(shimVersion, NEWEST_SHIM);
}
