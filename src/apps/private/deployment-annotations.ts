import { FixedSpec } from './spin-app-spec';
import { Report } from '../../rules/problem';
import { RuleCode } from '../../rules/rule-code';

/** Refuses annotations for a Deployment that the operator does not make. */
export function refuseDeploymentAnnotations(report: Report, spec: Pick<FixedSpec, 'deploymentAnnotations' | 'podAnnotations'>): void {
  refuseAnnotations(report, 'spec.deploymentAnnotations', spec.deploymentAnnotations);
  refuseAnnotations(report, 'spec.podAnnotations', spec.podAnnotations);
}

function refuseAnnotations(report: Report, field: string, annotations: { [key: string]: string } = {}): void {
  if (Object.keys(annotations).length > 0) {
    report.add({
      field,
      value: annotations,
      rule: 'the executor makes no Deployment, and the webhook refuses annotations for one',
      fix: 'leave them out, or use an executor with createDeployment',
      code: RuleCode.ANNOTATIONS_WITHOUT_DEPLOYMENT,
    });
  }
}
