import fs from 'node:fs';
import { ApiObject, App, Chart, Lazy } from 'cdk8s';
import { Construct, DependencyGroup } from 'constructs';
import { filesBelow, newFolder } from './support/folder';
import { FleetApp } from '../../src/synth/fleet-app';

function configMap(scope: Construct, id: string): ApiObject {
  return new ApiObject(scope, id, { apiVersion: 'v1', kind: 'ConfigMap' });
}

/** Two charts, of which the first does something while its object is rendered. */
function program(type: typeof App, act: (app: App, later: Chart) => void): App {
  const app = new type({ outdir: newFolder() });
  const first = new Chart(app, 'first');
  const later = new Chart(app, 'later');
  const value = Lazy.any({ produce: () => { act(app, later); return 'v'; } });
  new ApiObject(first, 'lazy', { apiVersion: 'v1', kind: 'ConfigMap', data: { value } } as any);
  ['x', 'y'].forEach((id) => configMap(later, id));
  return app;
}

const FIX = 'change the tree before synth(), or in a validation, but not in what a Lazy calls (LateChange)';
const CONSTRUCT = `it was added or removed while objects were rendered, and no file shows it; ${FIX}`;
const ORDER = `dependencies were added or removed here while objects were rendered, and no file shows the new order; ${FIX}`;

const x = (later: Chart) => later.node.findChild('x');
const y = (later: Chart) => later.node.findChild('y');

const LATE: ReadonlyArray<[string, (app: App, later: Chart) => void, string]> = [
  ['an object in a later chart', (_, later) => configMap(later, 'late'), `[later/late] construct: got "later/late"; ${CONSTRUCT}`],
  ['an object in the same chart', (app) => configMap(app.node.findChild('first') as Chart, 'late'), `[first/late] construct: got "first/late"; ${CONSTRUCT}`],
  ['a chart', (app) => configMap(new Chart(app, 'late'), 'object'), `[late] construct: got "late"; ${CONSTRUCT}`],
  ['an object that goes', (_, later) => later.node.tryRemoveChild('x'), `[later/x] construct: got "later/x"; ${CONSTRUCT}`],
  ['a dependency between objects', (_, later) => x(later).node.addDependency(y(later)), `[later/x] dependency: got "later/y"; ${ORDER}`],
  ['a dependency between charts', (app, later) => app.node.findChild('first').node.addDependency(later), `[first] dependency: got "later"; ${ORDER}`],
];

describe('what changes while objects are rendered', () => {
  it.each(LATE)('fails before anything is written: %s', (_, act, message) => {
    const app = program(FleetApp, act);
    expect(() => app.synth()).toThrow(message);
    expect(fs.readdirSync(app.outdir)).toEqual([]);
    expect(() => program(FleetApp, act).synthYaml()).toThrow(message);
  });

  it('fails where a group of dependencies grows', () => {
    const group = new DependencyGroup();
    const app = program(FleetApp, (_, later) => group.add(y(later)));
    x(app.node.findChild('later') as Chart).node.addDependency(group);
    expect(() => app.synth()).toThrow(`[later/x] dependency: got "later/y"; ${ORDER}`);
  });

  it.each<[string, (app: App, later: Chart) => void]>([
    ['a construct that is no object', (_, later) => new Construct(later, 'note')],
    ['a dependency that the order meets already', (_, later) => y(later).node.addDependency(x(later))],
    ['a label', (_, later) => ApiObject.of(x(later)).metadata.addLabel('late', 'yes')],
  ])('is as in stock cdk8s where the files show it: %s', (_, act) => {
    const [stock, own] = [App, FleetApp].map((type) => {
      const app = program(type, act);
      app.synth();
      return filesBelow(app.outdir);
    });
    expect(own).toEqual(stock);
  });

  it('is as in stock cdk8s where a chart renders itself with what it adds', () => {
    class Own extends Chart {
      public toJson(): any[] {
        configMap(this, 'extra').addDependency(new Construct(this, 'note'));
        return super.toJson();
      }
    }
    const [stock, own] = [App, FleetApp].map((type) => {
      const app = new type({ outdir: newFolder() });
      configMap(new Own(app, 'own'), 'object');
      app.synth();
      return filesBelow(app.outdir);
    });
    expect(own).toEqual(stock);
  });
});
