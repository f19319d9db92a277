import { idFault, isKebab } from './ids';
import { KnownContent, ManifestDraft } from './manifest-content';
import { ManifestTable } from './manifest-table';
import { readComponent } from './read-component';
import { readTrigger } from './read-trigger';
import { readVariables } from './read-variables';

const FIELDS = ['spin_manifest_version', 'spin_version', 'name', 'version', 'description', 'authors', 'trigger', 'variables', 'component'];

/** Reads a manifest of version 1, in the terms of version 2. */
export function readV1(manifest: ManifestTable): KnownContent {
  manifest.only('a manifest of version 1', FIELDS);
  const draft = new ManifestDraft(1, readVariables(manifest));
  const common = manifest.table('trigger');
  if (manifest.raw('trigger') === undefined) {
    manifest.fault('trigger', { value: undefined, rule: 'the table is required', fix: 'write trigger = { type = "http" }' });
  }
  const type = common?.requiredText('type');
  const settings = common && withoutType(common);
  for (const table of manifest.tables('component')) {
    const component = componentId(table);
    readComponent(table, component, draft);
    const trigger = triggerOf(table);
    if (type !== undefined && trigger) {
      draft.triggers.push(readTrigger(trigger, { type, common: settings, component, draft }));
    }
  }
  return {
    manifestVersion: 1,
    name: manifest.requiredText('name'),
    version: manifest.text('version'),
    description: manifest.text('description'),
    authors: manifest.texts('authors'),
    ...draft.parts,
  };
}

/** The settings of all triggers, beside their type. */
function withoutType(common: ManifestTable): ManifestTable {
  return common.at([], Object.fromEntries(Object.entries(common.fields).filter(([key]) => key !== 'type')));
}

function triggerOf(component: ManifestTable): ManifestTable | undefined {
  if (component.raw('trigger') === undefined) {
    component.fault('trigger', { value: undefined, rule: 'a component has a trigger', fix: 'write [component.trigger]' });
  }
  return component.table('trigger');
}

/** The id, with the two mends that Spin makes: underscores and capitals. */
function componentId(table: ManifestTable): string {
  const given = table.requiredText('id');
  const id = isKebab(given) ? given : given.replace(/_/g, '-').toLowerCase();
  if (table.text('id') !== undefined && !isKebab(id)) {
    table.fault('id', idFault(given));
  }
  return id;
}
