/** Selectors by the labels of spin-operator before 0.4.0 find nothing any more. */
import { ApiObject, Chart } from 'cdk8s';
import { Deployment } from 'cdk8s-plus-28';
import { raw, rawApp } from './raw';
import { RuleCode, Rules, WasmValidation } from '../../src';
import { warningsOf } from '../support/synth';

const OLD = 'core.spinoperator.dev/app-name';
const STATUS = 'core.spinoperator.dev/app.api.status';
const LABELS = { [OLD]: 'api' };

const advice = (path: string, field: string, label = OLD) => `[test/${path}] ${field}: got "${label}"; releases of spin-operator before 0.4.0 wrote the label, `
  + `and pods and Services have one of core.spinkube.dev since; use ${label.replace('spinoperator', 'spinkube')} (FormerLabel)`;

/** What is said of an object beside an app. */
function said(apiVersion: string, kind: string, spec: object, change: (chart: Chart) => unknown = (chart) => rawApp(chart)): string {
  return warningsOf((chart) => {
    WasmValidation.of(chart);
    change(chart);
    raw(chart, apiVersion, kind, { spec }, { name: 'web' });
  });
}

const SELECTORS: [string, object, string, string?][] = [
  ['v1 Service', { selector: LABELS, ports: [{ port: 80 }] }, 'spec.selector'],
  ['v1 Service', { selector: { [STATUS]: 'ready' } }, 'spec.selector', STATUS],
  ['policy/v1 PodDisruptionBudget', { minAvailable: 1, selector: { matchLabels: LABELS } }, 'spec.selector.matchLabels'],
  ['policy/v1 PodDisruptionBudget', { selector: { matchExpressions: [{ key: OLD, operator: 'Exists' }] } }, 'spec.selector.matchExpressions[0].key'],
  ['networking.k8s.io/v1 NetworkPolicy', { podSelector: {}, ingress: [{ from: [{ podSelector: { matchLabels: LABELS } }] }] },
    'spec.ingress[0].from[0].podSelector.matchLabels'],
  ['cilium.io/v2 CiliumNetworkPolicy', { endpointSelector: { matchLabels: { [`k8s:${OLD}`]: 'api' } } }, 'spec.endpointSelector.matchLabels'],
  ['monitoring.coreos.com/v1 ServiceMonitor', { selector: { matchLabels: LABELS } }, 'spec.selector.matchLabels'],
  ['monitoring.coreos.com/v1 PodMonitor', { selector: {}, podTargetLabels: [OLD] }, 'spec.podTargetLabels[0]'],
];

test.each(SELECTORS.map(([type, spec, field, label = OLD]) => ({ type, spec, field, label })))('$type $spec is advised against', ({ type, spec, field, label }) => {
  const [apiVersion, kind] = type.split(' ');
  expect(said(apiVersion, kind, spec)).toBe(advice(`${kind.toLowerCase()}-web`, field, label));
});

test('one in a list is found too', () => {
  const item = { apiVersion: 'v1', kind: 'Service', metadata: { name: 'web', namespace: 'apps' }, spec: { selector: LABELS } };
  expect(warningsOf((chart) => {
    WasmValidation.of(chart);
    new ApiObject(chart, 'list', { apiVersion: 'v1', kind: 'List', items: [item] } as any);
  })).toBe(advice('list/items[0]', 'spec.selector'));
});

test.each<[string, (chart: Chart) => unknown]>([
  ['an app', (chart) => rawApp(chart, { podLabels: LABELS })],
  ['a Deployment', (chart) => new Deployment(chart, 'web', { containers: [{ image: 'nginx:1.27' }], podMetadata: { labels: LABELS } })],
])('nothing is said where %s carries the label', (_, change) => {
  expect(said('v1', 'Service', { selector: LABELS }, change)).toBe('');
});

test('nothing is said of other labels, of none, and where it is silenced', () => {
  expect(said('v1', 'Service', { selector: { 'core.spinkube.dev/app-name': 'api' } })).toBe('');
  expect(said('v1', 'Service', {})).toBe('');
  expect(said('v1', 'Service', { selector: LABELS }, (chart) => Rules.of(chart).silence(RuleCode.FORMER_LABEL))).toBe('');
});
