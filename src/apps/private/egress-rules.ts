/** The protocols by which an app may connect. */
export type Protocol = 'TCP' | 'UDP';

/** A port, or a range of them, of a destination; all without a number. */
export interface EgressPort {
  readonly port?: number | string;
  readonly endPort?: number;
  readonly protocol: Protocol;
}

/** Pods, of one namespace or of all. */
export interface EgressPods {
  /** Their labels; all pods without. */
  readonly labels?: { readonly [key: string]: string };

  /** Their namespace, if it is not that of the app; `*` is all of them. */
  readonly namespace?: string;
}

/** Where a rule leads: everywhere where it names nothing. */
export interface EgressPeer {
  readonly network?: string;
  readonly pods?: EgressPods;

  /** A name outside the cluster. */
  readonly name?: string;

  /** All names below a domain outside the cluster. */
  readonly below?: string;
}

/** One thing that an egress policy lets through. */
export interface EgressRule {
  readonly peer: EgressPeer;

  /** All ports of all protocols where it is empty. */
  readonly ports: EgressPort[];
}

/** The pods of an app, as both kinds of policy select them. */
export const APP_LABEL = 'core.spinkube.dev/app-name';

/** Rules with equal ports together, each peer once, in the order in which they came. */
export function byPorts(rules: readonly EgressRule[]): { ports: EgressPort[]; peers: EgressPeer[] }[] {
  const groups = new Map<string, { ports: EgressPort[]; peers: Map<string, EgressPeer> }>();
  for (const { peer, ports } of rules) {
    const key = JSON.stringify(ports);
    const group = groups.get(key) ?? { ports, peers: new Map<string, EgressPeer>() };
    group.peers.set(JSON.stringify(peer), peer);
    groups.set(key, group);
  }
  return [...groups.values()].map(({ ports, peers }) => ({ ports, peers: [...peers.values()] }));
}
