/** Autoscalers and routes that somebody wrote by hand: where the judge takes their targets, the server takes the objects. */
import { Chart } from 'cdk8s';
import fc from 'fast-check';
import { mostly, number, oddText, oneOf, record } from './odd';
import { differences, judgeEach, outcomesOf } from './programs';
import { WasmValidation } from '../../src';
import { raw } from '../validation/raw';

const draws = record({
  name: mostly(oneOf('api', 'web'), oddText, 6),
  kind: mostly(oneOf('Deployment'), oddText, 10),
  port: mostly(number(80, 80), oddText, 10),
}).map(({ port, ...given }) => ({ ...given, port: given.name === 'web' ? port : 80 }));
// the judge knows the ports of web alone
type Draw = typeof draws extends fc.Arbitrary<infer T> ? T : never;

const backendOf = ({ name, port }: Draw) => ({ service: { name, port: typeof port === 'number' ? { number: port } : { name: port } } });

const KINDS: { [kind: string]: { readonly apiVersion: string; readonly specOf: (given: Draw) => object } } = {
  HorizontalPodAutoscaler: {
    apiVersion: 'autoscaling/v2',
    specOf: ({ name, kind }) => ({ maxReplicas: 3, scaleTargetRef: { apiVersion: 'apps/v1', kind, name } }),
  },
  ScaledObject: {
    apiVersion: 'keda.sh/v1alpha1',
    specOf: ({ name, kind }) => ({ scaleTargetRef: { kind, name }, triggers: [{ type: 'cron', metadata: { timezone: 'Etc/UTC' } }] }),
  },
  Ingress: { apiVersion: 'networking.k8s.io/v1', specOf: (given) => ({ defaultBackend: backendOf(given) }) },
  HTTPRoute: { apiVersion: 'gateway.networking.k8s.io/v1', specOf: ({ name, port }) => ({ rules: [{ backendRefs: [{ name, port }] }] }) },
};

function others(chart: Chart): void {
  raw(chart, 'v1', 'Service', { spec: { ports: [{ name: 'http', port: 80 }], selector: { app: 'web' } } }, { name: 'web' });
  WasmValidation.of(chart).exists({ kind: 'Deployment', name: 'web' }).exists({ kind: 'Deployment', name: 'api' }).exists({ kind: 'Service', name: 'api' });
}

test.each(Object.entries(KINDS))('a %s', (kind, { apiVersion, specOf }) => {
  const outcomes = outcomesOf(draws, (chart, given) => {
    others(chart);
    raw(chart, apiVersion, kind, { spec: specOf(given) }, { name: 'made' });
  });
  const taken = outcomes.filter(({ problems }) => problems.length === 0);
  expect(taken.length).toBeGreaterThan(outcomes.length / 4);
  const answers = judgeEach(taken.map(({ objects }) => objects.filter((object) => object.kind === kind)));
  expect(differences(taken.flatMap(({ given }, index) => answers[index].map((said) => ({ text: said, example: given }))))).toEqual([]);
});
