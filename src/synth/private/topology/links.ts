import { connectionsOf } from './connections';
import { keyOf, Link, Outside } from './link';
import { Manifest, selects } from './manifest';
import { Workload } from './workloads';

/** What exposes workloads, and which of them may connect. */
export function linksOf(objects: readonly Manifest[], workloads: readonly Workload[]): Link[] {
  const all = [
    ...ofKind(objects, 'Service').filter(({ spec }) => ['LoadBalancer', 'NodePort'].includes(spec?.type))
      .flatMap((service) => servedBy(service, workloads).map((to) => ({ from: outsideOf(service.spec.type, service), to }))),
    ...[...ofKind(objects, 'Ingress'), ...ofKind(objects, 'HTTPRoute')].flatMap((route) => routed(route, objects, workloads)),
    ...connectionsOf(ofKind(objects, 'NetworkPolicy'), workloads),
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

function sortKey({ from, to, label = '' }: Link): string {
  return `${keyOf(from)} > ${keyOf(to)}${label}`;
}
