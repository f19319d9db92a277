/** Ports that a rule allows: one, those of a range, all of a protocol, or all. */
export interface Ports {
  readonly protocol?: string;

  /** A number, or the name of one. */
  readonly port?: number | string;
  readonly endPort?: number;
}

/** The ports of a rule of a NetworkPolicy. */
export function portsOf({ ports = [] }: { readonly ports?: readonly Ports[] }): Ports[] {
  return ports.length > 0 ? ports.map((given) => ({ ...given, protocol: given.protocol ?? 'TCP' })) : [{}];
}

/** The ports that are in both of two lists. */
export function commonPorts(some: readonly Ports[], others: readonly Ports[]): Ports[] {
  return some.flatMap((one) => others.flatMap((other) => common(one, other) ?? []));
}

/** Ports in words; nothing for all of them. */
export function portsLabel(ports: readonly Ports[]): string | undefined {
  const all = ports.some(({ protocol, port }) => protocol === undefined && port === undefined);
  return all ? undefined : [...new Set([...ports].sort(byNumber).map(wordOf))].join(', ');
}

function common(one: Ports, other: Ports): Ports | undefined {
  const protocol = one.protocol ?? other.protocol;
  if (protocol !== (other.protocol ?? protocol)) {
    return undefined;
  }
  const wide = [one, other].find(({ port }) => port === undefined);
  const both = wide ? (wide === one ? other : one) : commonRange(one, other);
  return both && { ...both, protocol };
}

/** What two numbers, ranges or names have in common; which number a name has is not known. */
function commonRange(one: Ports, other: Ports): Ports | undefined {
  if (typeof one.port !== 'number' || typeof other.port !== 'number') {
    return one.port === other.port ? one : undefined;
  }
  const port = Math.max(one.port, other.port);
  const endPort = Math.min(one.endPort ?? one.port, other.endPort ?? other.port);
  return port > endPort ? undefined : { port, endPort: endPort > port ? endPort : undefined };
}

function byNumber(one: Ports, other: Ports): number {
  const [a, b] = [one, other].map(({ port }) => (typeof port === 'number' ? port : Infinity));
  return a === b ? Number(wordOf(one) > wordOf(other)) - Number(wordOf(one) < wordOf(other)) : a - b;
}

function wordOf({ protocol, port, endPort }: Ports): string {
  return `${port ?? protocol}${endPort === undefined ? '' : `-${endPort}`}`;
}
