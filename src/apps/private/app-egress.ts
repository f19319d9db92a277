import { Lazy } from 'cdk8s';
import { Construct } from 'constructs';
import { ciliumPolicySpec } from './egress-cilium-policy';
import { EgressPlace, hostRules, Inexact } from './egress-hosts';
import { CLUSTER_DOMAIN, DNS_NAME } from './egress-names';
import { networkPolicySpec, PRIVATE_NETWORKS } from './egress-network-policy';
import { checkEgress, dnsRules } from './egress-options';
import { EgressOrigins, EgressSource, egressSources, unknownVariables } from './egress-sources';
import { manifest } from '../../cluster/private/manifest';
import { stateOf } from '../../cluster/private/state-of';
import { AllowedHost, AllowedHostKind } from '../../manifest/allowed-host';
import { suffixedName } from '../../rules/content-hash';
import { Report, validateTree } from '../../rules/problem';
import { RuleCode } from '../../rules/rule-code';
import { warn } from '../../rules/rules';
import { EgressPolicy, EgressPolicyConfig } from '../egress-policy';

/** No Service of an app has an id with a capital. */
const ID = 'Egress';
const NAME_LENGTH = 253;
const NAMED = [AllowedHostKind.NAME, AllowedHostKind.SUBDOMAINS];

/** An app as its egress policy sees it. */
export interface EgressApp extends Construct {
  readonly name: string;
  readonly namespace?: string;
}

/** Checks an egress policy, where one is given; the hosts that it names itself. */
export function egressHosts(report: Report, { egress, manifest: from }: { egress?: EgressPolicy; manifest?: unknown }): AllowedHost[] {
  const config = egress?.toEgressPolicyConfig();
  if (!config) {
    return [];
  }
  if (from === undefined && config.hosts === undefined) {
    report.add({
      field: 'egress',
      value: undefined,
      rule: 'nothing says where the app connects to',
      fix: 'give its manifest, or the hosts of the policy, an empty list for none',
      code: RuleCode.EGRESS_WITHOUT_HOSTS,
    });
  }
  return checkEgress(report, config);
}

/** The egress policy of an app: rendered late, since Services and variables may come after it. */
export class AppEgress extends Construct {
  private readonly config: EgressPolicyConfig;

  /** Reading Services is dear, and stock synthesis validates once for each chart. */
  private isSaid = false;

  constructor(private readonly app: EgressApp, egress: EgressPolicy, private readonly origins: EgressOrigins) {
    super(app, ID);
    this.config = egress.toEgressPolicyConfig();
    const { name = suffixedName(app.name, 'egress', NAME_LENGTH), byName } = this.config;
    manifest(this, {
      apiVersion: byName ? 'cilium.io/v2' : 'networking.k8s.io/v1',
      kind: byName ? 'CiliumNetworkPolicy' : 'NetworkPolicy',
      metadata: { name, namespace: app.namespace },
      spec: Lazy.any({ produce: () => this.render() }),
    });
    validateTree(app, (report) => this.check(report));
  }

  private render(): { readonly [field: string]: unknown } {
    const rules = this.known().flatMap(({ host }) => hostRules(this.place, host).rules);
    const dns = rules.some(({ peer }) => peer.network === undefined) ? dnsRules(this.config) : [];
    return this.config.byName
      ? ciliumPolicySpec(this.app.name, rules, dns)
      : networkPolicySpec(this.app.name, [...dns, ...rules], this.config.privateNetworks ?? PRIVATE_NETWORKS);
  }

  private get place(): EgressPlace {
    const { clusterDomain = CLUSTER_DOMAIN } = this.config.dns ?? {};
    return { objects: stateOf(this).objects, namespace: this.app.namespace, clusterDomain };
  }

  private known(): { place: string; host: AllowedHost }[] {
    return egressSources(this.origins).flatMap(({ place, host }) => (host ? [{ place, host }] : []));
  }

  private check(report: Report): void {
    const sources = egressSources(this.origins);
    for (const { place, host, unresolved, unknown } of sources) {
      if (host && NAMED.includes(host.kind) && !DNS_NAME.accepts(host.host)) {
        const { rule, fix, code } = DNS_NAME;
        report.add({ field: place, value: host.text, rule, fix, code });
      }
      if (unresolved !== undefined) {
        this.refuseUnresolved(report, place, unresolved);
      }
      if (unknown !== undefined) {
        this.say(RuleCode.UNKNOWN_DESTINATION, `${place}: ${unknown}, and the policy does not let it through; name its servers in egress.hosts`);
      }
    }
    if (!this.isSaid) {
      this.isSaid = true;
      this.warnOfInexact(sources);
    }
  }

  private refuseUnresolved(report: Report, field: string, text: string): void {
    const names = unknownVariables(text, this.origins);
    report.add({
      field,
      value: text,
      rule: names.length > 0
        ? `the value of ${names.join(', ')} is not known when the policy is written: it is not given, a secret, or comes from elsewhere`
        : 'with the values of its variables it names no host',
      fix: names.length > 0
        ? 'give it a plain value, or name the host in egress.hosts and turn this rule into a warning'
        : 'give values that make it scheme://host, with a port where the scheme has none',
      code: RuleCode.UNRESOLVED_HOST,
    });
  }

  private warnOfInexact(sources: EgressSource[]): void {
    const found = new Map<Inexact, Set<string>>();
    for (const { host } of sources) {
      const { inexact, detail } = host ? hostRules(this.place, host) : {};
      const reason = this.reason(inexact);
      if (reason !== undefined) {
        found.set(reason, (found.get(reason) ?? new Set()).add(`${JSON.stringify(host!.text)}${detail ? ` (${detail})` : ''}`));
      }
    }
    for (const [reason, hosts] of found) {
      this.say(RuleCode.INEXACT_EGRESS, `egress: ${[...hosts].join(', ')}: ${WORDS[reason]}`);
    }
  }

  /** Why this kind of policy is not exact: with Cilium a name is, but where it is that of a Service. */
  private reason(inexact?: Inexact): Inexact | undefined {
    if (this.config.byName) {
      return inexact === Inexact.NAMED ? undefined : inexact;
    }
    return inexact === Inexact.SHORT_NAME ? Inexact.NAMED : inexact;
  }

  private say(code: RuleCode, text: string): void {
    warn(this.app, code, `${text} (${code})`);
  }
}

const WORDS: { [reason in Inexact]: string } = {
  [Inexact.EVERYWHERE]: 'every address is let through, those of the cluster and of the cloud\'s metadata service among them; '
    + 'name the hosts in the manifest',
  [Inexact.NO_PORT]: 'it names no port, for 0 is none and a range leaves out its end, and nothing is let through; name the port of the server',
  [Inexact.NAMED]: 'a NetworkPolicy knows no names, and lets through every public address at these ports, and no private one; '
    + 'use EgressPolicy.ciliumNetworkPolicy for exact names, or name private networks in egress.hosts',
  [Inexact.SHORT_NAME]: 'a name of two words may be a Service and its namespace, and Cilium does not let a Service through by such a name; '
    + 'write ".svc" after a Service',
  [Inexact.FOREIGN_SERVICE]: 'this program does not make the Service, so that its pods and their ports are not known, and every pod of its namespace '
    + 'is let through; make the Service in this program for exact pods',
  [Inexact.UNSELECTED_SERVICE]: 'the Service selects no pods, and the policy does not let through what is behind it; name its addresses in egress.hosts',
  [Inexact.OTHER_PORTS]: 'the Service has no such port, and nothing is let through; name a port of the Service',
};
