/** Holds docs/spin-manifest.md: what a broken manifest is told, and which shim takes what. */
import { App, Chart } from 'cdk8s';
import { tableOf, textOf } from './pages';
import { SpinManifest, WasmApp, WasmCluster } from '../../src';

const PAGE = 'spin-manifest.md';
const HEAD = 'spin_manifest_version = 2\n[application]\nname = "cart"\n';
const CART = '[component.cart]\nsource = "cart.wasm"\n';
const trigger = (more = '') => `[[trigger.http]]\nroute = "/..."\ncomponent = "cart"\n${more}`;

test('the messages of the page are those of a broken manifest', () => {
  const [, shown] = /```text\n([\s\S]*?)```/.exec(textOf(PAGE))!;
  const toml = `${HEAD}\n${trigger()}\n\n[component.cart]\nallow_outbound_hosts = []\nsource = "cart.wasm"\n\nallowed_outbound_hosts = ["example.com"]\n`;
  const [unknown, host] = (() => {
    try {
      return SpinManifest.fromString(toml).name;
    } catch (error) {
      return (error as Error).message;
    }
  })().split('\n');
  // The hint is another one where the field that is meant stands there too.
  expect(shown.trim().split('\n')[1]).toBe(host);
  expect(shown.split(';')[1]).toBe(unknown.split(';')[1]);
  expect(() => SpinManifest.fromString(`${HEAD}${trigger()}${CART}\n\nallow_outbound_hosts = []\n`).name).toThrow(new Error(shown.split('\n')[0]));
});

/** What a cluster with a shim says to a manifest. */
function judged(shimVersion: string, toml: string): 'taken' | 'refused' {
  try {
    new WasmApp(new Chart(new WasmCluster(new App(), 'prod', { shimVersion }), 'apps'), 'cart', {
      image: 'registry.example.com/cart:v1', manifest: SpinManifest.fromString(HEAD + toml),
    });
    return 'taken';
  } catch {
    return 'refused';
  }
}

/** The newest shim before, the first with it, and the last with it. */
const SHIMS: { [row: string]: [string, string[], string?] } = {
  'dependencies of components': ['0.16.0', [trigger() + CART + 'dependencies = { "acme:auth/check" = "1.0.0" }']],
  'static responses': ['0.21.0', [`${trigger() + CART}[[trigger.http]]\nroute = "/robots.txt"\nstatic_response = { body = "none" }`]],
  'the executor `wasip3-unstable`': ['0.21.0', [trigger('executor = { type = "wasip3-unstable" }\n') + CART], '0.24.0'],
  '`profile`, `inherit_configuration` of a dependency': ['0.24.0', [
    `${trigger() + CART}profile.debug = {}`,
    `${trigger() + CART}dependencies = { "acme:auth/check" = { path = "a.wasm", inherit_configuration = true } }`,
  ]],
  '`dependencies.middleware` of an HTTP trigger, an allowed host that a variable leaves empty': ['0.25.1', [
    trigger('dependencies.middleware = [{ path = "a.wasm" }]\n') + CART,
    `${trigger() + CART}allowed_outbound_hosts = ["https://{{ api }}"]\n[variables]\napi = { default = "" }`,
  ]],
};

test('the releases of the page are those that apps are held to', () => {
  const rows = tableOf(PAGE, 'in the manifest', 'Spin', 'containerd-shim-spin');
  expect(rows.map(([what]) => what)).toEqual(Object.keys(SHIMS));
  for (const [what, , shims] of rows) {
    const [before, manifests, last = '0.25.1'] = SHIMS[what];
    const [first, until] = shims.split(' to ');
    for (const toml of manifests) {
      const known = first === 'not known' ? [] : [`${first}.0`, last];
      expect([what, before, judged(before, toml), ...known.map((shim) => judged(shim, toml))])
        .toEqual([what, before, 'refused', ...known.map(() => 'taken')]);
      expect(judged('0.25.1', toml)).toBe(until === undefined && first !== 'not known' ? 'taken' : 'refused');
    }
  }
});
