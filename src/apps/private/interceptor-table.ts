import { ApiObject } from 'cdk8s';
import { Fields, listOf } from './rendered/rule-context';
import { ObjectIndex } from '../../cluster/private/object-index';
import { append } from '../../rules/append';
import { Report } from '../../rules/problem';
import { RuleCode } from '../../rules/rule-code';

const GROUP = 'http.keda.sh';

/** The kinds by which the interceptor of KEDA's HTTP add-on learns of apps. */
export const INTERCEPTOR_ROUTE = { group: GROUP, kind: 'InterceptorRoute' };
export const HTTP_SCALED_OBJECT = { group: GROUP, kind: 'HTTPScaledObject' };

/** What stands for every host. */
export const EVERY_HOST = '*';

/** Annotations that leave the ScaledObject of an HTTPScaledObject to somebody else. */
const ROUTES_ONLY = ['httpscaledobject.keda.sh/skip-scaledobject-creation', 'httpscaledobject.keda.sh/orphan-scaledobject'];

/** Whether an object scales anything, other than an HTTPScaledObject that is for routing alone. */
export function scales(object: ApiObject): boolean {
  const annotations: Fields = (object.toJson() as Fields).metadata?.annotations ?? {};
  return object.kind !== HTTP_SCALED_OBJECT.kind || !ROUTES_ONLY.some((annotation) => annotations[annotation] === 'true');
}

/** Requests that an object leads to the Service of an app. */
interface Entry {
  readonly object: ApiObject;
  readonly field: string;
  readonly requests: string;
  readonly service: string;
}

/** The entries of a cluster by their requests, read once for each walk of the tree. */
const tables = new WeakMap<ObjectIndex, Map<string, Entry[]>>();

/** Refuses requests that an object leads to one app and another object to another: the older of them gets all, whatever their namespaces. */
export function checkInterceptorTable(report: Report, object: ApiObject, objects: ObjectIndex): void {
  const table = tables.get(objects) ?? readTable(objects);
  tables.set(objects, table);
  for (const { field, requests, service } of isReplaced(object, objects) ? [] : entriesOf(object)) {
    const rival = table.get(requests)?.find((other) => other.service !== service);
    if (rival) {
      report.add({
        field,
        value: requests,
        rule: `${rival.object.node.path} leads the same requests to ${rival.service}, and the interceptor gives them to the older of the two alone`,
        fix: 'give each app hosts, path prefixes or headers of its own',
        code: RuleCode.DUPLICATE_ROUTE,
      });
    }
  }
}

function readTable(objects: ObjectIndex): Map<string, Entry[]> {
  const table = new Map<string, Entry[]>();
  const all = [INTERCEPTOR_ROUTE, HTTP_SCALED_OBJECT].flatMap((kind) => objects.everyKind(kind));
  for (const entry of all.filter((object) => !isReplaced(object, objects)).flatMap(entriesOf)) {
    append(table, entry.requests, entry);
  }
  return table;
}

/** The add-on reads no HTTPScaledObject beside an InterceptorRoute of its name. */
function isReplaced({ kind, name, metadata: { namespace } }: ApiObject, objects: ObjectIndex): boolean {
  return kind === HTTP_SCALED_OBJECT.kind && objects.find({ ...INTERCEPTOR_ROUTE, namespace, name }).length > 0;
}

function entriesOf(object: ApiObject): Entry[] {
  const { spec = {} } = object.toJson() as Fields;
  const isRoute = object.kind === INTERCEPTOR_ROUTE.kind;
  const service: unknown = (isRoute ? spec.target : spec.scaleTargetRef)?.service;
  if (typeof service !== 'string') {
    return [];
  }
  const named = [object.metadata.namespace, service].filter((part) => part !== undefined).join('/');
  const rules = isRoute ? listOf(spec.rules).map((rule, index) => ({ rule, field: `spec.rules[${index}]` })) : [{ rule: spec, field: 'spec' }];
  return rules.flatMap(({ rule, field }) => requestsOf(rule).map((requests) => ({ object, field, requests, service: named })));
}

/** The requests of a rule as the interceptor tells them apart: by host, path prefix and headers. */
function requestsOf({ hosts, paths, pathPrefixes, headers }: Fields): string[] {
  const all = orOne(itemsOf(hosts).map(hostOf), EVERY_HOST);
  const prefixes = orOne(itemsOf(pathPrefixes ?? paths).map((path) => String(path?.value ?? path)), '');
  const asked = listOf(headers).map(({ name, value }) => ` ${String(name).toLowerCase()}${value === undefined ? '' : `=${value}`}`).sort().join('');
  return [...new Set(all.flatMap((host) => prefixes.map((path) => `${host}/${path.replace(/^\/+|\/+$/g, '')}${asked}`)))];
}

function hostOf(host: unknown): string {
  return String(host ?? '').replace(/:\d+$/, '') || EVERY_HOST;
}

function orOne(list: string[], usual: string): string[] {
  return list.length > 0 ? list : [usual];
}

function itemsOf(value: unknown): any[] {
  return Array.isArray(value) ? value : [];
}
