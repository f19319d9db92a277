import path from 'node:path';
import fc from 'fast-check';
import { FleetApp, GitLayout } from '../../../src';
import { configMap, laidOut, objectIn } from '../support/fleet-program';

const accepted = (given: string): boolean => {
  try {
    return new FleetApp({ layout: GitLayout.flux({ sourceName: 'fleet', path: given }) }) !== undefined;
  } catch {
    return false;
  }
};
const written = (given: string) =>
  objectIn(laidOut({ layout: GitLayout.flux({ sourceName: 'fleet', path: given }) }, (app) => configMap(app, 'a')), 'flux/5-apps.yaml').spec.path;

describe('a path in a repository', () => {
  const parts = fc.constantFrom('..', '.', '', 'dist', 'a b', 'eu-1', '...', '..x', '/', '\\', 'C:', '\n');

  it('is taken if it stays inside, and is written as POSIX means it', () => {
    fc.assert(fc.property(fc.array(parts, { maxLength: 5 }).map((all) => all.join('/')), (given) => {
      const isPlain = !given.startsWith('/') && !/[\\:\n]/.test(given) && !given.split('/').includes('..');
      expect(accepted(given)).toBe(isPlain);
      if (isPlain) {
        expect(written(given)).toBe(`./${path.posix.join(given, 'manifests/5-apps')}`);
      }
    }), { numRuns: 100 });
  });

  it.each([['', './manifests/5-apps'], ['.', './manifests/5-apps'], ['./dist//fleet/', './dist/fleet/manifests/5-apps']])('%p is written as %s', (given, expected) => {
    expect(written(given)).toBe(expected);
  });
});
