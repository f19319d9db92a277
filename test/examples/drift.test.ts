/** What the server writes into lists that an apply replaces as a whole: left out, each apply would find a difference. */
import { committed, EXAMPLES } from './programs';
import { readManifests } from '../support/manifest-check';

/** Where pods have such lists. */
const POD = ['volumes[].projected.sources[].serviceAccountToken.expirationSeconds', 'volumes[].downwardAPI.items[].fieldRef.apiVersion'];

const relabelled = (lists: string[]) => lists.map((list) => `${list}[].action`);

/**
 * Defaults of items, by group and kind, below lists without a merge key in Kubernetes' types; of custom resources, below all lists.
 * A field is asked of all that has what stands before it.
 */
const DEFAULTS: { readonly [kind: string]: readonly string[] } = {
  'admissionregistration.k8s.io/MutatingWebhookConfiguration': ['webhooks[].rules[].scope'],
  'admissionregistration.k8s.io/ValidatingWebhookConfiguration': ['webhooks[].rules[].scope'],
  'networking.k8s.io/NetworkPolicy': ['spec.ingress[].ports[].protocol', 'spec.egress[].ports[].protocol'],
  'gateway.networking.k8s.io/HTTPRoute': [
    'spec.parentRefs[].group', 'spec.parentRefs[].kind', 'spec.rules[].matches', 'spec.rules[].matches[].path', 'spec.rules[].matches[].path.type',
    'spec.rules[].matches[].path.value', 'spec.rules[].matches[].headers[].type', 'spec.rules[].matches[].queryParams[].type', 'spec.rules[].backendRefs[].group',
    'spec.rules[].backendRefs[].kind', 'spec.rules[].backendRefs[].weight', 'spec.rules[].filters[].requestRedirect.statusCode',
    'spec.rules[].filters[].requestMirror.backendRef.group', 'spec.rules[].filters[].requestMirror.backendRef.kind',
  ],
  'monitoring.coreos.com/ServiceMonitor': relabelled(['spec.endpoints[].relabelings', 'spec.endpoints[].metricRelabelings']),
  'monitoring.coreos.com/Probe': relabelled(['spec.metricRelabelings', 'spec.targets.staticConfig.relabelingConfigs']),
  'core/Pod': POD.map((field) => `spec.${field}`),
  ...Object.fromEntries(['apps/Deployment', 'apps/StatefulSet', 'apps/DaemonSet', 'batch/Job'].map((kind) => [kind, POD.map((field) => `spec.template.spec.${field}`)])),
  'batch/CronJob': POD.map((field) => `spec.jobTemplate.spec.template.spec.${field}`),
};

/** The places where the last field of a path is missing, though what stands before it is there. */
function missing(value: any, [part, ...rest]: string[], place = ''): string[] {
  const name = part.replace('[]', '');
  const here = `${place}.${name}`;
  const inner = value[name];
  if (rest.length === 0) return inner === undefined ? [here] : [];
  return part === name
    ? [inner ?? []].flat().flatMap((map) => missing(map, rest, here))
    : (inner ?? []).flatMap((item: any, index: number) => missing(item, rest, `${here}[${index}]`));
}

const keyOf = ({ apiVersion, kind }: any) => `${apiVersion.includes('/') ? apiVersion.split('/')[0] : 'core'}/${kind}`;

function drift(object: any): string[] {
  return (DEFAULTS[keyOf(object)] ?? []).flatMap((field) => missing(object, field.split('.'))).map((place) => `${object.kind} ${object.metadata.name}${place}`);
}

test.each(EXAMPLES)('dist/%s leaves nothing out of lists that the server would write into them', (example) => {
  expect(readManifests(committed(example)).flatMap(({ objects }) => objects.flatMap(drift))).toEqual([]);
});

test.each([
  ['a rule of a webhook', { apiVersion: 'admissionregistration.k8s.io/v1', kind: 'MutatingWebhookConfiguration', webhooks: [{ rules: [{ scope: '*' }, {}] }] },
    ['.webhooks[0].rules[1].scope']],
  ['a redirect', { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'HTTPRoute', spec: { rules: [{ matches: [], filters: [{ requestRedirect: {} }, {}] }] } },
    ['.spec.rules[0].filters[0].requestRedirect.statusCode']],
  ['a match', { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'HTTPRoute', spec: { rules: [{ matches: [{ method: 'GET' }] }, {}] } },
    ['.spec.rules[1].matches', '.spec.rules[0].matches[0].path']],
  ['a port', { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', spec: { egress: [{}, { ports: [{ port: 80 }] }] } },
    ['.spec.egress[1].ports[0].protocol']],
])('fails for what is left out of %s', (_, object, places) => {
  expect(drift({ metadata: { name: 'x' }, ...object })).toEqual(places.map((place) => `${object.kind} x${place}`));
});
