import { IConstruct } from 'constructs';
import { tooNew } from './feature-floor';
import { FixedSpec } from './spin-app-spec';
import { Report } from '../../rules/problem';
import { SPIN_OPERATOR } from '../../upstream/spin-operator';
import { SPIN_SHIM } from '../../upstream/spin-shim';

/** An app as releases see it. */
export interface VersionedApp {
  readonly construct: IConstruct;
  readonly spec: Pick<FixedSpec, 'serviceAccountName' | 'invocationLimits' | 'components'>;
}

/** Checks that the cluster's releases know the fields of an app. */
export function checkVersions(report: Report, { construct, spec }: VersionedApp): void {
  if (spec.serviceAccountName) {
    tooNew(report, construct, { field: 'spec.serviceAccountName', operator: SPIN_OPERATOR.first('serviceAccountName') });
  }
  if (spec.invocationLimits) {
    tooNew(report, construct, {
      field: 'spec.invocationLimits', operator: SPIN_OPERATOR.first('invocationLimits'), shim: SPIN_SHIM.first('invocationLimits'),
    });
  }
  if (spec.components) {
    tooNew(report, construct, { field: 'spec.components', shim: SPIN_SHIM.first('components') });
  }
}
