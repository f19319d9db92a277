import { mayBeNamespace, namespaceBelow, serviceOf } from './egress-names';
import { EgressPort, EgressRule, Protocol } from './egress-rules';
import { findService, KnownService } from './egress-services';
import { ObjectIndex } from '../../cluster/private/object-index';
import { AllowedHost, AllowedHostKind } from '../../manifest/allowed-host';
import { isWithin } from '../../manifest/private/ip';

/** What the destinations of one app mean in its cluster. */
export interface EgressPlace {
  readonly objects: ObjectIndex;
  readonly namespace?: string;
  readonly clusterDomain: string;

  /** The names to which Services have led so far, which may lead in a circle. */
  readonly passed?: readonly string[];
}

/** Why rules let through more than a host says, or less. */
export enum Inexact {
  /** Every address, of the cluster and of the cloud. */
  EVERYWHERE,

  /** No port that anything could listen at. */
  NO_PORT,

  /** A name outside the cluster, which only some policies know. */
  NAMED,

  /** Such a name that may be a Service as well. */
  SHORT_NAME,

  /** Services that this program does not make. */
  FOREIGN_SERVICE,

  /** A Service of this program without a selector. */
  UNSELECTED_SERVICE,

  /** A Service of this program without such a port. */
  OTHER_PORTS,
}

/** What a host lets through. */
export interface HostRules {
  readonly rules: EgressRule[];
  readonly inexact?: Inexact;

  /** What more there is to say of this host. */
  readonly detail?: string;
}

const NOTHING: HostRules = { rules: [] };
const LOOPBACK = ['127.0.0.0/8', '::1/128'];
const LAST_PORT = 65535;

/** What a host lets through; nothing for the app itself, which no policy can cut off from itself. */
export function hostRules(place: EgressPlace, host: AllowedHost): HostRules {
  return host.lastPort < firstOf(host) ? { rules: [], inexact: Inexact.NO_PORT } : READERS[host.kind](place, host);
}

const READERS: { [kind in AllowedHostKind]: (place: EgressPlace, host: AllowedHost) => HostRules } = {
  [AllowedHostKind.ANY]: (_, host) => ({ rules: [{ peer: {}, ports: portsOf(host) }], inexact: Inexact.EVERYWHERE }),
  [AllowedHostKind.SELF]: () => NOTHING,
  [AllowedHostKind.COMPONENT]: () => NOTHING,
  [AllowedHostKind.TEMPLATE]: () => NOTHING,
  [AllowedHostKind.NETWORK]: networkRules,
  [AllowedHostKind.NAME]: nameRules,
  [AllowedHostKind.SUBDOMAINS]: subdomainRules,
};

function networkRules(_: EgressPlace, host: AllowedHost): HostRules {
  const network = host.host;
  return LOOPBACK.some((loopback) => isWithin(network, loopback))
    ? NOTHING
    : { rules: [{ peer: { network }, ports: portsOf(host) }], inexact: network.endsWith('/0') ? Inexact.EVERYWHERE : undefined };
}

/** What a name lets through; a dot ends one that the cluster's DNS does not complete. */
function nameRules(place: EgressPlace, host: AllowedHost, given = host.host): HostRules {
  const name = given.replace(/\.$/, '');
  if (/(^|\.)localhost$/.test(name)) {
    return NOTHING;
  }
  const [service, namespace] = serviceOf(name, place.clusterDomain) ?? [];
  if (service !== undefined) {
    return serviceRules(place, host, service, namespace);
  }
  return given === name ? incompleteRules(place, host, name) : outside(host, name);
}

/** A name of one word is a Service; one of two may be a Service and its namespace; a longer one leads outside. */
function incompleteRules(place: EgressPlace, host: AllowedHost, name: string): HostRules {
  const [service, namespace, ...more] = name.split('.');
  if (namespace === undefined) {
    return serviceRules(place, host, service, undefined);
  }
  if (more.length > 0) {
    return outside(host, name);
  }
  return place.objects.hasNamespace(namespace)
    ? { detail: taken(namespace), ...serviceRules(place, host, service, namespace) }
    : { ...outside(host, name), inexact: mayBeNamespace(namespace) ? Inexact.SHORT_NAME : Inexact.NAMED };
}

function taken(namespace: string): string {
  return `${namespace} is a namespace of this program; a dot ends a name outside`;
}

function outside(host: AllowedHost, name: string): HostRules {
  return { rules: [{ peer: { name }, ports: portsOf(host) }], inexact: Inexact.NAMED };
}

function serviceRules(place: EgressPlace, host: AllowedHost, ...[service, namespace]: [string, string | undefined]): HostRules {
  const known = findService(place.objects, service, namespace ?? place.namespace);
  return known ? knownRules(place, host, known, namespace) : { ...foreign(place, host, namespace), inexact: Inexact.FOREIGN_SERVICE };
}

/** Every pod of a namespace at every port: a Service may lead to other ports than its own. */
function foreign(place: EgressPlace, host: AllowedHost, namespace?: string): HostRules {
  return {
    rules: [{ peer: { pods: { namespace: otherThan(place, namespace) } }, ports: protocolsOf(host).map((protocol) => ({ protocol })) }],
    inexact: Inexact.FOREIGN_SERVICE,
  };
}

/** The pods behind a Service, at their own ports: policies judge what arrives there. */
function knownRules(place: EgressPlace, host: AllowedHost, ...[known, namespace]: [KnownService, string | undefined]): HostRules {
  if (known.externalName !== undefined) {
    return ledRules(place, host, known.externalName);
  }
  if (!known.labels) {
    return { rules: [], inexact: Inexact.UNSELECTED_SERVICE };
  }
  const ports = known.headless ? portsOf(host) : targets(known, host);
  const peer = { pods: { labels: known.labels, namespace: otherThan(place, namespace) } };
  return ports.length > 0 ? { rules: [{ peer, ports }] } : { rules: [], inexact: Inexact.OTHER_PORTS, detail: shownPorts(known) };
}

function shownPorts({ ports }: KnownService): string {
  return `its ports: ${ports.map(({ port, protocol = 'TCP' }) => (protocol === 'TCP' ? port : `${port}/${protocol}`)).join(', ') || 'none'}`;
}

function targets({ ports }: KnownService, host: AllowedHost): EgressPort[] {
  const reached = ports.filter(({ port, protocol = 'TCP' }) => host.firstPort <= port && port <= host.lastPort
    && protocolsOf(host).includes(protocol as Protocol));
  return reached.map(({ port, targetPort, protocol = 'TCP' }) => ({ port: targetPort ?? port, protocol: protocol as Protocol }));
}

/** What is behind the name to which a Service leads, perhaps through other Services. */
function ledRules({ passed = [], ...place }: EgressPlace, host: AllowedHost, name: string): HostRules {
  return passed.includes(name)
    ? { rules: [], inexact: Inexact.UNSELECTED_SERVICE }
    : nameRules({ ...place, passed: [...passed, name] }, host, name.replace(/\.?$/, '.'));
}

function subdomainRules(place: EgressPlace, host: AllowedHost): HostRules {
  const namespace = namespaceBelow(host.host, place.clusterDomain);
  if (namespace !== undefined) {
    return foreign(place, host, namespace);
  }
  return place.objects.hasNamespace(host.host)
    ? { ...foreign(place, host, host.host), detail: taken(host.host) }
    : { rules: [{ peer: { below: host.host }, ports: portsOf(host) }], inexact: Inexact.NAMED };
}

function otherThan({ namespace }: EgressPlace, other?: string): string | undefined {
  return other === namespace ? undefined : other;
}

/** The protocols of a scheme: each of Spin's own runs over TCP, sockets say theirs. */
function protocolsOf({ scheme }: AllowedHost): Protocol[] {
  return scheme === '*' ? ['TCP', 'UDP'] : [scheme === 'udp' ? 'UDP' : 'TCP'];
}

function portsOf(host: AllowedHost): EgressPort[] {
  const [port, endPort] = [firstOf(host), host.lastPort];
  const range = port === 1 && endPort === LAST_PORT ? {} : { port, ...(endPort > port && { endPort }) };
  return protocolsOf(host).map((protocol) => ({ ...range, protocol }));
}

/** The first port of a host at which something can listen: 0 is none. */
function firstOf({ firstPort }: AllowedHost): number {
  return Math.max(firstPort, 1);
}
