import { idFault, isKebab } from './ids';
import { ManifestContent, ManifestDraft } from './manifest-content';
import { ManifestTable } from './manifest-table';
import { readComponent } from './read-component';
import { readTrigger } from './read-trigger';
import { readVariables } from './read-variables';

const FIELDS = ['spin_manifest_version', 'spin_version', 'name', 'version', 'description', 'authors', 'trigger', 'variables', 'component'];

/** Reads a manifest of version 1, in the terms of version 2. */
export function readV1(manifest: ManifestTable): ManifestContent {
  manifest.only('a manifest of version 1', FIELDS);
  const variables = readVariables(manifest);
  const declared = new Set(variables.map(({ name }) => name));
  const draft: ManifestDraft = { triggers: [], components: [], features: [] };
  const common = manifest.table('trigger');
  if (manifest.raw('trigger') === undefined) {
    manifest.fault('trigger', { value: undefined, rule: 'the table is required', fix: 'write trigger = { type = "http" }' });
  }
  const type = common?.requiredText('type');
  for (const table of manifest.tables('component')) {
    const component = componentId(table);
    draft.components.push(readComponent(table, component, { manifestVersion: 1, declared, features: draft.features }));
    const trigger = triggerOf(table);
    if (type !== undefined && trigger) {
      draft.triggers.push(readTrigger(trigger, { type, common, component, declared, features: draft.features }));
    }
  }
  return {
    manifestVersion: 1,
    name: manifest.requiredText('name'),
    version: manifest.text('version'),
    description: manifest.text('description'),
    authors: manifest.texts('authors'),
    variables,
    ...draft,
  };
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
