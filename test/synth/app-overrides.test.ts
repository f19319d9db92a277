import { Size } from 'cdk8s';
import { configMap, failure, laidOut, objectsIn } from './support/fleet-program';
import { AppOverride, AppOverrides, FleetApp, GitLayout, WasmApp, WasmCluster } from '../../src';

const V2 = 'ghcr.io/acme/cart:v2';

/** Two clusters with two apps, each with what is said of it. */
function program(overrides: AppOverride[]): (app: FleetApp) => void {
  return (app) => {
    const given = new AppOverrides(app, 'overrides', overrides);
    for (const id of ['north', 'south']) {
      const cluster = new WasmCluster(app, id);
      for (const name of ['cart', 'web']) {
        const chart = configMap(cluster, name);
        new WasmApp(chart, name, { metadata: { name }, image: `ghcr.io/acme/${name}:v1`, replicas: 3, ...given.of(chart, name) });
      }
    }
  };
}

const files = (overrides: AppOverride[]) => laidOut({ layout: GitLayout.kubectl() }, program(overrides));

describe('an override', () => {
  it('changes one app in one cluster and no other byte', () => {
    const [plain, changed] = [files([]), files([{ cluster: 'south', app: 'cart', image: V2, replicas: 5 }])];
    expect(Object.keys(plain).filter((name) => plain[name] !== changed[name])).toEqual(['south/5-apps/shop/cart.k8s.yaml']);
    const [spinApp] = objectsIn(changed, 'south/5-apps/shop/cart').filter(({ kind }) => kind === 'SpinApp');
    expect(spinApp.spec).toMatchObject({ image: V2, replicas: 5 });
  });

  it('leaves the rest of its app as it is, also where a value is there and undefined', () => {
    const changed = files([{ cluster: 'north', app: 'web', replicas: undefined, resources: { memory: { limit: Size.mebibytes(64) } } }]);
    const [spinApp] = objectsIn(changed, 'north/5-apps/shop/web').filter(({ kind }) => kind === 'SpinApp');
    expect(spinApp.spec).toMatchObject({ image: 'ghcr.io/acme/web:v1', replicas: 3, resources: { limits: { memory: '64Mi' } } });
  });

  it('is found from the cluster and from all that is in it', () => {
    const app = new FleetApp();
    const given = new AppOverrides(app, 'overrides', [{ cluster: 'eu-one', app: 'cart', replicas: 2 }, { cluster: '', app: 'cart', replicas: 1 }]);
    const cluster = new WasmCluster(new WasmCluster(app, 'eu'), 'one');
    expect([cluster, configMap(cluster, 'a'), app].map((scope) => given.of(scope, 'cart'))).toEqual([{ replicas: 2 }, { replicas: 2 }, { replicas: 1 }]);
    expect(given.of(cluster, 'other')).toEqual({});
  });

  it('does not change with the list that it came from', () => {
    const list = [{ cluster: 'a', app: 'cart', replicas: 2 }];
    const app = new FleetApp();
    const given = new AppOverrides(app, 'overrides', list);
    list[0].replicas = 9;
    list.push({ cluster: 'b', app: 'cart', replicas: 9 });
    expect(given.of(new WasmCluster(app, 'a'), 'cart')).toEqual({ replicas: 2 });
  });

  it.each<[string, AppOverride[], string]>([
    ['an unknown cluster', [{ cluster: 'west', app: 'cart', replicas: 1 }],
      '[overrides] overrides[0].cluster: got "west"; nothing asks for the values of an app in this cluster; name one of north, south (InvalidOverride)'],
    ['an unknown app', [{ cluster: 'north', app: 'card', replicas: 1 }],
      '[overrides] overrides[0].app: got "card"; nothing asks for the values of this app in the cluster north; name one of cart, web (InvalidOverride)'],
    ['two of one app', [{ cluster: 'north', app: 'cart', replicas: 1 }, { cluster: 'north', app: 'cart', image: V2 }],
      '[overrides] overrides[1]: got {"cluster":"north","app":"cart"}; this app has an override in this cluster already; put the values of both into one (InvalidOverride)'],
    ['one without values', [{ cluster: 'north', app: 'cart', image: undefined }],
      '[overrides] overrides[0]: got {"cluster":"north","app":"cart"}; an override without values changes nothing; give image, replicas or resources (InvalidOverride)'],
    ['fields that there are not, as a file may have them', JSON.parse('[{ "cluster": "north", "app": "cart", "replica": 5, "executor": "spin" }]'),
      '[overrides] overrides[0].replica: got 5; an override has cluster, app, image, replicas, resources and no other field; '
      + 'did you mean replicas? (InvalidOverride)\n'
      + '[overrides] overrides[0].executor: got "spin"; an override has cluster, app, image, replicas, resources and no other field; '
      + 'leave it out (InvalidOverride)'],
    ['all that nothing asks for', [{ cluster: 'west', app: 'a', replicas: 1 }, { cluster: 'north', app: 'b', replicas: 1 }],
      '[overrides] overrides[0].cluster: got "west"; nothing asks for the values of an app in this cluster; name one of north, south (InvalidOverride)\n'
      + '[overrides] overrides[1].app: got "b"; nothing asks for the values of this app in the cluster north; name one of cart, web (InvalidOverride)'],
  ])('fails for %s', (_, overrides, message) => {
    expect(failure(() => files(overrides))).toBe(message);
  });

  it('fails where nothing asks at all', () => {
    expect(failure(() => laidOut({}, (app) => new AppOverrides(app, 'o', [{ cluster: 'a', app: 'b', replicas: 1 }])))).toBe(
      '[o] overrides[0].cluster: got "a"; nothing asks for the values of an app in this cluster; name one of those that call of() (InvalidOverride)');
  });

  it("fails by the app's own rules for a value that it cannot have", () => {
    expect(failure(() => files([{ cluster: 'north', app: 'cart', replicas: 0 }]))).toContain('(InvalidReplicas)');
  });
});
