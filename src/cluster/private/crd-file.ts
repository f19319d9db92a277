import { existsSync, realpathSync } from 'fs';
import { resolve } from 'path';
import { Yaml } from 'cdk8s';
import { invalid } from '../../rules/problem';
import { RuleCode } from '../../rules/rule-code';

const NAMES = ['spinappexecutors.core.spinkube.dev', 'spinapps.core.spinkube.dev'];

interface Definition {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata?: { readonly name?: string };
  readonly spec?: unknown;
}

/** The CRDs of SpinKube in a file of a release, without what the API server keeps in them. */
export function crdsFromFile(file: string): object[] {
  const found = read(file).filter(Boolean);
  const names = found.map(({ kind, metadata, spec }) => (kind === 'CustomResourceDefinition' && isDefinition(spec) ? metadata?.name : kind ?? 'no object'));
  if (names.slice().sort().join() !== NAMES.join()) {
    throw refused(file, `must define ${NAMES.join(' and ')}, once each and nothing else, and has ${names.join(', ') || 'nothing'}`);
  }
  return found.map(({ apiVersion, kind, metadata, spec }) => ({ apiVersion, kind, metadata: { name: metadata!.name }, spec }));
}

/** Whether a CRD says what it defines: the group is in its name, and at least one version is served. */
function isDefinition(spec: unknown): boolean {
  const { group, versions } = (spec ?? {}) as { group?: string; versions?: unknown[] };
  return group === 'core.spinkube.dev' && Array.isArray(versions) && versions.length > 0;
}

function read(file: string): Definition[] {
  const path = resolve(file);
  if (!existsSync(path)) {
    throw refused(file, `there is no file ${JSON.stringify(path)}`);
  }
  try {
    // cdk8s reads nothing through a link
    return Yaml.load(realpathSync(path));
  } catch {
    throw refused(file, 'it is no YAML');
  }
}

function refused(file: string, rule: string): Error {
  return invalid('SpinKubeVersion', {
    field: 'crds',
    value: file,
    rule,
    fix: 'name the spin-operator.crds.yaml of the release, downloaded beforehand',
    code: RuleCode.INVALID_CRD_FILE,
  });
}
