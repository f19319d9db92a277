import { EgressPort, EgressRule, Protocol } from './egress-rules';
import { findService, KnownService } from './egress-services';
import { ObjectIndex } from '../../cluster/private/object-index';
import { AllowedHost, AllowedHostKind } from '../../manifest/allowed-host';
import { isWithin } from '../../manifest/private/ip';

/** What the destinations of one app mean in its cluster. */
export interface EgressPlace {
  readonly objects: ObjectIndex;
  readonly namespace?: string;
}

/** Why rules let through more than a host says, or less. */
export enum Inexact {
  /** Every address, of the cluster and of the cloud. */
  EVERYWHERE,

  /** No port that anything could listen at. */
  NO_PORT,

  /** A name outside the cluster, which only some policies know. */
  NAMED,

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

function nameRules(place: EgressPlace, host: AllowedHost): HostRules {
  const name = host.host.replace(/\.$/, '');
  const words = name.split('.');
  if (words[words.length - 1] === 'localhost') {
    return NOTHING;
  }
  const [service, namespace] = serviceOf(words) ?? [];
  if (service !== undefined) {
    return serviceRules(place, host, service, namespace);
  }
  const known = words.length === 2 && findService(place.objects, words[0], words[1]);
  return known ? knownRules(place, host, known, words[1]) : outside(host, name);
}

function outside(host: AllowedHost, name: string): HostRules {
  return { rules: [{ peer: { name }, ports: portsOf(host) }], inexact: Inexact.NAMED };
}

/** The Service and namespace of a name that can be no other: of one word, or with `svc` where a cluster puts it. */
function serviceOf(words: string[]): [string, string | undefined] | undefined {
  if (words.length === 1) {
    return [words[0], undefined];
  }
  const mark = words.indexOf('svc');
  return mark === 2 || mark === 3 ? [words[mark - 2], words[mark - 1]] : undefined;
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
    return outside(host, known.externalName);
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

function subdomainRules(place: EgressPlace, host: AllowedHost): HostRules {
  const words = host.host.split('.');
  if (words[0] === 'svc' || host.host === 'cluster.local') {
    return foreign(place, host, '*');
  }
  const mark = words.indexOf('svc');
  return mark === 1 || mark === 2
    ? foreign(place, host, words[mark - 1])
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
