/**
 * Every field of Spin's manifest of version 2 is read, or stands here with the reason why not. The fields are those of Spin 4.1, by the
 * structs of its crates `manifest` and `trigger-http`, all of which refuse others.
 *
 * @see https://github.com/spinframework/spin/blob/main/crates/manifest/src/schema/v2.rs
 */
import { SpinManifest } from '../../src';

const DIGEST = `sha256:${'0'.repeat(64)}`;

/** What is not read. */
const NOT_SUPPORTED: { [field: string]: string } = {
  'an HTTP trigger components': 'reserved for future use: released Spin does not start with it',
};

interface Struct {
  /** Its fields in Spin, each with a value that Spin takes. */
  readonly fields: { readonly [field: string]: string };

  /** Whether Spin drops what it does not know there. */
  readonly isOpen?: boolean;

  /** A manifest with lines of fields in the struct. */
  readonly manifest: (lines: string) => string;
}

const TRIGGER = '[[trigger.http]]\nroute = "/..."\ncomponent = "api"\n';
const COMPONENT = '[component.api]\nsource = "api.wasm"\n';
const AUTH = '[component.auth]\nsource = "auth.wasm"\n';
const HEAD = 'spin_manifest_version = 2\n[application]\nname = "shop"\n';
const whole = (...parts: string[]) => `${HEAD}${parts.join('\n')}`;
const inComponent = (place: string) => (lines: string) => whole(TRIGGER, `${COMPONENT}${place}\n${lines}`, AUTH);
const inline = (lines: string) => `{ ${lines.split('\n').join(', ')} }`;
const source = (lines: string) => whole(TRIGGER, `[component.api]\nsource = ${inline(lines)}`);
const file = (lines: string) => whole(TRIGGER, `${COMPONENT}files = [${inline(lines)}]`);
const middleware = (lines: string) => whole(`${TRIGGER}dependencies = { middleware = [${inline(lines)}] }`, COMPONENT, AUTH);
const dependency = inComponent('[component.api.dependencies.plain]');

const STRUCTS: { [struct: string]: Struct } = {
  'a manifest': {
    fields: {
      spin_manifest_version: '2', application: '{ name = "shop" }', variables: '{ level = { default = "info" } }', trigger: '{ http = [] }', component: '{}',
    },
    manifest: (lines) => lines,
  },
  'an application': {
    fields: {
      name: '"shop"',
      version: '"1.0.0"',
      description: '"a shop"',
      authors: '["a"]',
      targets: '["spin-up:3.5"]',
      trigger: '{ http = { base = "/" } }',
      tool: '{ lint = { level = 2 } }',
    },
    manifest: (lines) => `spin_manifest_version = 2\n[application]\n${lines}\n${TRIGGER}${COMPONENT}`,
  },
  'a variable': {
    fields: { default: '"info"', description: '"a level"', secret: 'false', required: 'false' },
    manifest: (lines) => whole('[variables.level]', lines, TRIGGER, COMPONENT),
  },
  'an HTTP trigger': {
    fields: {
      id: '"front"',
      component: '"api"',
      components: '{ main = "api" }',
      route: '"/..."',
      executor: '{ type = "spin" }',
      dependencies: '{ middleware = [{ component = "auth" }] }',
    },
    manifest: (lines) => whole('[[trigger.http]]', lines, COMPONENT, AUTH),
  },
  'a static response': {
    fields: { status_code: '404', headers: '{ "x-a" = "b" }', body: '"none"' },
    isOpen: true,
    manifest: (lines) => whole(TRIGGER, '[[trigger.http]]\nroute = "/none"\n[trigger.http.static_response]', lines, COMPONENT),
  },
  'a component': {
    fields: {
      source: '"api.wasm"',
      description: '"an API"',
      variables: '{ level = "high" }',
      environment: '{ A = "b" }',
      files: '["a/*"]',
      exclude_files: '["a/b"]',
      allowed_http_hosts: '[]',
      allowed_outbound_hosts: '["https://acme.com"]',
      key_value_stores: '["default"]',
      sqlite_databases: '["default"]',
      ai_models: '["llama2-chat"]',
      targets: '["spin-up:3.5"]',
      build: '{ command = "make" }',
      tool: '{ lint = { level = 2 } }',
      dependencies_inherit_configuration: 'true',
      dependencies: '{ "a:b" = "1.0.0" }',
      profile: '{ debug = { source = "debug.wasm" } }',
    },
    manifest: (lines) => whole(TRIGGER, '[component.api]', lines),
  },
  'a source by URL': { fields: { url: '"https://acme.com/api.wasm"', digest: `"${DIGEST}"` }, manifest: source },
  'a source in a registry': { fields: { registry: '"acme.com"', package: '"a:b"', version: '"1.0.0"' }, manifest: source },
  'a file': { fields: { source: '"a"', destination: '"/a"' }, manifest: file },
  'a build': { fields: { command: '"make"', workdir: '"api"', watch: '["src/*"]' }, manifest: inComponent('[component.api.build]') },
  'a profile': {
    fields: { source: '"debug.wasm"', environment: '{ A = "b" }', dependencies: '{}', build: '{ command = "make debug" }' },
    manifest: inComponent('[component.api.profile.debug]'),
  },
  'a dependency in a registry': {
    fields: { version: '"1.0.0"', registry: '"acme.com"', package: '"a:b"', export: '"a:b/c"', inherit_configuration: 'true' },
    manifest: dependency,
  },
  'a dependency in a file': {
    fields: { path: '"a.wasm"', export: '"a:b/c"', inherit_configuration: '["files"]' }, manifest: dependency,
  },
  'a dependency by URL': {
    fields: { url: '"https://acme.com/a.wasm"', digest: `"${DIGEST}"`, export: '"a:b/c"', inherit_configuration: 'false' },
    manifest: dependency,
  },
  'a dependency on a component': {
    fields: { component: '"auth"', export: '"a:b/c"', inherit_configuration: 'true' }, manifest: dependency,
  },
  'a middleware in a registry': {
    fields: { version: '"1.0.0"', registry: '"acme.com"', package: '"a:b"', inherit_configuration: 'true' }, manifest: middleware,
  },
  'a middleware in a file': { fields: { path: '"a.wasm"', inherit_configuration: 'true' }, manifest: middleware },
  'a middleware by URL': { fields: { url: '"https://acme.com/a.wasm"', digest: `"${DIGEST}"`, inherit_configuration: 'true' }, manifest: middleware },
  'a middleware that is a component': { fields: { component: '"auth"', inherit_configuration: '["files"]' }, manifest: middleware },
};

const linesOf = (fields: { readonly [field: string]: string }) => Object.entries(fields).map(([name, value]) => `${name} = ${value}`).join('\n');

/** What is wrong with a manifest, once a program asks it for something. */
function problemOf(text: string): string {
  try {
    return SpinManifest.fromString(text).components && '';
  } catch (error) {
    return (error as Error).message;
  }
}

describe.each(Object.entries(STRUCTS))('%s', (struct, { fields, isOpen, manifest }) => {
  const supported = Object.fromEntries(Object.entries(fields).filter(([name]) => !NOT_SUPPORTED[`${struct} ${name}`]));

  test('has its fields of Spin 4.1, all of which are read', () => {
    expect(problemOf(manifest(linesOf(supported)))).toBe('');
  });

  test('has no other', () => {
    expect(problemOf(manifest(linesOf({ ...supported, zz_unknown: '1' })))).toMatch(isOpen ? /^$/ : /zz_unknown: got 1; .*has no field of this name/);
  });
});

test.each(Object.keys(NOT_SUPPORTED))('fails for %s', (field) => {
  const [struct, { fields, manifest }] = Object.entries(STRUCTS).find(([name]) => field.startsWith(`${name} `))!;
  const name = field.slice(struct.length + 1);
  expect(fields).toHaveProperty(name);
  expect(problemOf(manifest(linesOf(fields)))).toContain(`.${name}: got `);
});
