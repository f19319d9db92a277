/**
 * Holds objects to what a strict Kubernetes 1.28 API server, and the operators' webhooks and reconcilers, take: schemas
 * with unknown fields refused, names, quantities in the stored form, and what must fit between objects.
 */
import { Known, crossProblems, titleOf } from './cross-checks';
import { kindOf } from './kinds';
import { isMap, problem } from './load';
import { metadataProblems } from './names';
import { objectProblems } from './object-rules';
import { ANY_EXECUTOR, operatorObjects } from '../operator';
import { executorRefusals, operatorRefusals } from '../webhook';

export type { Known } from './cross-checks';
export { parseManifests, readManifests } from './read-manifests';
export type { ManifestFile } from './read-manifests';

/** All problems of one object, each `<Kind> <namespace>/<name>: <field>: <what and why>`; none if it is fine. */
export function checkManifest(object: unknown): string[] {
  if (!isMap(object)) return [problem('object', object, 'must be a Kubernetes object')];
  return problemsOf(asWritten(object)).map((text) => `${titleOf(object)}: ${text}`);
}

/** All problems of the objects of one cluster, and of what must fit between them. */
export function checkManifests(objects: any[], known: Known = {}): string[] {
  const between = crossProblems(objects.filter(isMap).map(asWritten), known);
  return [
    ...objects.flatMap(checkManifest),
    ...between.map(({ object, text }) => `${titleOf(object)}: ${text}`),
  ];
}

function problemsOf({ status, ...object }: Record<string, any>): string[] {
  const { apiVersion, kind } = object;
  const known = typeof apiVersion === 'string' && typeof kind === 'string' ? kindOf(apiVersion, kind) : undefined;
  if (!known) return [`no schema for ${apiVersion} ${kind}`];
  const rules = apiVersion.startsWith('core.spinkube.dev/') ? spinProblems : objectProblems;
  return [...new Set([
    ...(status === undefined ? [] : ["status: must be absent, it is the server's to write"]),
    ...known.check(object),
    ...metadataProblems(object, known.clusterScoped),
    ...rules(object),
  ])];
}

/** What the operator says of its own resources, and what is wrong with what it makes of a SpinApp. */
function spinProblems(object: any): string[] {
  if (object.kind !== 'SpinApp') return executorRefusals(object);
  const made = operatorObjects(object).flatMap((each) =>
    [...metadataProblems(each, false), ...objectProblems(each)].map((text) => `its ${each.kind}: ${text}`));
  return [...operatorRefusals(object, ANY_EXECUTOR), ...made];
}

/** The object as its file will say it: without what is undefined. */
function asWritten(object: Record<string, any>): Record<string, any> {
  return JSON.parse(JSON.stringify(object));
}
