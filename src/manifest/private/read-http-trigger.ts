import { ManifestTable } from './manifest-table';
import { readMiddleware } from './read-middleware';
import { readRoute } from './route';
import { shownPath } from './toml-path';
import { TriggerContext } from './trigger-context';
import { SpinManifestTrigger } from '../spin-manifest-parts';

const EXECUTORS = ['http', 'spin', 'wagi', 'wasip3-unstable'];
const WAGI = ['type', 'entrypoint', 'argv'];

/** Reads a trigger of type http. */
export function readHttp(table: ManifestTable, context: TriggerContext): Partial<SpinManifestTrigger> {
  const { component, draft } = context;
  const response = table.table('static_response');
  if ((component === undefined) === (response === undefined)) {
    table.fault(undefined, {
      value: { component, static_response: response?.fields },
      rule: 'an HTTP trigger has exactly one of component and static_response',
      fix: 'name the component that answers',
    });
  }
  if (response) {
    draft.note(shownPath(response.path), '3.5.0');
    checkResponse(response);
  }
  checkExecutor(table, context);
  checkBase(context);
  if (draft.manifestVersion > 1) {
    readMiddleware(table, draft);
  }
  return { route: routeOf(table) };
}

function checkResponse(response: ManifestTable): void {
  const status = response.raw('status_code') ?? 200n;
  if (typeof status !== 'bigint' || status < 100n || status > 999n) {
    response.fault('status_code', { value: status, rule: 'a status is a number of three digits, without a point', fix: 'write it as 404' });
  }
  response.textMap('headers');
  response.text('body');
}

function checkExecutor(table: ManifestTable, { draft }: TriggerContext): void {
  const executor = table.struct('executor', WAGI);
  const type = executor?.requiredText('type');
  if (executor && typeof executor.raw('type') === 'string' && !EXECUTORS.includes(type!)) {
    executor.fault('type', { value: type, rule: 'Spin has no such HTTP executor', fix: `use one of ${EXECUTORS.join(', ')}`, unknown: true });
  }
  if (executor && type === 'wagi') {
    executor.only('the executor wagi', WAGI);
    ['entrypoint', 'argv'].forEach((key) => executor.text(key));
  }
  if (type === 'wasip3-unstable') {
    draft.note(shownPath([...executor!.path, 'type']), '3.5.0', '4.0.0');
  }
}

function checkBase({ common }: TriggerContext): void {
  const base = common?.text('base');
  if (base !== undefined && base !== '/') {
    common!.fault('base', { value: base, rule: 'Spin no longer puts a base before its routes', fix: 'leave it out, and write it at the head of each route' });
  }
}

/** The route, absolute; none for a private trigger. */
function routeOf(table: ManifestTable): string | undefined {
  const given = table.raw('route');
  if (typeof given === 'string') {
    const route = given.startsWith('/') ? given : `/${given}`;
    const { rule } = readRoute(route);
    if (rule !== undefined) {
      table.fault('route', { value: given, rule, fix: 'write it as "/users/:name", or "/api/..." for all that follows' });
    }
    return route;
  }
  const inner = given === undefined || Array.isArray(given) || typeof given !== 'object' ? undefined : table.table('route');
  if (!inner?.flag('private')) {
    table.fault('route', { value: given, rule: 'a route is a path, or { private = true }', fix: 'write it as "/api/..."' });
  }
  inner?.only('a private route', ['private']);
  return undefined;
}
