/** Holds the pages of upgrades to what the objects of two releases differ in. */
import { App, Chart, Size } from 'cdk8s';
import { ServiceAccount } from 'cdk8s-plus-28';
import { tableOf, textOf } from './pages';
import { SpinKubeInstall, SpinKubeVersion, WasmApp, WasmAppProps } from '../../src';

type Objects = Map<string, any>;

const LABEL = '/metadata/labels/app.kubernetes.io/version';

/** The objects of a release, by kind and name. */
function objectsOf(version: string): Objects {
  const app = new App();
  new SpinKubeInstall(app, 'spinkube', { version: SpinKubeVersion.of(version), appNamespaces: ['apps'] });
  return new Map(app.charts.flatMap((chart) => chart.toJson()).map((object: any) => [`${object.kind} ${object.metadata.name}`, object]));
}

/** The places where two values differ, each with both. */
function differences(before: any, after: any, place: string): [string, unknown, unknown][] {
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  if (![before, after].every((value) => typeof value === 'object' && value !== null)) return [[place, before, after]];
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((key) => differences(before[key], after[key], `${place}/${key}`));
}

/** What differs in the objects that both releases have, but for the label with the version. */
function changes(before: Objects, after: Objects): [string, unknown, unknown][] {
  return [...before].filter(([title]) => after.has(title)).flatMap(([title, object]) => differences(object, after.get(title), title))
    .filter(([place]) => !place.endsWith(LABEL)).map(([place, ...values]) => [place.replace(/\/spec\/.*\//, ' … '), ...values]);
}

function labels(before: Objects, after: Objects): unknown[][] {
  return [...before].filter(([title]) => after.has(title)).flatMap(([title, object]) => differences(object, after.get(title), title))
    .filter(([place]) => place.endsWith(LABEL)).map(([, ...values]) => values);
}

/** The objects that one release has and the other has not. */
const only = (one: Objects, other: Objects) => [...one].filter(([title]) => !other.has(title)).map(([, object]) => object);

/** The objects that a part of a page deletes, as kind, name and namespace. */
function deleted(text: string): string[] {
  return [...text.matchAll(/^ *kubectl delete --ignore-not-found(?: -n (\S+))? (\w+)\/(\S+)$/gm)].map(([, namespace = '', kind, name]) => `${kind} ${name} ${namespace}`).sort();
}

const titles = (objects: any[]) => objects.map(({ kind, metadata: { name, namespace = '' } }) => `${kind.toLowerCase()} ${name} ${namespace}`).sort();

/** An app with a field, under a release. */
function appUnder(version: string, props: (chart: Chart) => Partial<WasmAppProps>): string {
  const app = new App();
  new SpinKubeInstall(app, 'spinkube', { version: SpinKubeVersion.of(version) });
  const chart = new Chart(app, 'apps', { namespace: 'apps' });
  new WasmApp(chart, 'api', { image: 'a/b:1', ...props(chart) });
  return app.synthYaml();
}

const MEMORY = () => ({ maxInstanceMemory: Size.mebibytes(16) });
const INVOCATION_LIMITS = ['CustomResourceDefinition spinapps.core.spinkube.dev … invocationLimits', undefined, { additionalProperties: { type: 'string' }, type: 'object' }];
const OPERATOR = 'Deployment spin-operator-controller-manager …';

describe('the upgrade from 0.5.0 to 0.6.1', () => {
  const page = 'upgrade-0.5-to-0.6.1.md';
  const [before, after] = [objectsOf('0.5.0'), objectsOf('0.6.1')];

  test('changes what the page lists, and nothing else', () => {
    expect([...before.keys()]).toEqual([...after.keys()]);
    const others = changes(before, after);
    expect(others).toEqual([
      INVOCATION_LIMITS,
      [`${OPERATOR} image`, 'ghcr.io/spinkube/spin-operator:v0.5.0', 'ghcr.io/spinframework/spin-operator:v0.6.1'],
    ]);
    expect(labels(before, after)).toHaveLength(17);
    expect(new Set(labels(before, after).map(String))).toEqual(new Set(['0.5.0,0.6.1']));
    const rows = tableOf(page, 'where', '0.5.0', '0.6.1');
    expect(rows).toHaveLength(others.length + 1);
    expect(rows[0][0]).toContain('spec.invocationLimits');
    expect(rows[1].slice(1)).toEqual(others[1].slice(1).map((image) => `\`${image}\``));
    expect(rows[2]).toEqual(['every object of the operator: the label `app.kubernetes.io/version`', '`0.5.0`', '`0.6.1`']);
  });

  test('leaves nothing behind', () => {
    expect(deleted(textOf(page))).toEqual([]);
    expect([...only(before, after), ...only(after, before)]).toEqual([]);
  });

  test('cannot be rolled back while an app has the new field', () => {
    expect(appUnder('0.6.1', MEMORY)).toContain('invocationLimits');
    expect(() => appUnder('0.5.0', MEMORY)).toThrow('(FieldTooNew)');
  });
});

describe('the upgrade from 0.4.0 to 0.6.1', () => {
  const page = 'upgrade-0.4-to-0.6.1.md';
  const [before, after] = [objectsOf('0.4.0'), objectsOf('0.6.1')];
  const [upgrade, rollback] = textOf(page).split('## How to roll back');

  test('leaves behind what the page removes, and nothing else; so does the way back', () => {
    expect(deleted(upgrade)).toEqual(titles(only(before, after)));
    expect(deleted(upgrade)).toEqual([
      'clusterrole spin-operator-proxy-role ', 'clusterrolebinding spin-operator-proxy-rolebinding ', 'service spin-operator-controller-manager-metrics-service spin-operator',
    ]);
    expect(deleted(rollback)).toEqual(titles(only(after, before)));
  });

  test('changes what the page lists, and nothing else', () => {
    const rows = tableOf(page, 'where', '0.4.0', '0.6.1');
    const row = (part: string) => rows.find(([where]) => where.includes(part))!.slice(1).map((cell) => cell.replaceAll('`', ''));
    const [limits, account, ...operator] = changes(before, after);
    expect([limits, account]).toEqual([INVOCATION_LIMITS, ['CustomResourceDefinition spinapps.core.spinkube.dev … serviceAccountName', undefined, { type: 'string' }]]);
    expect([row('spec.invocationLimits'), row('spec.serviceAccountName')]).toEqual([['', 'a map of texts'], ['', 'a text']]);
    expect(operator.filter(([place]) => !/ … [0-3]$/.test(place)).map(([place, ...images]) => [place, ...images])).toEqual([[`${OPERATOR} image`, ...row('image`')]]);
    const manager = (objects: Objects) => objects.get('Deployment spin-operator-controller-manager').spec.template.spec.containers;
    const [old, now] = [manager(before)[0].args, manager(after)[0].args];
    const lost = (one: string[], other: string[]) => one.filter((arg) => !other.includes(arg)).join(', ');
    expect(row('args`')).toEqual([lost(old, now), lost(now, old)]);
    expect([manager(before), manager(after)].map((containers) => containers.map(({ name }: any) => name))).toEqual([['manager', 'kube-rbac-proxy'], ['manager']]);
    expect(row('kube-rbac-proxy`')).toEqual([manager(before)[1].image, '']);
    for (const kind of ['Service', 'ClusterRole', 'ClusterRoleBinding']) {
      const named = (objects: any[]) => objects.find((object) => object.kind === kind).metadata.name;
      expect(rows).toContainEqual([`\`${kind}\``, `\`${named(only(before, after))}\``, `\`${named(only(after, before))}\``]);
    }
    expect(new Set(labels(before, after).map(String))).toEqual(new Set(['0.4.0,0.6.1']));
    expect(rows).toHaveLength(9);
  });

  test('cannot be rolled back while an app has a new field', () => {
    const account = (chart: Chart) => ({ serviceAccount: new ServiceAccount(chart, 'account', { metadata: { name: 'api' } }) });
    for (const props of [MEMORY, account]) {
      expect(appUnder('0.6.1', props)).toContain('kind: SpinApp');
      expect(() => appUnder('0.4.0', props)).toThrow('(FieldTooNew)');
    }
  });

  test('has no use for the image of the proxy any more', () => {
    const install = (version: string) => () => new SpinKubeInstall(new App(), 'spinkube', {
      version: SpinKubeVersion.of(version), operator: { kubeRbacProxyImage: 'registry.example.com/kube-rbac-proxy:v0.15.0' },
    });
    expect(install('0.4.0')).not.toThrow();
    expect(install('0.6.1')).toThrow('operator.kubeRbacProxyImage');
  });
});
