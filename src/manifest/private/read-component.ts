import { isLabel } from './ids';
import { isTable, ManifestTable } from './manifest-table';
import { readDependencies } from './read-dependencies';
import { checkTemplate, readComponentVariables } from './read-variables';
import { shownPath, TomlPath } from './toml-path';
import { AllowedHost, readAllowedHost } from '../allowed-host';
import { SpinManifestComponent, SpinManifestFeature, SpinManifestFile } from '../spin-manifest-parts';

const V2_FIELDS = [
  'source', 'description', 'variables', 'environment', 'files', 'exclude_files', 'allowed_outbound_hosts', 'allowed_http_hosts', 'key_value_stores',
  'sqlite_databases', 'ai_models', 'targets', 'build', 'tool', 'dependencies_inherit_configuration', 'dependencies', 'profile',
];
const V1_FIELDS = [
  'id', 'source', 'trigger', 'description', 'config', 'environment', 'files', 'exclude_files', 'allowed_http_hosts', 'allowed_outbound_hosts',
  'key_value_stores', 'sqlite_databases', 'ai_models', 'build',
];

/** The databases that version 1 opens to a component that names no outbound hosts. */
const V1_DATABASES = ['redis://*:*', 'mysql://*:*', 'postgres://*:*'];

/** What the components of one manifest have in common. */
export interface ComponentContext {
  readonly manifestVersion: number;

  /** The names of the application's variables. */
  readonly declared: ReadonlySet<string>;

  /** Where what needs a certain Spin is noted. */
  readonly features: SpinManifestFeature[];
}

/** Reads a component. */
export function readComponent(table: ManifestTable, id: string, context: ComponentContext): SpinManifestComponent {
  const isV1 = context.manifestVersion === 1;
  table.only('a component', isV1 ? V1_FIELDS : V2_FIELDS);
  checkSource(table);
  checkBuild(table);
  noteFeatures(table, context);
  return {
    id,
    description: table.text('description'),
    allowedOutboundHosts: readHosts(table, context),
    keyValueStores: readLabels(table, 'key_value_stores'),
    sqliteDatabases: readLabels(table, 'sqlite_databases'),
    aiModels: table.texts('ai_models'),
    files: readFiles(table),
    dependencies: isV1 ? [] : readDependencies(table, (inner, key) => note(context, inner, key, '4.0.0')),
    environment: table.textMap('environment'),
    variables: readComponentVariables(table, isV1 ? 'config' : 'variables', context.declared),
  };
}

function note({ features }: ComponentContext, table: ManifestTable, ...[key, spinVersion]: [string, string]): void {
  features.push({ place: shownPath([...table.path, key]), spinVersion });
}

function noteFeatures(table: ManifestTable, context: ComponentContext): void {
  if (table.raw('profile') !== undefined) {
    checkProfiles(table);
    note(context, table, 'profile', '4.0.0');
  }
  if (table.raw('dependencies') !== undefined) {
    note(context, table, 'dependencies', '3.0.0');
  }
  table.flag('dependencies_inherit_configuration');
  table.table('tool');
  table.list('targets');
  table.texts('exclude_files');
}

function checkProfiles(table: ManifestTable): void {
  for (const [, profile] of table.tablesByKey('profile')) {
    profile.only('a profile', ['source', 'environment', 'dependencies', 'build']);
    profile.textMap('environment');
  }
}

function checkSource(table: ManifestTable): void {
  const source = table.raw('source');
  if (typeof source === 'string') {
    return;
  }
  const inner = isTable(source) ? table.at(['source'], source) : undefined;
  if (inner && inner.raw('url') !== undefined) {
    inner.only('a source with url', ['url', 'digest']);
    inner.requiredText('url');
    checkDigest(inner, inner.requiredText('digest'));
  } else if (inner && inner.raw('package') !== undefined) {
    inner.only('a source with package', ['registry', 'package', 'version']);
    ['package', 'version'].forEach((key) => inner.requiredText(key));
    inner.text('registry');
  } else {
    table.fault('source', {
      value: source,
      rule: 'a source is a file, { url, digest } or { registry, package, version }',
      fix: 'write it as "target/api.wasm"',
    });
  }
}

function checkDigest(source: ManifestTable, digest: string): void {
  if (source.raw('digest') !== undefined && !/^sha256:[0-9a-f]{64}$/i.test(digest)) {
    source.fault('digest', { value: digest, rule: 'a digest is "sha256:" and 64 hexadecimal digits', fix: 'take the SHA-256 of the file' });
  }
}

function checkBuild(table: ManifestTable): void {
  const build = table.table('build');
  if (build) {
    build.only('a build', ['command', 'workdir', 'watch']);
    if (Array.isArray(build.raw('command'))) {
      build.texts('command');
    } else {
      build.requiredText('command');
    }
    build.text('workdir');
    build.texts('watch');
  }
}

function readLabels(table: ManifestTable, key: string): string[] {
  const labels = table.texts(key);
  for (const [index, label] of [...labels.entries()].filter(([, given]) => !isLabel(given))) {
    table.fault([key, index], {
      value: label,
      rule: "a label is words of letters and digits joined by '-' or '_', each starting with a letter and all of one case",
      fix: 'write it as "my-store"',
    });
  }
  return labels;
}

function readFiles(table: ManifestTable): SpinManifestFile[] {
  const files = table.raw('files') ?? [];
  if (!Array.isArray(files)) {
    table.fault('files', { value: files, rule: 'the field is a list of patterns and { source, destination }', fix: 'write it as ["assets/*"]' });
    return [];
  }
  return files.map((file, index) => {
    if (typeof file === 'string') {
      return { source: file };
    }
    const inner = table.at(['files', index], isTable(file) ? file : {});
    inner.only('a file', ['source', 'destination']);
    return { source: inner.requiredText('source'), destination: inner.requiredText('destination') };
  });
}

function readHosts(table: ManifestTable, { manifestVersion, declared }: ComponentContext): AllowedHost[] {
  const old = table.texts('allowed_http_hosts').flatMap((host, index) => fromHttpHost(table, host, index));
  const implied = manifestVersion === 1 && table.raw('allowed_outbound_hosts') === undefined ? V1_DATABASES : [];
  return [
    ...table.texts('allowed_outbound_hosts').flatMap((text, index) => readHost(table, ['allowed_outbound_hosts', index], text, declared)),
    ...[...implied, ...old].flatMap((text) => readHost(table, ['allowed_http_hosts'], text, declared)),
  ];
}

function readHost(table: ManifestTable, path: TomlPath, ...[text, declared]: [string, ReadonlySet<string>]): AllowedHost[] {
  const host = readAllowedHost(text);
  if (host instanceof AllowedHost) {
    checkTemplate(table, path, text, declared);
    return [host];
  }
  const { value, rule, fix, code } = host;
  table.fault(path, { value, rule, fix, code });
  return [];
}

/** What an entry of the deprecated `allowed_http_hosts` means in the terms of `allowed_outbound_hosts`. */
function fromHttpHost(table: ManifestTable, host: string, index: number): string[] {
  if (host === 'insecure:allow-all') {
    return ['http://*:*', 'https://*:*', 'http://self'];
  }
  const [, name, port = ''] = /^(?:https?:\/\/)?(\[[0-9a-f:.]+\]|[^\s:/?#@[\]]+)(:\d+)?\/?$/i.exec(host) ?? [];
  if (name === undefined) {
    table.fault(['allowed_http_hosts', index], { value: host, rule: 'an HTTP host is a host and perhaps a port', fix: 'use allowed_outbound_hosts' });
    return [];
  }
  if (name === 'self') {
    return ['http://self'];
  }
  const ports = name.startsWith('[') && port === '' ? [':80', ':443'] : [port, port];
  return [`http://${name}${ports[0]}`, `https://${name}${ports[1]}`];
}
