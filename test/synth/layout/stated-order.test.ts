import { ApiObject, Chart, YamlOutputType } from 'cdk8s';
import { FleetApp, FleetAppProps, GitLayout, RuleCode, Rules, SpinAppExecutor, WasmCluster } from '../../../src';
import { configMap, laidOut, platform } from '../support/fleet-program';

const ARGO_CD = GitLayout.argoCd({ repoUrl: 'https://git.example.com/fleet.git' });
const FLUX = GitLayout.flux({ sourceName: 'fleet' });
const [KUBECTL, KUSTOMIZE] = [GitLayout.kubectl(), GitLayout.kustomize()];

/** The warnings of a program, in the order in which they are printed. */
function warnings(layout: GitLayout, program: (app: FleetApp) => void, props: FleetAppProps = {}): string[] {
  const stderr = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  try {
    laidOut({ ...props, layout }, program);
    return stderr.mock.calls.map(([text]) => String(text)).filter((text) => text.startsWith('warning: '));
  } finally {
    stderr.mockRestore();
  }
}

/** A chart that waits for another one. */
const pair = (after: string, before: string) => (app: FleetApp) => configMap(app, after).addDependency(configMap(app, before));

const message = (after: string, before: string, phase = 'apps') => `warning: [${after}] dependency: got "${before}"; `
  + `both charts are in the phase ${phase}, in which this layout does not apply one before the other; `
  + 'let this one bear that, or put both into one chart for kubectl, or give their objects waves for Argo CD (LostOrder)\n';

describe('a dependency between charts of one phase', () => {
  it.each([['kubectl', KUBECTL], ['kustomize', KUSTOMIZE], ['Argo CD', ARGO_CD], ['Flux', FLUX]])('is warned of under %s', (_, layout) => {
    expect(warnings(layout, pair('after', 'before'))).toEqual([message('after', 'before')]);
  });

  it('is kept by kubectl where the names of files say it, and by nothing else', () => {
    const program = pair('b', 'a');
    expect([KUBECTL, KUSTOMIZE, ARGO_CD, FLUX].map((layout) => warnings(layout, program).length)).toEqual([0, 1, 1, 1]);
    const folders = (app: FleetApp) => configMap(app, 'a', 'shop-b').addDependency(configMap(app, 'b', 'shop'));
    expect(warnings(KUBECTL, folders)).toEqual([]);
  });

  it('is kept by Argo CD where the objects have waves that say it', () => {
    const waved = (wave: string) => (app: FleetApp) => {
      const after = new Chart(app, 'after');
      const annotations = { 'argocd.argoproj.io/sync-wave': wave };
      new ApiObject(after, 'map', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'after', annotations } });
      after.addDependency(configMap(app, 'before'));
    };
    expect(['5', '-5'].map((wave) => warnings(ARGO_CD, waved(wave)).length)).toEqual([0, 1]);
  });

  it('is warned of once for each pair, in the phase in which both are', () => {
    expect(warnings(FLUX, (app) => {
      const charts = ['a', 'b', 'c'].map((id) => configMap(app, id));
      charts[0].addDependency(charts[1], charts[2]);
      charts[0].addDependency(charts[1]);
      const late = new Chart(app, 'late', { namespace: 'shop' });
      new SpinAppExecutor(late, 'executor', { spinImage: 'ghcr.io/acme/spin:v1' });
      late.addDependency(configMap(app, 'moved'));
    })).toEqual([message('a', 'b'), message('a', 'c'), message('late', 'moved', 'executors')]);
  });

  it('is silenced by its code', () => {
    expect(warnings(FLUX, (app) => {
      Rules.of(app).silence(RuleCode.LOST_ORDER);
      pair('after', 'before')(app);
    })).toEqual([]);
  });
});

describe('no warning', () => {
  it('is there for phases that follow each other, for clusters, and for what the library orders itself', () => {
    expect(warnings(FLUX, (app) => {
      ['north', 'south'].forEach((id) => platform(new WasmCluster(app, id)));
      const charts = app.node.findAll().filter((construct): construct is Chart => Chart.isChart(construct));
      charts.filter(({ node }) => node.id === 'cart').forEach((cart) => cart.addDependency(...charts.filter(({ node }) => node.id === 'namespace')));
    })).toEqual([]);
  });

  it('is there where both are in one file, or without a layout', () => {
    expect(warnings(KUBECTL, pair('after', 'before'), { yamlOutputType: YamlOutputType.FILE_PER_APP })).toEqual([]);
    expect(warnings(undefined as unknown as GitLayout, pair('after', 'before'))).toEqual([]);
  });
});
