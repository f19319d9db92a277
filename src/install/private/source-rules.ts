import { existsSync } from 'fs';
import { Construct } from 'constructs';
import { checkValues } from './chart-values';
import { chartRepository, Component, plainVersion } from './component';
import { chartOptions, SourceSettings } from './source-settings';
import { LOCATION } from '../../nodes/private/download';
import { Grammar, integer, NAMESPACE, rfc1123Label } from '../../rules/grammar';
import { Report } from '../../rules/problem';
import { RuleCode } from '../../rules/rule-code';
import { FAITHFUL } from '../../rules/scalar';
import { ArgoCdOciForm, ArgoCdSourceOptions, ChartSourceOptions, FluxSourceOptions } from '../component-source';

const OBJECT_NAME = rfc1123Label('what Argo CD and Flux also write into a label', RuleCode.INVALID_NAME);

const REPOSITORY: Grammar = {
  accepts: (value) => typeof value === 'string' && /^(oci|https):\/\/[A-Za-z0-9][A-Za-z0-9.-]*(:[0-9]+)?(\/[A-Za-z0-9._~-]+)*\/?$/.test(value),
  rule: 'the repository of a chart must be an oci:// or https:// address without a user and a query',
  fix: 'write it as "oci://registry.example.com/charts" or "https://charts.example.com"',
  code: RuleCode.INVALID_URL,
};

const INTERVAL = integer({
  min: 1,
  rule: 'an interval of Flux is given in whole seconds',
  fix: 'give at least one second',
  code: RuleCode.INVALID_QUANTITY,
});

/** Checks that a component can be had from a source, and what the source was given. */
export function checkSource(report: Report, scope: Construct, component: Component, settings: SourceSettings): void {
  const options = chartOptions(settings);
  if (options) {
    checkChart(report, component, options);
    checkValues(report, 'source.values', options.values, settings.kind === 'helm');
  }
  switch (settings.kind) {
    case 'bundled':
      return checkBundled(report, component);
    case 'manifestUrl':
      return checkManifestUrl(report, scope, component, settings.url);
    case 'include':
      return checkInclude(report, settings.manifest);
    case 'argoCd':
      checkOciForm(report, component, settings.options);
      return checkNames(report, settings.options);
    case 'flux':
      return checkNames(report, settings.options);
    default:
  }
}

/** Whether a source is a Helm chart. */
export function isChart(kind: SourceSettings['kind']): boolean {
  return kind === 'helm' || kind === 'argoCd' || kind === 'flux';
}

/** What was given beside a source. */
interface GivenBeside {
  readonly kind: SourceSettings['kind'];
  readonly given: object;
  readonly fix?: string;
}

/** Whether the images of a component from a source are written by this library. */
export function isWritten(kind: SourceSettings['kind']): boolean {
  return kind === 'bundled' || isChart(kind);
}

/** Refuses options that a source has no place for. */
export function refuseLost(report: Report, prefix: string, { kind, given, fix }: GivenBeside): void {
  const lost = Object.entries(given).filter(([, value]) => value !== undefined && kind !== 'bundled');
  for (const [option, value] of lost) {
    report.add({
      field: prefix + option,
      value,
      rule: isChart(kind) ? 'the Helm chart has no value for it' : `what comes by ${kind}() is not changed`,
      fix: fix ?? 'leave it out, or use ComponentSource.bundled()',
      code: RuleCode.UNUSED_OPTION,
    });
  }
}

function checkBundled(report: Report, { name, bundled }: Component): void {
  if (!bundled) {
    refuse(report, 'source', 'bundled', `this library has no objects of ${name}`,
      'use ComponentSource.manifestUrl() with a released file, or helm(), argoCd(), flux() or existing()');
  }
}

function checkManifestUrl(report: Report, scope: Construct, { kustomizable, mirror, name }: Component, url: string): void {
  report.hold('source.url', url, LOCATION);
  if (!(FAITHFUL in scope.node.root)) {
    refuse(report, 'source', 'manifestUrl', 'a kustomization stands in a folder of its own, which the stock App does not write',
      'make the app a FleetApp');
  }
  if (mirror && !kustomizable) {
    refuse(report, 'source', 'manifestUrl', `a kustomization does not reach all images of ${name}, so the mirror would be lost`,
      'use ComponentSource.bundled()');
  }
}

function checkInclude(report: Report, manifest: string): void {
  if (!LOCATION.accepts(manifest) && !(typeof manifest === 'string' && existsSync(manifest))) {
    refuse(report, 'source.manifest', manifest, 'there is no such file, and it is no HTTPS address', 'name a file that is there, or an HTTPS address');
  }
}

function checkChart(report: Report, component: Component, { version = component.version, repository }: ChartSourceOptions): void {
  if (plainVersion(version) === undefined) {
    report.add({
      field: 'source.version',
      value: version,
      rule: `the chart of ${component.name} is pinned by a whole semantic version, so that an update of it is yours`,
      fix: 'write it as "1.14.0"',
      code: RuleCode.UNKNOWN_VERSION,
    });
  }
  checkSettled(report, component, version);
  report.holdGiven('source.repository', repository, REPOSITORY);
}

function checkSettled(report: Report, { name, version: settled, versionIsSettled }: Component, version?: string): void {
  const [wanted, given] = [plainVersion(settled), plainVersion(version)].map((plain) => plain?.split('-')[0]);
  if (versionIsSettled && given !== undefined && wanted !== given) {
    report.add({
      field: 'source.version',
      value: version,
      rule: `the install is of ${name} ${settled}, and so are its CRDs`,
      fix: 'leave it out',
      code: RuleCode.VERSION_CONFLICT,
    });
  }
}

function checkOciForm(report: Report, component: Component, options: ArgoCdSourceOptions): void {
  const repository = chartRepository(component, options);
  if (options.ociForm === ArgoCdOciForm.PATH && !repository.startsWith('oci://')) {
    report.add({
      field: 'source.ociForm',
      value: options.ociForm,
      rule: `${repository} is no OCI registry`,
      fix: 'leave it out, or name a repository that begins with oci://',
      code: RuleCode.UNUSED_OPTION,
    });
  }
}

function checkNames(report: Report, options: ArgoCdSourceOptions | FluxSourceOptions): void {
  report.holdGiven('source.name', options.name, OBJECT_NAME);
  report.holdGiven('source.namespace', options.namespace, NAMESPACE);
  if ('project' in options) {
    report.holdGiven('source.project', options.project, OBJECT_NAME);
  }
  if ('interval' in options) {
    report.holdGiven('source.interval', options.interval?.toSeconds({ integral: false }), INTERVAL);
  }
}

function refuse(report: Report, field: string, value: unknown, ...[rule, fix]: [string, string]): void {
  report.add({ field, value, rule, fix, code: RuleCode.COMPONENT_SOURCE });
}
