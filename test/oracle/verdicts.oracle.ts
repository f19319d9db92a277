/** What stands in for spin-operator and the API server here says what a real cluster said. */
import { consequences } from './judge';
import { judgeEach } from './programs';
import { admitted, executorRefusals, operatorRefusals } from '../support/webhook';
import rows from '../validation/verdicts/spinkube-0.6.1.json';

const MAKES_DEPLOYMENTS = { spec: { createDeployment: true } };
const MAKES_NONE = { spec: { createDeployment: false } };

/** Rows that tell of something else than their object. */
const ELSEWHERE: { readonly [row: string]: string } = {
  'metadata.name "1a"': 'the Deployment got its pods, and the Service was never made: no release without relaxed names takes it',
  'spec.executor "cyclotron"': 'there is no such executor',
  'spec.serviceAccountName "a"': 'there is no such account',
  'spec.serviceAccountName "a.b"': 'there is no such account',
  'spec.deploymentConfig.otel.bogus null': 'the server looks for unknown fields before it leaves out what is null',
};

test('each recorded verdict', () => {
  const answers = judgeEach(rows.map(({ object }) => consequences(object)));
  const differing = rows.filter(({ object, outcome }, index) => {
    const said = [...answers[index], ...refusals(object)];
    return ['refused', 'dead', 'no-pods'].includes(outcome) !== (said.length > 0);
  });
  expect(rows.length).toBeGreaterThan(400);
  expect(differing.map(titleOf).sort()).toEqual(Object.keys(ELSEWHERE).sort());
});

function refusals(object: any): string[] {
  const made = admitted(object);
  if (object.kind !== 'SpinApp') return executorRefusals(made);
  return operatorRefusals(made, object.spec.executor === 'ext' ? MAKES_NONE : MAKES_DEPLOYMENTS);
}

function titleOf({ field, object }: { field: string; object: any }): string {
  return `${field} ${JSON.stringify(field.split('.').reduce((inner, key) => inner?.[key], object))}`;
}
