import { LabelSelector, Manifest, selects } from './manifest';
import { Workload } from './workloads';

/** An arrow of the picture. */
export interface Link {
  /** A workload, or what stands outside. */
  readonly from: Workload | Outside;
  readonly to: Workload | Outside;
  readonly label?: string;
}

/** What is not a workload of the cluster: what exposes one, or an address. */
export interface Outside {
  readonly outside: string;
}

const NAMESPACE_LABEL = 'kubernetes.io/metadata.name';
const DNS_PORT = 53;

/** What exposes workloads, and which of them may connect. */
export function linksOf(objects: readonly Manifest[], workloads: readonly Workload[]): Link[] {
  const all = [
    ...ofKind(objects, 'Service').filter(({ spec }) => ['LoadBalancer', 'NodePort'].includes(spec?.type))
      .flatMap((service) => servedBy(service, workloads).map((to) => ({ from: outsideOf(service.spec.type, service), to }))),
    ...[...ofKind(objects, 'Ingress'), ...ofKind(objects, 'HTTPRoute')].flatMap((route) => routed(route, objects, workloads)),
    ...ofKind(objects, 'NetworkPolicy').flatMap((policy) => allowed(policy, workloads)),
  ];
  return [...new Map(all.map((link) => [JSON.stringify(link), link])).values()].sort((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1));
}

function ofKind(objects: readonly Manifest[], kind: string): Manifest[] {
  return objects.filter((object) => object.kind === kind);
}

/** What exposes a workload, by its kind and its name with the namespace. */
function outsideOf(kind: string, { metadata: { namespace, name } }: Manifest): Outside {
  return { outside: `${kind} ${[namespace, name].filter(Boolean).join('/')}` };
}

/** The workloads behind a Service: those whose pods it selects. */
function servedBy({ spec, metadata: { namespace = '' } }: Manifest, workloads: readonly Workload[]): Workload[] {
  const { selector = {} } = spec ?? {};
  return Object.keys(selector).length === 0 ? []
    : workloads.filter((workload) => workload.namespace === namespace && selects({ matchLabels: selector }, workload.labels));
}

/** The workloads behind an Ingress or HTTPRoute: by a Service of the tree, or by the one that the operator makes for an app. */
function routed(route: Manifest, objects: readonly Manifest[], workloads: readonly Workload[]): Link[] {
  const from = outsideOf(route.kind, route);
  return backends(route).flatMap(({ name, namespace = route.metadata.namespace ?? '' }) => {
    const services = ofKind(objects, 'Service').filter(({ metadata }) => metadata.name === name && (metadata.namespace ?? '') === namespace);
    const apps = workloads.filter((workload) => workload.kind === 'SpinApp' && workload.name === name && workload.namespace === namespace);
    return [...services.flatMap((service) => servedBy(service, workloads)), ...apps].map((to) => ({ from, to }));
  });
}

interface Backend {
  readonly name: string;
  readonly namespace?: string;
}

function backends({ kind, spec = {} }: Manifest): Backend[] {
  if (kind === 'HTTPRoute') {
    return (spec.rules ?? []).flatMap((rule: any) => rule.backendRefs ?? []);
  }
  const paths = (spec.rules ?? []).flatMap((rule: any) => rule.http?.paths ?? []);
  return [spec.defaultBackend, ...paths.map((path: any) => path.backend)].flatMap((backend) => backend?.service ?? []);
}

/** The connections that a policy allows, as far as both ends are known. */
function allowed({ spec = {}, metadata: { namespace = '' } }: Manifest, workloads: readonly Workload[]): Link[] {
  const own = workloads.filter((workload) => workload.namespace === namespace && selects(spec.podSelector ?? {}, workload.labels));
  const peers = (rule: any, list: any[] = []) =>
    list.flatMap((peer) => peersOf(peer, namespace, workloads)).map((peer) => ({ peer, label: ports(rule) }));
  const egress = (spec.egress ?? []).filter((rule: any) => !isDns(rule)).flatMap((rule: any) => peers(rule, rule.to));
  const ingress = (spec.ingress ?? []).flatMap((rule: any) => peers(rule, rule.from));
  return own.flatMap((workload): Link[] => [
    ...egress.map(({ peer, label }: any) => ({ from: workload, to: peer, label })),
    ...ingress.map(({ peer, label }: any) => ({ from: peer, to: workload, label })),
  ]);
}

function peersOf(peer: any, own: string, workloads: readonly Workload[]): (Workload | Outside)[] {
  if (peer.ipBlock) {
    return [{ outside: peer.ipBlock.cidr }];
  }
  const inNamespace = (namespace: string) =>
    (peer.namespaceSelector ? selects(peer.namespaceSelector as LabelSelector, { [NAMESPACE_LABEL]: namespace }) : namespace === own);
  return workloads.filter((workload) => inNamespace(workload.namespace) && selects(peer.podSelector ?? {}, workload.labels));
}

function isDns({ ports: given = [] }: any): boolean {
  return given.length > 0 && given.every(({ port }: any) => port === DNS_PORT);
}

function ports({ ports: given = [] }: any): string | undefined {
  const texts = given.map(({ port, endPort }: any) => (endPort ? `${port}-${endPort}` : `${port}`));
  return texts.length > 0 ? texts.join(', ') : undefined;
}

function sortKey(link: Link): string {
  return [link.from, link.to].map((end) => ('outside' in end ? ` ${end.outside}` : `${end.namespace}/${end.name}/${end.kind}`)).join(' > ') + (link.label ?? '');
}
