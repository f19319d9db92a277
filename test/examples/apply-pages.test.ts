/** The pages of dist/ with commands: each command fits the files beside it, and what is asked for is what the objects lack. */
import { readdirSync } from 'node:fs';
import { committed, filesIn } from './programs';
import { missing } from './references';
import { parseManifests } from '../support/manifest-check';
import { commandsIn, wrongCommands } from '../synth/support/commands';

interface CommittedPage {
  readonly title: string;
  readonly files: { [file: string]: string };
  readonly name: string;
  readonly clusters: string[];
}

const PLACES = ['guide', 'fleet', 'teams/platform', ...['bundled', 'argocd', 'flux', 'airgap'].map((variant) => `platform/${variant}`)];
const PAGES: CommittedPage[] = PLACES.flatMap((place) => {
  const files = filesIn(committed(place));
  const clusters = [...new Set(Object.keys(files).map((file) => /^manifests\/([^/]+)\/\d-/.exec(file)?.[1]))].filter((name) => name !== undefined);
  return Object.keys(files).filter((file) => file.endsWith('APPLY.md')).map((name) => ({ title: `${place}/${name}`, files, name, clusters }));
});

/** What a page asks for, as it is called in the oracle of references. */
function asked(page: string): string[] {
  const KINDS: { [resource: string]: string } = { secret: 'Secret', configmap: 'ConfigMap', serviceaccount: 'ServiceAccount', runtimeclass: 'RuntimeClass', namespace: 'Namespace' };
  return commandsIn(page).flatMap((line) => {
    const [, namespace, resource, name] = /^kubectl get(?: -n (\S+))? (\w+)\/(\S+)$/.exec(line) ?? [];
    return resource === undefined ? [] : [`${KINDS[resource] ?? resource} ${namespace === undefined ? '' : `${namespace}/`}${name}`];
  }).sort();
}

test('these are all the pages of dist/', () => {
  const pages = readdirSync(committed(''), { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('APPLY.md'));
  expect(PAGES.map(({ title }) => title).sort()).toEqual(pages.sort());
  expect(pages.length).toBeGreaterThan(5);
});

test.each(PAGES.map((page) => [page.title, page] as const))('dist/%s has commands alone that kubectl knows, for what is there', (_, { files, name, clusters }) => {
  expect(wrongCommands({ files, name, folder: '', clusters })).toEqual([]);
});

test.each(PAGES.map((page) => [page.title, page] as const))('dist/%s asks for what its objects name and none of them makes', (_, { files, name, clusters }) => {
  const within = clusters.length > 0 ? `manifests/${clusters[0]}/` : '';
  const objects = Object.entries(files).filter(([file]) => file.startsWith(within) && file.endsWith('.yaml') && !/^(argocd|flux)\//.test(file))
    .flatMap(([file, text]) => parseManifests(file, text));
  const lacks = missing([{ name: 'all', objects }], []).map((line) => line.replace(/^.* needs /, ''))
    .filter((what) => /^(Secret|ConfigMap|ServiceAccount|RuntimeClass|PersistentVolumeClaim|Namespace) /.test(what));
  expect(asked(files[name])).toEqual([...new Set(lacks)].sort());
});
