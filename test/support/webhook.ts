/**
 * What spin-operator 0.6.1 asks of its resources beyond their schema: its webhooks refuse some, and on others its reconciler fails
 * before it makes anything.
 */
import { isMap, mapOf, mapsOf, repeated } from './manifest/load';
import { exceeds, parseQuantity } from './manifest/quantity';

type Fields = Record<string, any>;

/**
 * A resource as the mutating webhook hands it on: the server has left out what is null, and the operator's types write every required
 * field, no list of components that is empty, and quantities as texts.
 */
export function admitted(object: any): any {
  const { spec, ...rest } = JSON.parse(JSON.stringify(object, (_, value) => (value === null ? undefined : value)));
  if (!isMap(spec)) return { ...rest, spec };
  return { ...rest, spec: object.kind === 'SpinAppExecutor' ? { createDeployment: false, ...spec } : admittedApp(spec) };
}

function admittedApp({ variables, resources, runtimeConfig, checks, components, ...spec }: Fields): Fields {
  const stores = (list: unknown) => each(list, (store) => ({ name: '', type: '', ...store, ...present('options', each(store.options, named)) }));
  const probe = (check: unknown) => within(check, 'httpGet', (get) => within(get, 'httpHeaders', (headers) => each(headers, named)));
  const texts = (amounts: unknown) => (isMap(amounts)
    ? Object.fromEntries(Object.entries(amounts).map(([name, amount]) => [name, typeof amount === 'number' ? String(amount) : amount])) : amounts);
  return {
    ...spec,
    ...(Array.isArray(components) && components.length === 0 ? {} : present('components', components)),
    ...present('variables', each(variables, (variable) => ({ name: '', ...variable }))),
    ...present('resources', within(within(resources, 'limits', texts), 'requests', texts)),
    ...present('checks', within(within(checks, 'readiness', probe), 'liveness', probe)),
    ...present('runtimeConfig', within(within(within(runtimeConfig, 'keyValueStores', stores), 'sqliteDatabases', stores), 'llmCompute',
      (llm) => (isMap(llm) ? { type: '', ...llm } : llm))),
  };
}

/** A header or an option: its name and value are written always. */
function named(item: Fields): Fields {
  return { name: '', value: '', ...item };
}

function each(list: unknown, change: (item: Fields) => Fields): unknown {
  return Array.isArray(list) ? list.map((item) => (isMap(item) ? change(item) : item)) : list;
}

function within(value: unknown, field: string, change: (inner: unknown) => unknown): unknown {
  return isMap(value) && value[field] !== undefined ? { ...value, [field]: change(value[field]) } : value;
}

function present(field: string, value: unknown): Fields {
  return value === undefined ? {} : { [field]: value };
}

/** What the operator says of an admitted SpinApp under its executor. */
export function operatorRefusals({ spec: given }: any, executor: any): string[] {
  const spec = mapOf(given);
  return [
    ...replicaRefusals(spec), ...memoryRefusals(spec), ...checkRefusals(spec), ...annotationRefusals(spec, executor), ...storeRefusals(spec),
    ...(executor.spec?.createDeployment === false ? [] : applyRefusals(spec)),
  ];
}

/** The operator applies its Deployment by server-side apply, which takes no two items of one key. */
function applyRefusals({ variables, imagePullSecrets }: Fields): string[] {
  const secrets = repeated(mapsOf(imagePullSecrets).map(({ name }) => name));
  const names = repeated(mapsOf(variables).map(({ name }) => String(name).toUpperCase()));
  return [...secrets.map((name) => `two imagePullSecrets called ${name}`), ...names.map((name) => `two variables called ${name}`)];
}

/** What the operator says of a SpinAppExecutor. */
export function executorRefusals({ spec }: any): string[] {
  const { createDeployment, deploymentConfig } = mapOf(spec);
  if (!isMap(deploymentConfig)) return createDeployment === true ? ['the operator crashes on createDeployment without deploymentConfig'] : [];
  const runners = ['runtimeClassName', 'spinImage'].filter((field) => (deploymentConfig[field] ?? undefined) !== undefined);
  return runners.length === 1 ? [] : ['the webhook asks for one of runtimeClassName and spinImage'];
}

function replicaRefusals({ replicas, enableAutoscaling }: Fields): string[] {
  if (enableAutoscaling === true) return replicas ? ['the webhook refuses replicas beside autoscaling'] : [];
  return replicas >= 1 ? [] : ['the webhook refuses fewer replicas than 1'];
}

function memoryRefusals({ invocationLimits, resources }: Fields): string[] {
  const { memory } = mapOf(invocationLimits);
  if (memory === undefined) return [];
  if (!parseQuantity(memory)) return ['the webhook cannot read invocationLimits.memory'];
  const bound = resources?.limits?.memory ?? resources?.requests?.memory;
  return bound !== undefined && exceeds(memory, bound) ? ["the webhook refuses invocationLimits.memory above the app's memory"] : [];
}

/** The mutating webhook writes a missing list back as null. */
function checkRefusals({ checks }: Fields): string[] {
  const probes = ['readiness', 'liveness'].map((name) => checks?.[name]?.httpGet).filter(isMap);
  return probes.some(({ httpHeaders }) => !Array.isArray(httpHeaders)) ? ['the schema refuses httpHeaders: null, which the webhook writes'] : [];
}

function annotationRefusals(spec: Fields, executor: any): string[] {
  const unused = ['deploymentAnnotations', 'podAnnotations'].filter((field) => Object.keys(mapOf(spec[field])).length > 0);
  return executor.spec?.createDeployment === false ? unused.map((field) => `the webhook refuses ${field} where no Deployment is made`) : [];
}

function storeRefusals({ runtimeConfig }: Fields): string[] {
  return ['keyValueStores', 'sqliteDatabases'].flatMap((field) => repeated(mapsOf(runtimeConfig?.[field]).map(({ name }) => name)))
    .map((name) => `the operator fails on two stores called ${name}`);
}
