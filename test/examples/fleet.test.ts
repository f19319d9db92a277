import path from 'node:path';
import { apply } from './apply';
import { committed, filesIn } from './programs';
import { checkManifests, parseManifests, readManifests } from '../support/manifest-check';

const files = filesIn(committed('fleet'));
const [root] = parseManifests('root', files['argocd/root/applicationset.yaml']);
const clusters: string[] = root.spec.generators[0].list.elements.map(({ cluster }: any) => cluster);

/** A cluster's manifests as Argo CD applies them: wave by wave. */
function wavesOf(cluster: string) {
  const objects = readManifests(path.join(committed('fleet'), 'manifests', cluster)).flatMap((file) => file.objects);
  const waves = [...new Set(objects.map(({ metadata }) => Number(metadata.annotations['argocd.argoproj.io/sync-wave'])))].sort((a, b) => a - b);
  return waves.map((wave) => ({
    file: String(wave),
    objects: objects.filter(({ metadata }) => Number(metadata.annotations['argocd.argoproj.io/sync-wave']) === wave),
  }));
}

test('the fleet has four sites in each of three regions, each with a folder that Argo CD reads', () => {
  expect(clusters).toEqual(['ap', 'eu', 'us'].flatMap((region) => [1, 2, 3, 4].map((site) => `${region}-${site}`)));
  expect([...new Set(Object.keys(files).filter((name) => name.startsWith('manifests/')).map((name) => name.split('/')[1]))]).toEqual(clusters);
  expect(root.spec.template.spec.source).toMatchObject({ path: 'dist/fleet/manifests/{{cluster}}', directory: { recurse: true } });
});

describe.each(clusters)('the site %s', (cluster) => {
  const waves = wavesOf(cluster);
  const objects = waves.flatMap((wave) => wave.objects);

  test('has five apps, three of them on its edge nodes', () => {
    const apps = objects.filter(({ kind }) => kind === 'SpinApp');
    expect(apps.map(({ metadata }) => metadata.name).sort()).toEqual(['catalog', 'checkout', 'orders', 'sensors', 'signage']);
    expect(apps.filter(({ spec }) => spec.executor === 'shop-edge').map(({ metadata }) => metadata.name).sort())
      .toEqual(['checkout', 'sensors', 'signage']);
    expect(objects.find(({ kind }) => kind === 'RuntimeClass').scheduling.nodeSelector).toEqual({ 'example.com/pool': 'edge' });
  });

  test('holds objects that a strict API server and the operator take, wave by wave', () => {
    expect(checkManifests(objects, { runtimeClasses: ['wasmtime-spin-v2'] })).toEqual([]);
    expect(waves.map(({ file }) => file)).toEqual(['-10', '0']);
    // within a wave, Argo CD applies what belongs to the cluster first
    expect(apply(waves, true)).toEqual([]);
  });
});

test('one site differs in one version, and all else only in its region', () => {
  const differing = clusters.flatMap((cluster) => {
    const region = (text: string) => text.replaceAll('example.com/region: eu', `example.com/region: ${cluster.split('-')[0]}`);
    return Object.keys(files).filter((name) => name.startsWith('manifests/eu-1/'))
      .filter((name) => region(files[name]) !== files[name.replace('eu-1', cluster)]).map((name) => name.replace('eu-1', cluster));
  });
  expect(differing).toEqual(['manifests/eu-2/5-apps/shop/checkout.k8s.yaml']);
  expect(files[differing[0]]).toContain('image: ghcr.io/example/checkout:v1.5.0-rc.1\n');
});
