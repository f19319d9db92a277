import { isVariableName } from './ids';
import { ManifestTable } from './manifest-table';
import { template } from './template';
import { TomlPath } from './toml-path';
import { SpinManifestVariable } from '../spin-manifest-parts';

const FIELDS = ['description', 'required', 'default', 'secret'];

/** Reads `[variables]`. */
export function readVariables(manifest: ManifestTable): SpinManifestVariable[] {
  return manifest.tablesByKey('variables').map(([name, table]) => {
    checkName(manifest, ['variables', name]);
    table.only('a variable', FIELDS);
    const variable = {
      name,
      required: table.flag('required'),
      secret: table.flag('secret'),
      defaultValue: table.text('default'),
      description: table.text('description'),
    };
    if (variable.required === (table.raw('default') !== undefined)) {
      table.fault(undefined, {
        value: table.fields,
        rule: 'a variable is either required or has a default',
        fix: 'write required = true, or default = "..."',
      });
    }
    return variable;
  });
}

/** Reads the variables of a component, whose templates name those of the application. */
export function readComponentVariables(component: ManifestTable, key: string, declared: ReadonlySet<string>): { [name: string]: string } {
  const variables = component.textMap(key);
  for (const [name, text] of Object.entries(variables)) {
    checkName(component, [key, name]);
    checkTemplate(component, [key, name], text, declared);
  }
  return variables;
}

/** Holds a template to closing its braces and to naming variables that are declared. */
export function checkTemplate(table: ManifestTable, key: string | TomlPath, ...[text, declared]: [string, ReadonlySet<string>]): void {
  const { variables, unclosed } = template(text);
  if (unclosed) {
    table.fault(key, { value: text, rule: "a template closes its braces: '{{ name }}'", fix: 'close them' });
  }
  const names = [...declared].filter(isVariableName);
  for (const name of variables.filter((variable) => !declared.has(variable))) {
    table.fault(key, {
      value: text,
      rule: `[variables] has no ${JSON.stringify(name)}`,
      fix: names.length > 0 ? `use one of ${names.join(', ')}, or declare it` : 'declare it',
    });
  }
}

function checkName(table: ManifestTable, path: [string, string]): void {
  const [, name] = path;
  if (!isVariableName(name)) {
    table.fault(path, {
      value: name,
      rule: "the name of a variable is lower-case words of letters and digits joined by '_', each starting with a letter",
      fix: `write it as ${JSON.stringify(mended(name))}`,
    });
  }
}

/** A name with the usual mistakes mended, where that is enough. */
function mended(name: string): string {
  const words = name.toLowerCase().replace(/[^a-z0-9]+/g, '_');
  return isVariableName(words) ? words : 'api_key';
}
