/** Programs that break a rule of a spin.toml, or of the egress policy that is made from one. */
import { EnvValue, Probe, Secret } from 'cdk8s-plus-28';
import { app, cluster, RuleExample, RuleExamples } from './support';
import { EgressPolicy, RuleCode, RuntimeConfig, SpinManifest, WasmAppProps } from '../../../src';

const HEAD = 'spin_manifest_version = 2\napplication = { name = "shop" }\ncomponent.api = { source = "api.wasm" }\n';
const HTTP = `${HEAD}trigger.http = [{ route = "/api/...", component = "api" }]\n`;
const REDIS = `${HEAD}trigger.redis = [{ address = "redis://bus", channel = "orders", component = "api" }]\n`;

/** A manifest of one component that answers HTTP, with more of that component, and more lines. */
const spinToml = (component: string, ...others: string[]) =>
  SpinManifest.fromString([HTTP.replace('"api.wasm"', `"api.wasm"${component && `, ${component}`}`), ...others].join('\n'));
const built = (component: string, props: Partial<WasmAppProps> = {}, ...others: string[]): RuleExample =>
  (chart) => app({ manifest: spinToml(component, ...others), ...props })(chart);
const hosts = (...allowed: string[]) => `allowed_outbound_hosts = ${JSON.stringify(allowed)}`;
const egress = EgressPolicy.networkPolicy();

export const MANIFEST = {
  [RuleCode.INVALID_SPIN_MANIFEST]: () => SpinManifest.fromString('spin_manifest_version = 2'),
  [RuleCode.INVALID_ALLOWED_HOST]: () => spinToml(hosts('example.com')),
  [RuleCode.UNSUPPORTED_TRIGGER]: built('', {}, 'trigger.cron = [{ component = "api", cron_expression = "0 0 * * * *" }]'),
  [RuleCode.UNKNOWN_COMPONENT]: built('', { components: ['apo'] }),
  [RuleCode.DROPPED_COMPONENT]: (chart) => app({
    manifest: spinToml(hosts('http://admin.spin.internal'), 'component.admin = { source = "admin.wasm" }'), components: ['api'],
  })(chart),
  [RuleCode.UNCALLABLE_COMPONENT]: built(hosts('http://admin.spin.internal'), {}, 'component.admin = { source = "admin.wasm" }'),
  [RuleCode.FIELD_REMOVED]: (chart) => cluster({ shimVersion: '0.25.1' }, app({
    manifest: SpinManifest.fromString(HTTP.replace('component = "api"', 'component = "api", executor = { type = "wasip3-unstable" }')),
  }))(chart),
  [RuleCode.UNKNOWN_VARIABLE]: built('', { variables: { level: EnvValue.fromValue('info') } }),
  [RuleCode.MISSING_VARIABLE]: built('', {}, 'variables.level = { required = true }'),
  [RuleCode.MISSING_STORE]: built('key_value_stores = ["sessions"]'),
  [RuleCode.NO_HTTP_TRIGGER]: (chart) => app({ manifest: SpinManifest.fromString(REDIS), readiness: Probe.fromHttpGet('/') })(chart),
  [RuleCode.UNSERVED_PATH]: built('', { readiness: Probe.fromHttpGet('/ready') }),
  [RuleCode.UNREACHABLE_ROUTE]: (chart) => app({
    manifest: SpinManifest.fromString(HTTP.replace('/api/...', '/.well-known/spin/own')),
  })(chart),
  [RuleCode.EGRESS_WITHOUT_HOSTS]: app({ egress }),
  [RuleCode.UNRESOLVED_HOST]: built(hosts('https://{{ host }}'), { egress }, 'variables.host = { required = true }'),
  [RuleCode.UNKNOWN_DESTINATION]: (chart) => app({
    runtimeConfig: RuntimeConfig.fromSecret(Secret.fromSecretName(chart, 'stores', 'stores')), egress: EgressPolicy.networkPolicy({ hosts: [] }),
  })(chart),
  [RuleCode.INEXACT_EGRESS]: built(hosts('https://example.com'), { egress }),
} satisfies RuleExamples;
