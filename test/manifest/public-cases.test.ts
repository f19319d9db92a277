/** Manifests as they are found in public, and what Spin and its triggers make of them. */
import { Chart } from 'cdk8s';
import { Probe } from 'cdk8s-plus-28';
import { SpinManifest, WasmApp } from '../../src';
import { failureOf, warningsOf } from '../support/synth';

const HEAD = 'spin_manifest_version = 2\n[application]\nname = "shop"\n';
const WEB = '[component.web]\nsource = "web.wasm"\n';
const http = (trigger = '', component = '', route = '/...') =>
  `${HEAD}[[trigger.http]]\nroute = "${route}"\ncomponent = "web"\n${trigger}${WEB}${component}`;
const mqtt = (settings: string, qos = '1') =>
  `${HEAD}[application.trigger.mqtt]\naddress = "mqtt://broker:1883"\n${settings}[[trigger.mqtt]]\ncomponent = "web"\ntopic = "t"\nqos = "${qos}"\n${WEB}`;
const MQTT = 'username = "u"\npassword = "p"\nkeep_alive_interval = "30"\n';
const withDefault = (value: string) => http('', `allowed_outbound_hosts = ["https://{{ api }}"]\n[variables]\napi = { default = "${value}" }\n`);

test.each<[string, string, string[]]>([
  ['a build as a list', http('', 'build = ["cargo build --target wasm32-wasip2 --release"]\n'), ['web']],
  ['a component in a trigger without an id', `${HEAD}[[trigger.http]]\nroute = "/..."\ncomponent = { source = "front.wasm" }\n[[trigger.http]]\nroute = "/api"\n`
    + 'component = "api"\n[component.api]\nsource = "api.wasm"\n', ['api', 'http-trigger1-component']],
  ['components in triggers of one type', `${HEAD}[application.trigger.redis]\naddress = "redis://cache:6379"\n`
    + ['a', 'b'].map((name) => `[[trigger.redis]]\nchannel = "${name}"\ncomponent = { source = "${name}.wasm" }\n`).join(''),
  ['redis-trigger1-component', 'redis-trigger2-component']],
  ['middleware', http('dependencies.middleware = [\n  { component = "auth", inherit_configuration = ["allowed_outbound_hosts"] },\n]\n')
    + '[component.auth]\nsource = "auth.wasm"\n', ['web', 'auth']],
  ['all settings of mqtt', mqtt(MQTT), ['web']],
  ['a label in mixed case, in version 1', 'spin_manifest_version = "1"\nname = "shop"\ntrigger = { type = "http" }\n[[component]]\nid = "web"\n'
    + 'source = "web.wasm"\nkey_value_stores = ["MyStore"]\n[component.trigger]\nroute = "/..."\n', ['web']],
  ['a host that a default makes one', withDefault('api.example.com'), ['web']],
])('%s is read', (_, toml, components) => {
  expect(SpinManifest.fromString(toml).components.map(({ id }) => id)).toEqual(components);
});

const PLACE = '[spin.toml:';

test.each<[string, string, string[]]>([
  ['a field by another name', http('', 'allow_outbound_hosts = []\n'),
    ['9] component.web.allow_outbound_hosts: got []; a component has no field of this name; did you mean allowed_outbound_hosts? (InvalidSpinManifest)']],
  ['"*" for every host', http('', 'allowed_outbound_hosts = ["*"]\n'), [
    '9] component.web.allowed_outbound_hosts[0]: got "*"; an allowed host is scheme://host:port, each of which may be \'*\'; '
    + 'write "*://*:*" if every host is really meant (InvalidAllowedHost)',
  ]],
  ['components of an HTTP trigger', http('components = { other = "web" }\n'), [
    '7] trigger.http[0].components: got {"other":"web"}; a trigger of type http has no field of this name; '
    + 'use one of id, component, route, executor, static_response, dependencies (InvalidSpinManifest)',
  ]],
  ['a setting that Wagi does not have', http('executor = { type = "wagi", args = "x" }\n'),
    ['7] trigger.http[0].executor.args: got "x"; the executor wagi has no field of this name; did you mean argv? (InvalidSpinManifest)']],
  ['settings of mqtt that are missing', mqtt(''), ['username', 'password', 'keep_alive_interval'].map((key) =>
    `4] application.trigger.mqtt.${key}: got nothing; the field is required; write ${key} = "..." (InvalidSpinManifest)`)],
  ['a setting that mqtt does not have', mqtt(`${MQTT}client_id = "x"\n`), [
    '9] application.trigger.mqtt.client_id: got "x"; the table of all triggers of type mqtt has no field of this name; '
    + 'use one of address, username, password, keep_alive_interval (InvalidSpinManifest)',
  ]],
  ['a quality of service in words', mqtt(MQTT, 'at-least-once'),
    ['12] trigger.mqtt[0].qos: got "at-least-once"; a quality of service is 0, 1 or 2, in a string; write qos = "1" (InvalidSpinManifest)']],
  ['a setting that redis does not have', `${HEAD}[application.trigger.redis]\naddress = "redis://cache:6379"\npassword = "x"\n`
    + `[[trigger.redis]]\nchannel = "c"\ncomponent = "web"\n${WEB}`,
  ['6] application.trigger.redis.password: got "x"; the table of all triggers of type redis has no field of this name; use one of address (InvalidSpinManifest)']],
  ['a setting that sqs does not have', `${HEAD}[[trigger.sqs]]\ncomponent = "web"\nqueue_url = "https://sqs.eu-west-1.amazonaws.com/1/q"\nvisibility_timeout = 5\n${WEB}`, [
    '7] trigger.sqs[0].visibility_timeout: got 5; a trigger of type sqs has no field of this name; '
    + 'use one of id, component, queue_url, max_messages, idle_wait_seconds, system_attributes, message_attributes (InvalidSpinManifest)',
  ]],
  ['a route with two wildcards', http('', '', '/**'), [
    '5] trigger.http[0].route: got "/**"; a \'*\' stands for itself: it has no name, and there is one of it; '
    + 'write it as "/users/:name", or "/api/..." for all that follows (InvalidSpinManifest)',
  ]],
  ['a parameter without a name', http('', '', '/:'), [
    '5] trigger.http[0].route: got "/:"; a parameter has a name after its \':\'; write it as "/users/:name", or "/api/..." for all that follows (InvalidSpinManifest)',
  ]],
  ['a host that a default makes none', withDefault('https://api.example.com'), [
    '9] component.web.allowed_outbound_hosts[0]: got "https://{{ api }}"; its variables make it "https://https://api.example.com", and an allowed host has no path; '
    + 'change the defaults of its variables: leave the path out (InvalidAllowedHost)',
  ]],
])('fails for %s', (_, toml, problems) => {
  expect(failureOf(() => SpinManifest.fromString(toml).components)).toBe(problems.map((problem) => PLACE + problem).join('\n'));
});

test('a check at a path that ends a parameter at a dot is taken', () => {
  const manifest = SpinManifest.fromString(http('', '', '/files/report.:ext'));
  expect(warningsOf((chart: Chart) => new WasmApp(chart, 'a', {
    image: 'registry.example.com/a:v1', manifest, readiness: Probe.fromHttpGet('/files/report.txt'),
  }))).toBe('');
});
