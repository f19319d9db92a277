/** A Kubernetes API server takes whatever we wrote: the examples, and what the tests synthesise and hold to be right. */
import path from 'node:path';
import { NEWER } from './differences';
import { consequences, judge, setting } from './judge';
import { readManifests } from '../support/manifest-check';
import { keptForOracle, Written } from '../support/oracle-objects';

const DIST = path.join(__dirname, '..', '..', 'dist');

/** Kinds of projects whose definitions no package ships; the published schemas of test/support/manifest hold them. */
const HELD_ELSEWHERE = /^(argoproj\.io|cilium\.io|http\.keda\.sh|kustomize\.config\.k8s\.io|monitoring\.coreos\.com|\w+\.toolkit\.fluxcd\.io)\//;

const seen = new Set<object>();

/** Whether a newer Kubernetes than the oracle's takes it. */
function isNewer(kind: string, text: string): boolean {
  const known = NEWER.find((newer) => newer.kind === kind && newer.message.test(text));
  if (known) seen.add(known);
  return known !== undefined;
}

/** What is wrong with sets of objects: where each stands, and what the server says. */
function refusals(written: Written[]): string[] {
  const asked = new Map<string, { object: any; test: string }>();
  for (const { test, objects } of written) {
    for (const object of objects.flatMap((each) => consequences(each, objects))) {
      const text = JSON.stringify(object);
      if (!HELD_ELSEWHERE.test(object.apiVersion) && !asked.has(text)) asked.set(text, { object, test });
    }
  }
  const all = [...asked.values()];
  return judge(all.map(({ object }) => object)).flatMap(({ errors, unknown }, index) => {
    const { object: { kind, metadata }, test } = all[index];
    const found = [...errors, ...(unknown ? ['no validation'] : [])].filter((text) => !isNewer(kind, text));
    return found.map((text) => `${test}: ${kind} ${metadata?.name}: ${text}`);
  });
}

test('all objects of dist/', () => {
  const files = readManifests(DIST).map(({ file, objects }) => ({ test: file, objects }));
  // the executor of an app may stand in another file of its example
  const examples = [...new Set(files.map(({ test: file }) => file.split('/')[0]))];
  const sets = examples.flatMap((example) => {
    const ofOne = files.filter(({ test: file }) => file.startsWith(`${example}/`));
    const executors = ofOne.flatMap(({ objects }) => objects).filter(({ kind }) => kind === 'SpinAppExecutor');
    return ofOne.map(({ test: file, objects }) => ({ test: file, objects: [...objects, ...executors] }));
  });
  expect(files.length).toBeGreaterThan(50);
  expect(refusals(sets)).toEqual([]);
});

test('all objects that tests synthesise', () => {
  const kept = keptForOracle(setting('ORACLE_OBJECTS'));
  expect(kept.length).toBeGreaterThan(1000);
  expect(refusals(kept)).toEqual([]);
  expect(NEWER.filter((newer) => !seen.has(newer))).toEqual([]);
});

test('fails for a field that the server does not know, a value that it refuses, and a pod that would never be made', () => {
  const pod = { containers: [{ name: 'main', image: 'nginx' }] };
  const deployment = (spec: object) => ({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web' },
    spec: { selector: { matchLabels: { app: 'web' } }, template: { metadata: { labels: { app: 'web' } }, spec: { ...pod, ...spec } } },
  });
  const app = { apiVersion: 'core.spinkube.dev/v1alpha1', kind: 'SpinApp', metadata: { name: 'a.b' }, spec: { image: 'x', executor: 'x', replicas: 1 } };
  const route = { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'HTTPRoute', metadata: { name: 'a' }, spec: { rules: [{ backendRefs: [{ name: 'a' }] }] } };
  const cases: [object, RegExp][] = [
    [deployment({}), /^taken$/],
    [deployment({ nodeName: 1 }), /cannot unmarshal number into .*nodeName of type string/],
    [deployment({ nodename: 'a' }), /unknown field "spec.template.spec.nodename"/],
    [deployment({ volumes: [{ name: 'A' }] }), /^spec.template.spec.volumes\[0\].name: Invalid value: "A"/],
    [{ ...deployment({}), metadata: { name: 'a'.repeat(250) } }, /^its ReplicaSet: metadata.name: .*no more than 253 characters/],
    [{ apiVersion: 'node.k8s.io/v1', kind: 'RuntimeClass', metadata: { name: 'a' }, handler: 'A' }, /^handler: Invalid value: "A"/],
    [{ ...app, spec: { ...app.spec, nodeSelector: {} } }, /unknown field "spec.nodeSelector"/],
    [app, /^taken$/],
    [consequences(app)[1], /containers\[0\].name: Invalid value: "a.b": must not contain dots/],
    [consequences(app)[2], /^metadata.name: Invalid value: "a.b": a DNS-1035 label/],
    [route, /^spec.rules\[0\].backendRefs\[0\]: .*Must have port for Service reference/],
    [{ apiVersion: 'example.com/v1', kind: 'Other' }, /^no validation of example.com\/v1 Other$/],
  ];
  const verdicts = judge(cases.map(([object]) => object));
  cases.forEach(([, said], index) => {
    const { errors, unknown } = verdicts[index];
    expect(unknown ? `no validation of ${unknown}` : errors[0] ?? 'taken').toMatch(said);
  });
});
