import { idFault, isKebab } from './ids';
import { inlineIds, triggerIds } from './inline-ids';
import { KnownContent, ManifestDraft } from './manifest-content';
import { isTable, ManifestTable } from './manifest-table';
import { readComponent } from './read-component';
import { readTrigger } from './read-trigger';
import { readVariables } from './read-variables';
import { TomlTable } from './toml';
import { shownPath, TomlPath } from './toml-path';
import { SpinManifestComponent } from '../spin-manifest-parts';

const FIELDS = ['spin_manifest_version', 'application', 'variables', 'trigger', 'component'];
/** The fields of a component that apply to nothing that it is composed into. */
const RESOURCES = [
  'ai_models', 'allowed_http_hosts', 'allowed_outbound_hosts', 'dependencies', 'environment', 'files', 'key_value_stores', 'sqlite_databases', 'variables',
];

const APPLICATION_FIELDS = ['name', 'version', 'description', 'authors', 'targets', 'trigger', 'tool'];

/** Reads a manifest of version 2. */
export function readV2(manifest: ManifestTable): KnownContent {
  manifest.only('a manifest', FIELDS);
  const draft = new ManifestDraft(2, readVariables(manifest));
  readComponents(manifest, draft);
  const application = readApplication(manifest);
  readTriggers(manifest, draft, application?.table('trigger'));
  checkProviders(draft);
  return {
    manifestVersion: 2,
    name: application?.requiredText('name') ?? '',
    version: application?.text('version'),
    description: application?.text('description'),
    authors: application?.texts('authors') ?? [],
    ...draft.parts,
  };
}

function readApplication(manifest: ManifestTable): ManifestTable | undefined {
  const application = manifest.table('application');
  if (manifest.raw('application') === undefined) {
    manifest.fault('application', { value: undefined, rule: 'the table is required', fix: 'write [application] with a name' });
  }
  application?.only('an application', APPLICATION_FIELDS);
  application?.table('tool');
  application?.list('targets');
  return application;
}

function readComponents(manifest: ManifestTable, draft: ManifestDraft): void {
  for (const [id, table] of manifest.tablesByKey('component')) {
    if (!isKebab(id)) {
      table.fault(undefined, idFault(id));
    }
    readComponent(table, id, draft);
  }
}

/** Reads triggers, beside the table `[application.trigger]`. */
function readTriggers(manifest: ManifestTable, draft: ManifestDraft, commons?: ManifestTable): void {
  const triggers = manifest.table('trigger');
  if (manifest.raw('trigger') === undefined) {
    manifest.fault('trigger', { value: undefined, rule: 'an application has triggers', fix: 'write [[trigger.http]]' });
  }
  const all = (triggers?.keys ?? []).flatMap((type) => triggers!.tables(type).map((table) => ({ type, table })));
  const ids = triggerIds(all.map(({ type, table }) => ({ type, id: table.text('id') ?? '', component: textOf(table.raw('component')) })));
  all.forEach(({ type, table }, index) => {
    const component = startedComponent(table, ids[index], draft);
    draft.triggers.push(readTrigger(table, { type, common: commons?.table(type), component, draft }));
  });
}

/** The id of the component that a trigger starts; those that are written out join the others. */
function startedComponent(table: ManifestTable, trigger: string, draft: ManifestDraft): string | undefined {
  const given = table.raw('component');
  const others = Object.entries(table.raw('components') ?? {}).flatMap(([key, value]) => withPlaces(['components', key], value));
  const specs = [...given === undefined ? [] : [{ path: ['component'] as TomlPath, value: given }], ...others];
  const inline = specs.filter(({ value }) => isTable(value));
  const ids = inlineIds(trigger, { inline: inline.length, all: specs.length, taken: draft.components.map(({ id }) => id) });
  inline.forEach(({ path, value }, index) => readComponent(table.at(path, value as TomlTable), ids[index], draft));
  if (isTable(given)) {
    return ids[0];
  }
  const component = table.text('component');
  if (component !== undefined && !draft.components.some(({ id }) => id === component)) {
    table.fault('component', {
      value: component,
      rule: 'the manifest has no component of this id',
      fix: oneOf(draft.components, component),
    });
  }
  return component;
}

function oneOf(components: SpinManifestComponent[], wanted: string): string {
  const ids = components.map(({ id }) => id).filter(isKebab);
  return ids.length > 0 ? `use one of ${ids.join(', ')}` : `write [${shownPath(['component', wanted])}]`;
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** One component, or a list of several, each with its place. */
function withPlaces(path: TomlPath, value: unknown): { readonly path: TomlPath; readonly value: unknown }[] {
  return Array.isArray(value) ? value.map((one, index) => ({ path: [...path, index], value: one })) : [{ path, value }];
}

/** Holds dependencies on components of the same application to there being one, without anything that would not come along. */
function checkProviders({ provided, tables, components }: ManifestDraft): void {
  for (const { table, component } of provided) {
    const provider = tables.get(component);
    const own = provider ? RESOURCES.filter((key) => isFilled(provider.raw(key))) : [];
    if (!provider) {
      table.fault('component', {
        value: component,
        rule: 'the manifest has no component of this id',
        fix: oneOf(components, component),
      });
    } else if (own.length > 0) {
      table.fault('component', {
        value: component,
        rule: `what another component depends on has no resources and permissions of its own, and this one has ${own.join(', ')}`,
        fix: 'give them to the component that depends on it',
      });
    }
  }
}

function isFilled(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length > 0;
}
