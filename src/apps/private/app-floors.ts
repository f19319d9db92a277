import { IConstruct } from 'constructs';
import { tooNew } from './feature-floor';
import { FixedSpec } from './spin-app-spec';
import { Report } from '../../rules/problem';

/** An app as releases see it. */
export interface VersionedApp {
  readonly construct: IConstruct;
  readonly spec: Pick<FixedSpec, 'serviceAccountName' | 'invocationLimits' | 'components'>;
}

/** Checks that the cluster's releases know the fields of an app. */
export function checkVersions(report: Report, { construct, spec }: VersionedApp): void {
  if (spec.serviceAccountName) {
    tooNew(report, construct, { field: 'spec.serviceAccountName', operator: '0.5.0' });
  }
  if (spec.invocationLimits) {
    tooNew(report, construct, { field: 'spec.invocationLimits', operator: '0.6.0', shim: '0.20.0' });
  }
  if (spec.components) {
    tooNew(report, construct, { field: 'spec.components', shim: '0.17.0' });
  }
}
