import { App, Chart } from 'cdk8s';
import { FleetApp } from '../../src';
import { Report } from '../../src/rules/problem';
import { REFERENCE } from '../../src/rules/references';
import { checkScalars } from '../../src/rules/scalar-walk';

/** Where texts are found that some reader takes for something else. */
function places(value: unknown, app = new App()): string[] {
  const report = new Report(new Chart(app, 'chart'));
  checkScalars(report, 'spec', value);
  return report.found.map(({ field, code }) => `${field} ${code}`);
}

test('keys and values are walked, of maps and lists at every depth', () => {
  expect(places({ 'a': [{ b: '0o17' }, '0X1F'], '0B1': 'x', 'c.d/e': { f: '<<' }, 'n': 7, 'no': null, 'gone': undefined })).toEqual([
    'spec.a[0].b AmbiguousScalar', 'spec.a[1] AmbiguousScalar', 'spec key AmbiguousScalar', 'spec["c.d/e"].f AmbiguousScalar',
  ]);
});

test('a text is not told twice', () => {
  const report = new Report(new Chart(new App(), 'chart'));
  report.hold('spec.volumes["a"]', '0o17', { ...REFERENCE, accepts: () => true });
  checkScalars(report, 'spec', { volumes: [{ name: '0o17' }] });
  expect(report.found.map(({ field }) => field)).toEqual(['spec.volumes["a"]']);
});

test('a FleetApp quotes each of them', () => {
  expect(places({ a: '0o17' }, new FleetApp({ outdir: 'never-written' }))).toEqual([]);
});
