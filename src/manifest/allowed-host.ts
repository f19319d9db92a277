import { isAddress, canonicalCidr } from './private/ip';
import { template } from './private/template';
import { invalid, Problem } from '../rules/problem';
import { RuleCode } from '../rules/rule-code';

/** What the host of an allowed host is. */
export enum AllowedHostKind {
  /** `*`: every host. */
  ANY = 'any',

  /** `*.domain`: every host below a domain, at any depth. */
  SUBDOMAINS = 'subdomains',

  /** `self`: the application itself. */
  SELF = 'self',

  /** A name. */
  NAME = 'name',

  /** An address or a network. */
  NETWORK = 'network',

  /** A component of the same application, by `<id>.spin.internal`. */
  COMPONENT = 'component',

  /** Not known before its variables are. */
  TEMPLATE = 'template',
}

const SELF = ['self', 'self.alt'];
const CHAINING = 'spin.internal';
const PORTS = new Map([['postgres', 5432], ['mysql', 3306], ['redis', 6379], ['mqtt', 1883], ['http', 80], ['https', 443]]);
const LAST_PORT = 65535;

/** What is taken for every host, without being a host. */
const ALL = ['*', ':', '', '?', '*:*'];

/**
 * One entry of `allowed_outbound_hosts`: `scheme://host[:port]`.
 *
 * @see https://spinframework.dev/http-outbound#granting-http-permissions-to-components
 */
export class AllowedHost {
  /**
   * Reads an entry.
   *
   * @param text the entry; with variables in double braces it stays a template
   * @throws for one outside Spin's grammar
   */
  public static parse(text: string): AllowedHost {
    const read = readAllowedHost(text);
    if (read instanceof AllowedHost) {
      return read;
    }
    throw invalid('allowed_outbound_hosts', read);
  }

  /** @internal */
  public static _of(text: string, parts: AllowedHostParts): AllowedHost {
    return new AllowedHost(text, parts);
  }

  /** The entry as it stands in the manifest. */
  public readonly text: string;

  /** What its host is. */
  public readonly kind: AllowedHostKind;

  /** Its scheme, or `*` for all. Empty for a template. */
  public readonly scheme: string;

  /** Its host: a name, a domain without `*.`, a network such as `10.0.0.0/8`, or the id of a component (`*` for all). */
  public readonly host: string;

  /** The first port. */
  public readonly firstPort: number;

  /** The last port. It is below the first where the entry allows none. */
  public readonly lastPort: number;

  private constructor(text: string, parts: AllowedHostParts) {
    this.text = text;
    this.kind = parts.kind;
    this.scheme = parts.scheme;
    this.host = parts.host;
    this.firstPort = parts.firstPort;
    this.lastPort = parts.lastPort;
  }
}

type AllowedHostParts = Omit<AllowedHost, 'text'>;
type HostPart = Pick<AllowedHost, 'kind' | 'host'>;
type PortPart = Pick<AllowedHost, 'firstPort' | 'lastPort'>;

/** Reads an entry, or says what is wrong with it. */
export function readAllowedHost(text: string): AllowedHost | Problem {
  const { variables, unclosed } = template(text);
  if (unclosed) {
    return problem(text, "a template closes its braces: '{{ name }}'", 'close them');
  }
  if (variables.length > 0) {
    return AllowedHost._of(text, { kind: AllowedHostKind.TEMPLATE, scheme: '', host: '', firstPort: 0, lastPort: LAST_PORT });
  }
  const [, scheme, authority] = /^(.*?):\/\/(.*)$/s.exec(text.trim()) ?? [];
  return scheme === undefined ? noScheme(text) : readParts(text, scheme, authority);
}

function readParts(text: string, scheme: string, authority: string): AllowedHost | Problem {
  if (authority.endsWith(']')) {
    return problem(text, 'an IPv6 address needs a port', 'write it as "http://[::1]:80"');
  }
  const [, name = authority, port = ''] = /^(.*):(.*)$/s.exec(authority) ?? [];
  const host = readHost(text, name.trim().replace(/\/+$/, ''));
  const ports = readPorts(text, scheme, port.replace(/\/$/, ''));
  const wrong = checkScheme(text, scheme) ?? [ports, host].find(isProblem);
  return wrong ?? AllowedHost._of(text, { scheme, ...host as HostPart, ...ports as PortPart });
}

function isProblem(part: object): part is Problem {
  return 'rule' in part;
}

function noScheme(text: string): Problem {
  const all = 'write "*://*:*" if every host is really meant';
  if (text === 'insecure:allow-all') {
    return problem(text, 'Spin no longer takes this word', all);
  }
  return ALL.includes(text.trim())
    ? problem(text, "an allowed host is scheme://host:port, each of which may be '*'", all)
    : problem(text, 'an allowed host is scheme://host, with a port where the scheme has none of its own', `write it as ${JSON.stringify(`https://${text}`)}`);
}

function checkScheme(text: string, scheme: string): Problem | undefined {
  return scheme === '*' || /^\p{Alphabetic}+$/u.test(scheme)
    ? undefined
    : problem(text, "a scheme is letters, or '*' for all; there are no lists", 'write one entry for each scheme');
}

function readPorts(text: string, scheme: string, port: string): PortPart | Problem {
  if (port === '*') {
    return { firstPort: 1, lastPort: LAST_PORT };
  }
  if (port === '') {
    const known = PORTS.get(scheme);
    return known === undefined
      ? problem(text, `scheme ${JSON.stringify(scheme)} has no port of its own`, "add a port, such as ':8080' or ':*'")
      : { firstPort: known, lastPort: known };
  }
  return port.includes('/') ? problem(text, 'an allowed host has no path', 'leave the path out') : readNumbers(text, port);
}

function readNumbers(text: string, port: string): PortPart | Problem {
  const [, first, end] = /^(\d{1,5})(?:\.\.(\d{1,5}))?$/.exec(port) ?? [];
  if (first === undefined || Math.max(Number(first), Number(end ?? 0)) > LAST_PORT) {
    return problem(text, "a port is a number up to 65535, '*', or a range 'first..end' without its end", "write it as ':8080' or ':8000..9000'");
  }
  return { firstPort: Number(first), lastPort: end === undefined ? Number(first) : Number(end) - 1 };
}

function readHost(text: string, host: string): HostPart | Problem {
  if (host === '*') {
    return { kind: AllowedHostKind.ANY, host };
  }
  if (SELF.includes(host)) {
    return { kind: AllowedHostKind.SELF, host };
  }
  const network = canonicalCidr(host);
  if (network !== undefined) {
    return { kind: AllowedHostKind.NETWORK, host: network };
  }
  if (host.includes('/')) {
    return /^\[.*\]?\/\d+/.test(host)
      ? problem(text, 'a network has no brackets', 'write it as "*://fd00::/8:443"')
      : problem(text, 'an allowed host has no path', 'leave the path out');
  }
  const wild = host.startsWith('*.');
  return host.slice(wild ? 2 : 0).includes('*')
    ? problem(text, "a '*' stands for the whole host, or for all before a domain", 'write it as "https://*.example.com"')
    : named(text, host, wild);
}

function named(text: string, host: string, wild: boolean): HostPart | Problem {
  const name = wild ? canonicalName(host.slice(2)) : canonicalName(host);
  if (name === undefined) {
    return problem(text, 'the host is no name and no address', 'write it as "https://api.example.com"');
  }
  const address = name.replace(/^\[(.*)\]$/, '$1');
  if (!wild && isAddress(address)) {
    return { kind: AllowedHostKind.NETWORK, host: canonicalCidr(`${address}/${address.includes(':') ? 128 : 32}`)! };
  }
  return chained(name, wild) ?? { kind: wild ? AllowedHostKind.SUBDOMAINS : AllowedHostKind.NAME, host: name };
}

function chained(name: string, wild: boolean): HostPart | undefined {
  if (wild && name === CHAINING) {
    return { kind: AllowedHostKind.COMPONENT, host: '*' };
  }
  const [id, ...rest] = name.split('.');
  return !wild && rest.join('.') === CHAINING ? { kind: AllowedHostKind.COMPONENT, host: id } : undefined;
}

/** A host as URLs hold it: in lower case, other scripts in ASCII. */
function canonicalName(host: string): string | undefined {
  if (!/^(\[[0-9a-f:.]+\]|[^\s[\]:/?#@\\%<>^|"`{}]+)$/i.test(host)) {
    return undefined;
  }
  try {
    return new URL(`http://${host}`).hostname || undefined;
  } catch {
    return undefined;
  }
}

function problem(text: string, rule: string, fix: string): Problem {
  return { field: 'host', value: text, rule, fix, code: RuleCode.INVALID_ALLOWED_HOST };
}
