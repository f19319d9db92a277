import { isKebab } from './ids';
import { ManifestDraft } from './manifest-content';
import { isTable, ManifestTable } from './manifest-table';
import { shownPath } from './toml-path';
import { semver } from '../../upstream/semver';
import { SpinManifestDependency } from '../spin-manifest-parts';

/** The fields of each form, by the one that tells it apart. */
const FORMS: { [field: string]: string[] } = {
  version: ['version', 'registry', 'package', 'export'],
  path: ['path', 'export'],
  url: ['url', 'digest', 'export'],
  component: ['component', 'export'],
};

/** Spin 4 passes the configuration of the importing component on, for each dependency. */
export const INHERIT = 'inherit_configuration';

const PACKAGE = /^([a-z][a-z0-9-]*:[a-z][a-z0-9-]*)(?:\/([^@]+))?(?:@(.+))?$/i;

interface Name {
  readonly key: string;
  readonly pack?: string;
  readonly face?: string;
  readonly version?: string;
}

/** Reads the dependencies of a component. */
export function readDependencies(component: ManifestTable, draft: ManifestDraft): SpinManifestDependency[] {
  const table = component.table('dependencies');
  const names = (table?.keys ?? []).map((key) => readName(table!, key));
  checkOverlap(table, names);
  checkInherit(component, table);
  return names.map((name) => ({ name: name.key, component: readForm(table!, name, draft) }));
}

/** The field that tells the form of a dependency apart. */
export function formOf(value: unknown): string | undefined {
  return isTable(value) ? Object.keys(FORMS).find((field) => Object.hasOwn(value, field)) : undefined;
}

function checkInherit(component: ManifestTable, table?: ManifestTable): void {
  const key = 'dependencies_inherit_configuration';
  const one = table?.keys.find((name) => isTable(table.raw(name)) && Object.hasOwn(table.raw(name) as object, INHERIT));
  if (one !== undefined && component.raw(key) !== undefined) {
    component.fault(key, {
      value: component.raw(key),
      rule: `it speaks for all dependencies, and ${JSON.stringify(one)} has ${INHERIT} of its own`,
      fix: 'leave it out, and say it for each dependency',
    });
  }
}

function readName(table: ManifestTable, key: string): Name {
  const [, pack, face, version] = PACKAGE.exec(key) ?? [];
  const whole = (face === undefined || isKebab(face)) && (version === undefined || semver().valid(version) !== null);
  const valid = pack === undefined ? isKebab(key) : whole;
  if (!valid) {
    table.fault(key, {
      value: key,
      rule: 'a dependency is "package:name", "package:name/interface", either with "@version", or a plain name in kebab case',
      fix: 'write it as "wasi:http/types@0.2.0"',
    });
  }
  return { key, pack, face, version };
}

/** Reads how a dependency is met; the result is the component of the same application, if that is how. */
function readForm(table: ManifestTable, name: Name, draft: ManifestDraft): string | undefined {
  const value = table.raw(name.key);
  if (typeof value === 'string') {
    checkPackage(table, name, undefined);
    return undefined;
  }
  const form = formOf(value);
  if (form === undefined || !isTable(value)) {
    table.fault(name.key, {
      value,
      rule: 'a dependency is a version, or a table with one of version, path, url and component',
      fix: 'write it as { path = "dependency.wasm" }',
    });
    return undefined;
  }
  const inner = table.at([name.key], value);
  inner.only(`a dependency with ${form}`, [...FORMS[form], INHERIT]);
  inner.keys.filter((key) => key !== INHERIT).forEach((key) => inner.text(key));
  if (inner.raw(INHERIT) !== undefined) {
    inner.inherited();
    draft.note(shownPath([...inner.path, INHERIT]), '4.0.0');
  }
  checkForm(inner, name, form);
  return form === 'component' ? provider(inner, draft) : undefined;
}

function provider(table: ManifestTable, draft: ManifestDraft): string | undefined {
  const component = table.text('component');
  if (component !== undefined) {
    draft.provided.push({ table, component });
  }
  return component;
}

function checkForm(inner: ManifestTable, name: Name, form: string): void {
  if (form === 'version') {
    checkPackage(inner, name, inner.text('package'));
  }
  if (form === 'url') {
    inner.requiredText('digest');
  }
  if (name.pack !== undefined && name.face === undefined && (form === 'version' || form === 'path') && inner.raw('export') !== undefined) {
    inner.fault('export', { value: inner.raw('export'), rule: 'a whole package cannot be met by one export', fix: 'name the interface in the key' });
  }
}

function checkPackage(table: ManifestTable, name: Name, pack: string | undefined): void {
  if (name.pack === undefined && pack === undefined) {
    table.fault(name.key === table.path[table.path.length - 1] ? undefined : name.key, {
      value: name.key,
      rule: 'a plain name does not say its package',
      fix: 'write it as { version = "1.0.0", package = "owner:name" }',
    });
  }
}

function checkOverlap(table: ManifestTable | undefined, names: Name[]): void {
  names.forEach((name, index) => {
    const other = names.slice(0, index).find((earlier) => overlaps(earlier, name));
    if (other) {
      table!.fault(name.key, { value: name.key, rule: `it overlaps with ${JSON.stringify(other.key)}`, fix: 'name each import once' });
    }
  });
}

function overlaps(one: Name, other: Name): boolean {
  return one.pack !== undefined && one.pack === other.pack
    && (one.version === undefined || other.version === undefined || compatible(one.version) === compatible(other.version))
    && (one.face === undefined || other.face === undefined || one.face === other.face);
}

/** A version without what a compatible release may change. */
function compatible(version: string): string {
  const [, major, minor, patch, pre] = /^(\d+)\.(\d+)\.(\d+)(-[^+]*)?/.exec(version) ?? [];
  if (pre !== undefined) {
    return `${major}.${minor}.${patch}${pre}`;
  }
  return major !== '0' ? major : minor !== '0' ? `0.${minor}` : `0.0.${patch}`;
}
