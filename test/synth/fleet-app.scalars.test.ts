import { App, Chart, Testing } from 'cdk8s';
import { EnvValue } from 'cdk8s-plus-28';
import { FleetApp, WasmApp } from '../../src';

const variables = { mode: EnvValue.fromValue('0o17') };
const image = 'ghcr.io/acme/api:v1';

test('a string that readers misread is an error under the stock App, and quoted under FleetApp', () => {
  const stock = new Chart(new App({ outdir: Testing.app().outdir }), 'apps');
  expect(() => new WasmApp(stock, 'api', { image, variables })).toThrow(new Error(
    '[apps/api] spec.variables["mode"].value: got "0o17"; some YAML readers, kubectl\'s among them, would take it for something else; '
    + 'make the app a FleetApp, which quotes it (AmbiguousScalar)',
  ));
  const fleet = new FleetApp({ outdir: Testing.app().outdir });
  new WasmApp(new Chart(fleet, 'apps'), 'api', { image, variables });
  expect(fleet.synthYaml()).toContain('value: "0o17"');
});
