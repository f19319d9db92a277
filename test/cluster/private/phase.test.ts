import { ApiObject, App, Chart } from 'cdk8s';
import { RuntimeClassManager, SpinKubeInstall, SpinKubeVersion } from '../../../src';
import { Phase, PHASES, phaseOf } from '../../../src/cluster/private/phase';

const phasesIn = (chart: Chart) => [...new Set(chart.apiObjects.map(phaseOf))];

describe('an object of a user\'s chart', () => {
  test.each([
    ['apiextensions.k8s.io/v1', 'CustomResourceDefinition', Phase.CRDS],
    ['v1', 'Namespace', Phase.EXECUTORS],
    ['node.k8s.io/v1', 'RuntimeClass', Phase.EXECUTORS],
    ['runtime.spinkube.dev/v1alpha1', 'Shim', Phase.EXECUTORS],
    ['core.spinkube.dev/v1alpha1', 'SpinAppExecutor', Phase.EXECUTORS],
    ['core.spinkube.dev/v1alpha1', 'SpinApp', Phase.APPS],
    ['apps/v1', 'Deployment', Phase.APPS],
    ['example.com/v1', 'Namespace', Phase.APPS],
  ])('of %s %s is in the phase %s', (apiVersion, kind, phase) => {
    expect(phaseOf(new ApiObject(new Chart(new App(), 'own'), 'object', { apiVersion, kind }))).toBe(phase);
  });
});

test('installs put every object into the phase of its chart', () => {
  const app = new App();
  new SpinKubeInstall(app, 'spinkube', { version: SpinKubeVersion.V0_6_1, appNamespaces: ['apps'] });
  new RuntimeClassManager(app, 'rcm');
  expect(Object.fromEntries(app.charts.map((chart) => [chart.node.path, phasesIn(chart)]))).toEqual({
    'spinkube/crds': [Phase.CRDS],
    'spinkube/operator': [Phase.OPERATOR],
    'spinkube/executors': [Phase.EXECUTORS],
    'rcm/crds': [Phase.CRDS],
    'rcm/manager': [Phase.OPERATOR],
  });
});

test('the phases are in the order of their work', () => {
  expect(PHASES).toEqual(Object.values(Phase));
});
