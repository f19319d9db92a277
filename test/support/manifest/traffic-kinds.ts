/**
 * Kinds of KEDA, its HTTP add-on and the Gateway API: the fields that we write, no more.
 */
import { publishedCheck } from './core-schema';
import { Check, SchemaObject, closed } from './json-schema';

/** Fields by name: a list is `[fields of an item]`, a map or value `{}`. */
type Fields = { readonly [field: string]: Fields | readonly [Fields] };

const POLICY: Fields = { periodSeconds: {}, type: {}, value: {} };
const DIRECTION: Fields = { policies: [POLICY], selectPolicy: {}, stabilizationWindowSeconds: {} };
const SCALED_OBJECT: Fields = {
  scaleTargetRef: { apiVersion: {}, kind: {}, name: {}, envSourceContainerName: {} },
  minReplicaCount: {},
  maxReplicaCount: {},
  idleReplicaCount: {},
  pollingInterval: {},
  cooldownPeriod: {},
  initialCooldownPeriod: {},
  fallback: { failureThreshold: {}, replicas: {} },
  advanced: { horizontalPodAutoscalerConfig: { behavior: { scaleUp: DIRECTION, scaleDown: DIRECTION } } },
  triggers: [{ type: {}, name: {}, metricType: {}, useCachedMetrics: {}, metadata: {}, authenticationRef: { kind: {}, name: {} } }],
};

const HEADER: Fields = { name: {}, value: {} };
const HEADERS: Fields = { set: [HEADER], add: [HEADER], remove: {} };
const PATH: Fields = { type: {}, replaceFullPath: {}, replacePrefixMatch: {} };
const BACKEND: Fields = { group: {}, kind: {}, name: {}, namespace: {}, port: {} };
const VALUE: Fields = { type: {}, name: {}, value: {} };
const FILTER: Fields = {
  type: {},
  requestHeaderModifier: HEADERS,
  responseHeaderModifier: HEADERS,
  requestMirror: { backendRef: BACKEND },
  requestRedirect: { scheme: {}, hostname: {}, path: PATH, port: {}, statusCode: {} },
  urlRewrite: { hostname: {}, path: PATH },
};
const HTTP_ROUTE: Fields = {
  parentRefs: [{ group: {}, kind: {}, name: {}, namespace: {}, sectionName: {}, port: {} }],
  hostnames: {},
  rules: [{
    matches: [{ path: { type: {}, value: {} }, method: {}, headers: [VALUE], queryParams: [VALUE] }],
    filters: [FILTER],
    backendRefs: [{ ...BACKEND, weight: {} }],
    timeouts: { request: {}, backendRequest: {} },
  }],
};
const REFERENCE_GRANT: Fields = { from: [{ group: {}, kind: {}, namespace: {} }], to: [{ group: {}, kind: {}, name: {} }] };

const PUBLISHED: { [kind: string]: { readonly fields: Fields; readonly library: string } | undefined } = {
  'keda.sh/v1alpha1 ScaledObject': { fields: SCALED_OBJECT, library: 'keda' },
  'gateway.networking.k8s.io/v1 HTTPRoute': { fields: HTTP_ROUTE, library: 'gateway-api' },
  'gateway.networking.k8s.io/v1beta1 ReferenceGrant': { fields: REFERENCE_GRANT, library: 'gateway-api' },
};

// the add-on's definitions of 0.15, without descriptions, and with the static routes of 0.16
const TEXT = { type: 'string' };
const TEXTS = { type: 'array', items: TEXT };
const FILLED = { type: 'string', minLength: 1 };
const COUNT = { type: 'integer', format: 'int32' };
const POSITIVE = { ...COUNT, minimum: 1 };
const PORT = { ...POSITIVE, maximum: 65535 };
const MATCHED = { type: 'array', items: record({ name: FILLED, value: TEXT }, ['name']) };
const RATE = { targetValue: POSITIVE, granularity: TEXT, window: TEXT };
const METRIC = {
  ...record({ concurrency: record({ targetValue: POSITIVE }, ['targetValue']), requestRate: record(RATE, ['targetValue']) }),
  anyOf: [{ required: ['concurrency'] }, { required: ['requestRate'] }],
};

const RULES = { type: 'array', items: record({ hosts: TEXTS, paths: { type: 'array', items: record({ value: FILLED }, ['value']) }, headers: MATCHED }) };
const RESPONSE = record({
  statusCode: { ...COUNT, minimum: 100, maximum: 599 },
  body: { ...TEXT, maxLength: 32768 },
  bodyFromConfigMap: record({ name: FILLED, key: TEXT }, ['name']),
  headers: { type: 'object', additionalProperties: TEXT },
});
const STATIC_ROUTE = record({
  rules: { ...RULES, minItems: 1 },
  response: { ...RESPONSE, not: { required: ['body', 'bodyFromConfigMap'] } },
  responseMode: { ...TEXT, enum: ['Always', 'WhenUnavailable'] },
}, ['rules', 'response']);

const ADD_ON: { [kind: string]: SchemaObject | undefined } = {
  'http.keda.sh/v1beta1 InterceptorRoute': record({
    target: record({ service: FILLED, port: PORT }, ['service', 'port']),
    coldStart: record({ fallback: record({ service: record({ name: FILLED, port: PORT }, ['name', 'port']) }) }, ['fallback']),
    timeouts: record({ readiness: TEXT, request: TEXT, responseHeader: TEXT }),
    rules: RULES,
    scalingMetric: METRIC,
    staticRoutes: { type: 'array', items: STATIC_ROUTE },
  }, ['scalingMetric', 'target']),
  'http.keda.sh/v1alpha1 HTTPScaledObject': record({
    hosts: TEXTS,
    pathPrefixes: TEXTS,
    headers: MATCHED,
    scaleTargetRef: record({ apiVersion: TEXT, kind: TEXT, name: TEXT, service: TEXT, port: COUNT }, ['service', 'port']),
    replicas: record({ min: COUNT, max: COUNT }),
    scaledownPeriod: COUNT,
    initialCooldownPeriod: COUNT,
    scalingMetric: METRIC,
    timeouts: record({ conditionWait: TEXT, responseHeader: TEXT }),
    coldStartTimeoutFailoverRef: record({ service: TEXT, port: COUNT, timeoutSeconds: COUNT }, ['service', 'port']),
  }, ['scaleTargetRef']),
};

/** The check of such a kind, by one that makes the check of a whole object from a schema. */
export function trafficCheck(apiVersion: string, kind: string, objectCheck: (schema: SchemaObject) => Check): Check | undefined {
  const key = `${apiVersion} ${kind}`;
  const whole = (spec: SchemaObject) => objectCheck({ additionalProperties: false, properties: { apiVersion: {}, kind: {}, spec } });
  const published = PUBLISHED[key];
  if (published) {
    const [known, valid] = [whole(onlyFields(published.fields)), publishedCheck(`@kubernetes-models/${published.library}/${apiVersion}/${kind}`, kind)];
    return (value) => [...known(value), ...valid(value)];
  }
  const schema = ADD_ON[key];
  return schema && whole(closed(schema));
}

function record(properties: object, required: string[] = []): SchemaObject {
  return { type: 'object', properties, required };
}

function onlyFields(fields: Fields): SchemaObject {
  const inner = (field: Fields | readonly [Fields]): SchemaObject => {
    if (Array.isArray(field)) return { items: onlyFields(field[0]) };
    return Object.keys(field).length > 0 ? onlyFields(field as Fields) : {};
  };
  return { properties: Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, inner(field)])), additionalProperties: false };
}
