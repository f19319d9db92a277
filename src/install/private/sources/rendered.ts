import { existsSync, realpathSync } from 'fs';
import { ApiObject, Helm, Include, JsonPatch } from 'cdk8s';
import { Construct } from 'constructs';
import { adopt, withoutForeignNamespace } from '../../../cluster/private/manifest';
import { Mirror } from '../../../rules/mirror';
import { mirrored, mirroredImage } from '../../../rules/mirrored';
import { Report } from '../../../rules/problem';
import { RuleCode } from '../../../rules/rule-code';
import { HelmSourceOptions } from '../../component-source';
import { Component, helmChart } from '../component';

/** Reads the objects of a manifest, with its images at the mirror. */
export function includedObjects(scope: Construct, component: Component, source: string): ApiObject[] {
  const url = mirrored(source, component.mirror);
  const { apiObjects } = attempt(scope, { field: 'manifest', value: url, fix: 'name a file, or an address that answers with YAML' },
    // cdk8s reads nothing through a link
    () => new Include(scope, 'manifest', { url: existsSync(url) ? realpathSync(url) : url }));
  checkObjects(scope, 'manifest', apiObjects);
  if (component.mirror) {
    apiObjects.forEach((object) => toMirror(object, component.images, component.mirror!));
  }
  return settled(scope, apiObjects);
}

/** Renders the chart of a component by the helm binary. */
export function helmObjects(scope: Construct, component: Component, options: HelmSourceOptions): ApiObject[] {
  const { repository, name, version, values } = helmChart(component, options);
  const isOci = repository.startsWith('oci://');
  const { apiObjects } = attempt(scope, { field: 'helm', value: name, fix: 'install helm, and let it reach the chart' },
    () => new Helm(scope, 'helm', {
      chart: isOci ? `${repository}/${name}` : name,
      ...(!isOci && { repo: repository }),
      version,
      values: values as { [key: string]: unknown },
      namespace: component.namespace,
      releaseName: name,
      helmExecutable: options.helmExecutable,
      helmFlags: component.crdsBesideTemplates ? ['--include-crds'] : [],
    }));
  checkObjects(scope, 'helm', apiObjects);
  return settled(scope, apiObjects);
}

/** A chart without objects would be an empty file, which kubectl refuses. */
function checkObjects(scope: Construct, field: string, objects: ApiObject[]): void {
  const isEmpty = objects.length === 0;
  if (isEmpty || objects.some(({ kind }) => typeof kind !== 'string')) {
    const report = new Report(scope);
    report.add({
      field,
      value: `${objects.length} documents`,
      rule: isEmpty ? 'there is no object in it' : 'one of them has no kind',
      fix: 'name what holds objects of Kubernetes alone',
      code: RuleCode.COMPONENT_SOURCE,
    });
    report.throwIfAny();
  }
}

interface Attempt {
  readonly field: string;
  readonly value: string;
  readonly fix: string;
}

/** Does what may fail outside this library, and words that as an error of ours. */
function attempt<T>(scope: Construct, { field, value, fix }: Attempt, action: () => T): T {
  try {
    return action();
  } catch (error) {
    const report = new Report(scope);
    report.add({ field, value, rule: `it could not be read: ${said(error)}`, fix, code: RuleCode.COMPONENT_SOURCE });
    report.throwIfAny();
    throw error;
  }
}

/** The last line of an error; cdk8s trips over what is no object. */
function said(error: unknown): string {
  if (error instanceof TypeError) {
    return 'it holds something else than objects of Kubernetes';
  }
  return (error instanceof Error ? error.message : String(error)).trim().split('\n').slice(-1)[0];
}

/** Objects as `manifest` makes them: without a namespace where their kind has none, and the only ones of their name. */
function settled(scope: Construct, objects: ApiObject[]): ApiObject[] {
  objects.forEach((object) => {
    withoutForeignNamespace(object);
    adopt(scope, object);
  });
  return objects;
}

/** Rewrites the images in an object: those of containers, and those that arguments and variables name. */
function toMirror(object: ApiObject, known: string[], mirror: Mirror): void {
  for (const { path, key, text } of texts(object.toJson(), '')) {
    const other = key === 'image' ? mirroredImage(text, mirror)
      : known.reduce((result, image) => result.replace(image, mirroredImage(image, mirror)), text);
    if (other !== text) {
      object.addJsonPatch(JsonPatch.replace(path, other));
    }
  }
}

interface Text {
  readonly path: string;
  readonly key: string;
  readonly text: string;
}

function texts(value: unknown, path: string, key = ''): Text[] {
  if (typeof value === 'string') {
    return [{ path, key, text: value }];
  }
  const inner = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  return inner.flatMap(([name, child]) => texts(child, `${path}/${name.replace(/~/g, '~0').replace(/\//g, '~1')}`, name));
}
