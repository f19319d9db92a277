import path from 'node:path';
import { SpinManifest } from '../../../src';
import { ManifestUse } from '../../../src/apps/private/manifest-use';
import { Report } from '../../../src/rules/problem';
import { chartOf } from '../../support/synth';

const manifest = SpinManifest.fromFile(path.join(__dirname, '../../manifest/corpus/valid/triggers.toml'));

describe('a manifest of a workload that may end', () => {
  it('may have a command, and still none that the shim does not run', () => {
    const report = new Report(chartOf());
    ManifestUse.of({ manifest })!.check(report, chartOf(), true);
    expect(report.messages().map((message) => message.split(':')[1])).toEqual([' trigger.cron', ' trigger.webhook-plugin']);
  });
});

test('without a manifest there is no use of it', () => {
  expect(ManifestUse.of({ components: ['api'] })).toBeUndefined();
});
