import { idFault, isKebab } from './ids';
import { ManifestContent, ManifestDraft } from './manifest-content';
import { isTable, ManifestTable } from './manifest-table';
import { ComponentContext, readComponent } from './read-component';
import { readTrigger } from './read-trigger';
import { readVariables } from './read-variables';
import { shownPath } from './toml-path';
import { SpinManifestComponent } from '../spin-manifest-parts';

const FIELDS = ['spin_manifest_version', 'application', 'variables', 'trigger', 'component'];
const APPLICATION_FIELDS = ['name', 'version', 'description', 'authors', 'targets', 'trigger', 'tool'];

/** Reads a manifest of version 2. */
export function readV2(manifest: ManifestTable): ManifestContent {
  manifest.only('a manifest', FIELDS);
  const variables = readVariables(manifest);
  const draft: ManifestDraft = { triggers: [], components: [], features: [] };
  const context = { manifestVersion: 2, declared: new Set(variables.map(({ name }) => name)), features: draft.features };
  draft.components.push(...readComponents(manifest, context));
  const application = readApplication(manifest);
  readTriggers(manifest, draft, { ...context, commons: application?.table('trigger') });
  checkProviders(manifest, draft.components);
  return {
    manifestVersion: 2,
    name: application?.requiredText('name') ?? '',
    version: application?.text('version'),
    description: application?.text('description'),
    authors: application?.texts('authors') ?? [],
    variables,
    ...draft,
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

function readComponents(manifest: ManifestTable, context: ComponentContext): SpinManifestComponent[] {
  return manifest.tablesByKey('component').map(([id, table]) => {
    if (!isKebab(id)) {
      table.fault(undefined, idFault(id));
    }
    return readComponent(table, id, context);
  });
}

interface TriggersContext extends ComponentContext {
  /** The table `[application.trigger]`. */
  readonly commons?: ManifestTable;
}

function readTriggers(manifest: ManifestTable, draft: ManifestDraft, context: TriggersContext): void {
  const triggers = manifest.table('trigger');
  if (manifest.raw('trigger') === undefined) {
    manifest.fault('trigger', { value: undefined, rule: 'an application has triggers', fix: 'write [[trigger.http]]' });
  }
  const { declared, features, commons } = context;
  for (const type of triggers?.keys ?? []) {
    for (const table of triggers!.tables(type)) {
      const component = startedComponent(table, draft, context);
      draft.triggers.push(readTrigger(table, { type, common: commons?.table(type), component, declared, features }));
    }
  }
}

/** The id of the component that a trigger starts; one that is written out joins the others. */
function startedComponent(table: ManifestTable, draft: ManifestDraft, context: ComponentContext): string | undefined {
  const given = table.raw('component');
  if (isTable(given)) {
    const id = inlineId(table, draft);
    draft.components.push(readComponent(table.at(['component'], given), id, context));
    return id;
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

/** The id that Spin gives a component which is written out in its trigger. */
function inlineId(table: ManifestTable, { components }: ManifestDraft): string {
  const taken = new Set(components.map(({ id }) => id));
  const natural = `${table.text('id') ?? ''}-component`;
  let counter = 1;
  while (taken.has(`inline-component${counter}`)) {
    counter += 1;
  }
  return isKebab(natural) && !taken.has(natural) ? natural : `inline-component${counter}`;
}

/** Holds dependencies on components of the same application to there being one. */
function checkProviders(manifest: ManifestTable, components: SpinManifestComponent[]): void {
  const ids = new Set(components.map(({ id }) => id));
  for (const { id, dependencies } of components) {
    for (const { name, component } of dependencies.filter((dependency) => dependency.component !== undefined && !ids.has(dependency.component))) {
      manifest.at(['component', id, 'dependencies', name], {}).fault('component', {
        value: component,
        rule: 'the manifest has no component of this id',
        fix: oneOf(components, component!),
      });
    }
  }
}
