import { isLabel } from './ids';
import { ManifestDraft } from './manifest-content';
import { isTable, ManifestTable } from './manifest-table';
import { readDependencies } from './read-dependencies';
import { checkTemplate, readComponentVariables } from './read-variables';
import { resolveTemplate } from './template';
import { shownPath, TomlPath } from './toml-path';
import { AllowedHost, AllowedHostKind, readAllowedHost } from '../allowed-host';
import { hostFault, isLeftOut } from './host-fault';
import { SpinManifestFile } from '../spin-manifest-parts';

const V2_FIELDS = [
  'source', 'description', 'variables', 'environment', 'files', 'exclude_files', 'allowed_outbound_hosts', 'allowed_http_hosts', 'key_value_stores',
  'sqlite_databases', 'ai_models', 'targets', 'build', 'tool', 'dependencies_inherit_configuration', 'dependencies', 'profile',
];
const BUILD = ['command', 'workdir', 'watch'];
const PROFILE_BUILD = ['command'];
const V1_FIELDS = [
  'id', 'source', 'trigger', 'description', 'config', 'environment', 'files', 'exclude_files', 'allowed_http_hosts', 'allowed_outbound_hosts',
  'key_value_stores', 'sqlite_databases', 'ai_models', 'build',
];

/** The databases that version 1 opens to a component that names no outbound hosts. */
const V1_DATABASES = ['redis://*:*', 'mysql://*:*', 'postgres://*:*'];

/** Reads a component, which joins those of the draft. */
export function readComponent(table: ManifestTable, id: string, draft: ManifestDraft): void {
  const isV1 = draft.manifestVersion === 1;
  table.only('a component', isV1 ? V1_FIELDS : V2_FIELDS);
  checkSource(table);
  checkBuild(table, BUILD);
  noteFeatures(table, draft);
  draft.tables.set(id, table);
  draft.components.push({
    id,
    description: table.text('description'),
    allowedOutboundHosts: readHosts(table, draft),
    keyValueStores: readLabels(table, 'key_value_stores', isV1),
    sqliteDatabases: readLabels(table, 'sqlite_databases', isV1),
    aiModels: table.texts('ai_models'),
    files: readFiles(table),
    dependencies: isV1 ? [] : readDependencies(table, draft),
    environment: table.textMap('environment'),
    variables: readComponentVariables(table, isV1 ? 'config' : 'variables', draft.declared),
  });
}

function noteFeatures(table: ManifestTable, draft: ManifestDraft): void {
  if (table.raw('profile') !== undefined) {
    checkProfiles(table);
    draft.note(shownPath([...table.path, 'profile']), '4.0.0');
  }
  if (table.raw('dependencies') !== undefined) {
    draft.note(shownPath([...table.path, 'dependencies']), '3.0.0');
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
    profile.table('dependencies');
    checkBuild(profile, PROFILE_BUILD);
    if (profile.raw('source') !== undefined) {
      checkSource(profile);
    }
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

function checkBuild(table: ManifestTable, fields: readonly string[]): void {
  const build = table.struct('build', fields);
  if (build) {
    build.only('a build', fields);
    if (Array.isArray(build.raw('command'))) {
      build.texts('command');
    } else {
      build.requiredText('command');
    }
    build.text('workdir');
    build.texts('watch');
  }
}

/** The labels of stores; version 1 leaves them free. */
function readLabels(table: ManifestTable, key: string, areFree: boolean): string[] {
  const labels = table.texts(key);
  for (const [index, label] of [...labels.entries()].filter(([, given]) => !areFree && !isLabel(given))) {
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

function readHosts(table: ManifestTable, draft: ManifestDraft): AllowedHost[] {
  const old = table.texts('allowed_http_hosts').flatMap((host, index) => fromHttpHost(table, host, index));
  const implied = draft.manifestVersion === 1 && table.raw('allowed_outbound_hosts') === undefined ? V1_DATABASES : [];
  return [
    ...table.texts('allowed_outbound_hosts').flatMap((text, index) => readHost(table, ['allowed_outbound_hosts', index], text, draft)),
    ...[...implied, ...old].flatMap((text) => readHost(table, ['allowed_http_hosts'], text, draft)),
  ];
}

function readHost(table: ManifestTable, path: TomlPath, ...[text, draft]: [string, ManifestDraft]): AllowedHost[] {
  const host = readAllowedHost(text);
  if (host instanceof AllowedHost) {
    checkTemplate(table, path, text, draft.declared);
    checkDefaults(table, path, host, draft);
    return [host];
  }
  const { value, rule, fix, code } = host;
  table.fault(path, { value, rule, fix, code });
  return [];
}

/** Spin does not load a component whose allowed host the defaults of variables make invalid. */
function checkDefaults(table: ManifestTable, path: TomlPath, { kind, text }: AllowedHost, draft: ManifestDraft): void {
  const defaultOf = (name: string) => draft.variables.find((variable) => variable.name === name)?.defaultValue;
  const fault = hostFault(text, defaultOf);
  if (kind === AllowedHostKind.TEMPLATE && isLeftOut(resolveTemplate(text, defaultOf))) {
    draft.note(shownPath([...table.path, ...path]), '4.1.0');
  }
  if (fault) {
    table.fault(path, { ...fault, fix: `change the defaults of its variables: ${fault.fix}` });
  }
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
