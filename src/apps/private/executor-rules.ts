import { IConstruct } from 'constructs';
import { tooNew } from './feature-floor';
import { checkReferred } from './reference-rules';
import { executorReferences } from './references';
import { checkWrittenImage } from '../../cluster/private/cluster-image';
import { stateOf } from '../../cluster/private/state-of';
import { WasmRuntime } from '../../nodes/wasm-runtime';
import { Problem, Report } from '../../rules/problem';
import { REFERENCE } from '../../rules/references';
import { RuleCode } from '../../rules/rule-code';
import { holdUrl, HTTP } from '../../rules/url';
import { SPIN_SHIM } from '../../upstream/spin-shim';

type Fields = { readonly [field: string]: any };

interface PlacedExecutor extends IConstruct {
  readonly namespace?: string;
}

/** Checks `spec.deploymentConfig` as the operator's webhook does, and what its reconciler would choke on. */
export function checkDeploymentConfig(report: Report, config: Fields, holdImage = checkWrittenImage): void {
  const { runtimeClassName, spinImage, caCertSecret, otel } = config;
  if ((runtimeClassName === undefined) === (spinImage === undefined)) {
    report.add({
      field: 'spec.deploymentConfig',
      value: { runtimeClassName, spinImage },
      rule: 'an executor runs apps by exactly one of runtimeClass and spinImage',
      fix: 'give a runtimeClass for nodes with the Spin shim, or a spinImage for ordinary nodes',
      code: RuleCode.EXECUTOR_TARGET,
    });
  }
  if (spinImage !== undefined) {
    holdImage(report, 'spec.deploymentConfig.spinImage', spinImage);
  }
  report.holdGiven('spec.deploymentConfig.runtimeClassName', runtimeClassName, REFERENCE);
  report.holdGiven('spec.deploymentConfig.caCertSecret', caCertSecret || undefined, REFERENCE);
  checkOtel(report, otel);
}

/** Checks that the cluster's releases know what an executor asks. */
export function checkExecutorVersions(report: Report, scope: IConstruct, { deploymentConfig }: Fields): void {
  if (deploymentConfig?.otel) {
    tooNew(report, scope, { field: 'spec.deploymentConfig.otel', shim: SPIN_SHIM.first('otel') });
  }
}

/** Holds an executor that this library makes to what the tree makes beside it. */
export function checkExecutorTree(report: Report, executor: PlacedExecutor, spec: Fields): void {
  const { objects } = stateOf(executor);
  const lookup = { objects, namespace: executor.namespace, isSaid: objects.isSaid.bind(objects), strict: false };
  checkExecutorVersions(report, executor, spec);
  checkReferred(report, lookup, executorReferences(spec));
}

/** The problem of a RuntimeClass that starts something else than Spin. */
export function wrongRuntime(runtimeClassName: string, runtime: WasmRuntime): Problem {
  return {
    field: 'spec.deploymentConfig.runtimeClassName',
    value: runtimeClassName,
    rule: `SpinApps run in containerd-shim-spin only, and this class starts ${runtime.binary}`,
    fix: 'give a SpinRuntimeClass',
    code: RuleCode.WRONG_RUNTIME,
  };
}

function checkOtel(report: Report, otel: Fields = {}): void {
  for (const [field, endpoint] of Object.entries(otel).filter(([, value]) => value)) {
    holdUrl(report, `spec.deploymentConfig.otel.${field}`, endpoint, {
      schemes: HTTP,
      fix: 'send to a collector in the cluster, which may hold it',
      isAdvice: true,
    });
  }
}
