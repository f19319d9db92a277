import { EnvValue } from 'cdk8s-plus-28';
import { Executor } from './executor-directory';
import { ManifestUse } from './manifest-use';
import { valueOf } from './manifest-variables';
import { AllowedHost, AllowedHostKind, readAllowedHost } from '../../manifest/allowed-host';
import { isLeftOut } from '../../manifest/private/host-fault';
import { resolveTemplate, template } from '../../manifest/private/template';
import { RuntimeConfig } from '../runtime-config';
import { StoreConfig } from '../runtime-stores';

/** What says where an app connects to. */
export interface EgressOrigins {
  /** Hosts that the policy itself names. */
  readonly hosts: readonly AllowedHost[];
  readonly use?: ManifestUse;
  readonly runtimeConfig?: RuntimeConfig;
  readonly variable: (name: string) => EnvValue | undefined;
  readonly executor: () => Executor;
}

/** A destination, or something that is none that is known. */
export interface EgressSource {
  /** What says so. */
  readonly place: string;

  /** The destination, if it is known. */
  readonly host?: AllowedHost;

  /** A host, or the address of a server, whose variables are not all known. */
  readonly unresolved?: string;

  /** Why a destination is not known. */
  readonly unknown?: string;
}

const URL_PORTS = new Map([['http', 80], ['https', 443], ['redis', 6379], ['rediss', 6379], ['mqtt', 1883], ['mqtts', 8883]]);
const IDENTITY = 'the servers that hand out the pod\'s identity are not known';

/** Where an app connects to, in the order in which it is said. */
export function egressSources(origins: EgressOrigins): EgressSource[] {
  return [
    ...allowedHosts(origins),
    ...origins.hosts.map((host) => ({ place: 'egress.hosts', host })),
    ...triggerServers(origins),
    ...storeServers(origins.runtimeConfig),
    ...executorServers(origins.executor()),
  ];
}

function allowedHosts({ use, variable }: EgressOrigins): EgressSource[] {
  return (use?.components ?? []).flatMap(({ id, allowedOutboundHosts }) => allowedOutboundHosts.flatMap((host): EgressSource[] => {
    const place = `manifest: component.${id}.allowed_outbound_hosts`;
    if (host.kind !== AllowedHostKind.TEMPLATE) {
      return [{ place, host }];
    }
    const resolved = resolveTemplate(host.text, (name) => valueOf(use!.manifest, variable, name));
    if (isLeftOut(resolved)) {
      return [];
    }
    const read = resolved === undefined ? undefined : readAllowedHost(resolved);
    return [read instanceof AllowedHost ? { place, host: read } : { place, unresolved: host.text }];
  }));
}

/** The variables of a template whose values are not known. */
export function unknownVariables(text: string, { use, variable }: EgressOrigins): string[] {
  return [...new Set(template(text).variables)].filter((name) => !use || valueOf(use.manifest, variable, name) === undefined);
}

function triggerServers({ use, variable }: EgressOrigins): EgressSource[] {
  const servers = (use?.triggers ?? []).map(({ type, address }) => ({ type, address }));
  return distinct(servers).flatMap(({ type, address }) => {
    const place = `manifest: trigger.${type}`;
    if (address === undefined) {
      return [];
    }
    const source = urlSource(place, resolveTemplate(address, (name) => valueOf(use!.manifest, variable, name)));
    const known = source.host || template(address).variables.length === 0 ? source : { place, unresolved: address };
    return type === 'sqs' ? [known, { place, unknown: IDENTITY }] : [known];
  });
}

/** Each server once: triggers of one type often share it. */
function distinct<T>(servers: readonly T[]): T[] {
  return [...new Map(servers.map((server) => [JSON.stringify(server), server])).values()];
}

function storeServers(config?: RuntimeConfig): EgressSource[] {
  const { loadFromSecret, keyValueStores = {}, sqliteDatabases = {}, llmCompute } = config?.toRuntimeConfigContent() ?? {};
  if (loadFromSecret !== undefined) {
    return [{ place: 'spec.runtimeConfig.loadFromSecret', unknown: 'the stores in this Secret are not known' }];
  }
  const all = (field: string, stores: { [label: string]: StoreConfig }) => Object.entries(stores)
    .flatMap(([label, store]) => storeServer(`spec.runtimeConfig.${field}[${JSON.stringify(label)}]`, store));
  return [
    ...all('keyValueStores', keyValueStores),
    ...all('sqliteDatabases', sqliteDatabases),
    ...(llmCompute ? storeServer('spec.runtimeConfig.llmCompute', llmCompute) : []),
  ];
}

function storeServer(place: string, { type, options }: StoreConfig): EgressSource[] {
  const option = (name: string) => options.find((given) => given.name === name)?.value;
  const identity = (key: string) => (option(key) ? [] : [{ place, unknown: IDENTITY }]);
  switch (type) {
    case 'spin': return [];
    case 'azure_cosmos': return [urlSource(place, `https://${option('account')?.value}.documents.azure.com`), ...identity('key')];
    case 'aws_dynamo': return [urlSource(place, `https://${dynamoServer(option('region')?.value)}`), ...identity('access_key')];
    default: return [urlSource(place, option('url')?.value)];
  }
}

function dynamoServer(region = ''): string {
  return `dynamodb.${region}.amazonaws.com${region.startsWith('cn-') ? '.cn' : ''}`;
}

function executorServers({ telemetry = [], pullsApps }: Executor): EgressSource[] {
  return [
    ...telemetry.map((endpoint) => urlSource('the telemetry of the executor', endpoint)),
    ...(pullsApps ? [{ place: 'spinImage of the executor', unknown: 'the registry from which the pods pull the app is not known' }] : []),
  ];
}

/** The server of an address, if there is one and its port is known. */
function urlSource(place: string, url: string | undefined): EgressSource {
  const [, scheme = '', name, port = URL_PORTS.get(scheme)] = /^([a-z]+):\/\/(?:[^/?#]*@)?(\[[^\]]*\]|[^:/?#]+)(?::(\d+))?/i.exec(String(url)) ?? [];
  const host = readAllowedHost(`${scheme}://${name}:${port}`);
  return url !== undefined && name !== undefined && port !== undefined && host instanceof AllowedHost
    ? { place, host }
    : { place, unknown: 'its address is not known' };
}
