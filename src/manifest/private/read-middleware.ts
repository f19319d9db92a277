import { ManifestDraft } from './manifest-content';
import { isTable, ManifestTable } from './manifest-table';
import { formOf, INHERIT } from './read-dependencies';
import { shownPath } from './toml-path';

/** The fields of each form, by the one that tells it apart. */
const FORMS: { [field: string]: string[] } = {
  version: ['version', 'registry', 'package', INHERIT],
  path: ['path', INHERIT],
  url: ['url', 'digest', INHERIT],
  component: ['component', INHERIT],
};

/** Reads what runs before and after the component of an HTTP trigger. */
export function readMiddleware(trigger: ManifestTable, draft: ManifestDraft): void {
  const dependencies = trigger.table('dependencies');
  if (!dependencies) {
    return;
  }
  draft.note(shownPath(dependencies.path), '4.1.0');
  dependencies.only('an HTTP trigger', ['middleware']);
  for (const [index, value] of dependencies.list('middleware').entries()) {
    readOne(dependencies, ['middleware', index], { value, draft });
  }
}

function readOne(dependencies: ManifestTable, path: [string, number], { value, draft }: { value: unknown; draft: ManifestDraft }): void {
  const form = formOf(value);
  if (form === undefined || !isTable(value)) {
    dependencies.fault(path, {
      value,
      rule: 'a middleware is a table with one of version, path, url and component',
      fix: 'write it as { component = "auth" }',
    });
    return;
  }
  const table = dependencies.at(path, value);
  table.only(`a middleware with ${form}`, FORMS[form]);
  const needed = { version: ['version', 'package'], path: ['path'], url: ['url', 'digest'], component: ['component'] }[form] ?? [];
  const [component] = needed.map((key) => table.requiredText(key));
  table.inherited();
  if (form === 'component' && component !== '') {
    draft.provided.push({ table, component });
  }
}
