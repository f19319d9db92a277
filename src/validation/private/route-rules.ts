import { ApiObject } from 'cdk8s';
import { addMissing } from './missing-reference';
import { inTree } from '../../apps/private/reference-rules';
import { Fields, listOf, RuleContext } from '../../apps/private/rendered/rule-context';
import { Report } from '../../rules/problem';
import { RuleCode } from '../../rules/rule-code';

const SERVICE = { group: 'core', kind: 'Service' };
const SPIN_APP = { group: 'core.spinkube.dev', kind: 'SpinApp' };

/** The kinds that lead requests to a Service by its name. */
export const ROUTES = [
  { group: 'networking.k8s.io', kind: 'Ingress' },
  { group: 'gateway.networking.k8s.io', kind: 'HTTPRoute' },
  { group: 'gateway.networking.k8s.io', kind: 'GRPCRoute' },
];

/** A Service to which requests are led. */
export interface Backend {
  readonly field: string;

  /** The field of its name below that; usually `name`. */
  readonly nameField?: string;
  readonly name: unknown;
  readonly namespace?: string;

  /** The port by its number, or by its name. */
  readonly port: unknown;
}

/** Checks that the Services of a route are there, with the ports that it asks for. */
export function checkRoute(report: Report, object: ApiObject, spec: Fields, context: RuleContext): void {
  const { namespace } = object.metadata;
  const backends = object.kind === 'Ingress' ? ingressBackends(spec, namespace) : routeBackends(spec, namespace);
  for (const backend of backends.filter(({ name }) => typeof name === 'string')) {
    checkBackend(report, backend, context);
  }
}

function ingressBackends(spec: Fields, namespace?: string): Backend[] {
  const backend = (field: string, service?: Fields) => ({
    field: `${field}.service`, namespace, name: service?.name, port: service?.port?.number ?? service?.port?.name,
  });
  return [
    backend('spec.defaultBackend', spec.defaultBackend?.service),
    ...listOf(spec.rules).flatMap((rule, index) => listOf(rule.http?.paths).map((path, place) =>
      backend(`spec.rules[${index}].http.paths[${place}].backend`, path.backend?.service))),
  ];
}

function routeBackends(spec: Fields, namespace?: string): Backend[] {
  return listOf(spec.rules).flatMap((rule, index) => listOf(rule.backendRefs)
    .map((backend, place) => ({ ...backend, field: `spec.rules[${index}].backendRefs[${place}]` }) as Fields)
    .filter(({ kind = 'Service', group = '' }) => kind === 'Service' && group === '')
    .map((backend) => ({ field: backend.field, name: backend.name, namespace: backend.namespace ?? namespace, port: backend.port })));
}

/** Checks that a Service is there, with the port that is asked for. */
export function checkBackend(report: Report, { field, nameField = 'name', name, namespace, port }: Backend, { objects, isSaid, words }: RuleContext): void {
  const key = { namespace, name: String(name) };
  const [service] = objects.find({ ...SERVICE, ...key });
  const [app] = objects.find({ ...SPIN_APP, ...key });
  if (service || app) {
    checkPort(report, `${field}.port`, port, service ? portsOf(service) : { owner: app, ports: [80], why: ', without a name' });
  } else if (!isSaid({ kind: SERVICE.kind, ...key })) {
    addMissing(report, {
      field: `${field}.${nameField}`,
      key: { kind: SERVICE.kind, ...key },
      rule: `no Service of this name is made ${inTree(namespace)}, nor by the operator for a SpinApp, nor said to exist`,
      names: [SERVICE, SPIN_APP].flatMap((type) => objects.ofKind({ ...type, namespace })).map((object) => object.name),
    }, words);
  }
}

interface Ports {
  readonly owner: ApiObject;
  readonly ports: readonly unknown[];
  readonly why: string;
}

function portsOf(service: ApiObject): Ports {
  const ports = listOf((service.toJson() as Fields).spec?.ports).flatMap(({ port, name }) => [port, name]).filter((port) => port !== undefined);
  return { owner: service, ports, why: '' };
}

function checkPort(report: Report, field: string, port: unknown, { owner, ports, why }: Ports): void {
  if (ports.length > 0 && port !== undefined && !ports.includes(port)) {
    report.add({
      field,
      value: port,
      rule: `the Service of ${owner.node.path} has the port ${ports.join(', ')}${why}`,
      fix: `use ${ports[0]}`,
      code: RuleCode.UNRESOLVED_REFERENCE,
    });
  }
}
