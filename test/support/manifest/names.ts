/**
 * Kubernetes' grammars of names, labels and annotations, and what metadata must hold to.
 */
import { at, mapOf, problem } from './load';

interface Grammar {
  readonly pattern: RegExp;
  readonly max: number;
  readonly words: string;
}

const LABEL = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
const NAME_PART = '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]';

export const SUBDOMAIN: Grammar = {
  pattern: new RegExp(`^${LABEL}(\\.${LABEL})*$`),
  max: 253,
  words: 'an RFC 1123 subdomain of at most 253 characters',
};
export const DNS_LABEL: Grammar = { pattern: new RegExp(`^${LABEL}$`), max: 63, words: 'an RFC 1123 label of at most 63 characters' };
export const RFC_1035: Grammar = {
  pattern: /^[a-z]([-a-z0-9]*[a-z0-9])?$/,
  max: 63,
  words: 'an RFC 1035 label of at most 63 characters',
};
export const SPIN_APP: Grammar = { ...RFC_1035, max: 52, words: 'an RFC 1035 label of at most 52 characters' };
export const ENV_NAME: Grammar = {
  pattern: /^(?!\.{1,2}$|\.\.)[-._a-zA-Z][-._a-zA-Z0-9]*$/,
  max: Infinity,
  words: 'letters, digits, "-", "_" or ".", not starting with a digit',
};
export const PORT_NAME: Grammar = {
  pattern: /^(?=.*[a-z])(?!.*--)[a-z0-9]([-a-z0-9]*[a-z0-9])?$/,
  max: 15,
  words: 'a port name: at most 15 lower case letters, digits and single "-", with a letter',
};
export const DATA_KEY: Grammar = {
  pattern: /^(?!\.{1,2}$|\.\.)[-._a-zA-Z0-9]+$/,
  max: 253,
  words: 'a key of letters, digits, "-", "_" or "."',
};
const LABEL_NAME: Grammar = {
  pattern: new RegExp(`^${NAME_PART}$`),
  max: 63,
  words: 'a name of at most 63 letters, digits, "-", "_" and ".", optionally after a DNS prefix and "/"',
};
const LABEL_VALUE: Grammar = {
  pattern: new RegExp(`^(${NAME_PART})?$`),
  max: 63,
  words: 'a label value: at most 63 letters, digits, "-", "_" and ".", starting and ending with a letter or digit',
};
const RBAC_NAME: Grammar = { pattern: /^(?!\.{1,2}$)[^/%]+$/, max: Infinity, words: 'a name without "/" and "%"' };

// every other kind's name is a subdomain
const NAMES: { [kind: string]: Grammar | undefined } = {
  ClusterRole: RBAC_NAME,
  ClusterRoleBinding: RBAC_NAME,
  CronJob: { ...SUBDOMAIN, max: 52, words: 'an RFC 1123 subdomain of at most 52 characters' },
  Job: { ...SUBDOMAIN, max: 63, words: 'an RFC 1123 subdomain of at most 63 characters' },
  Namespace: DNS_LABEL,
  Role: RBAC_NAME,
  RoleBinding: RBAC_NAME,
  Service: RFC_1035,
  SpinApp: SPIN_APP,
};

const ANNOTATION_BYTES = 256 * 1024;

/** The problem of a text that is not of a grammar. */
export function grammarProblems(path: string, value: unknown, grammar: Grammar): string[] {
  const fits = typeof value === 'string' && value.length <= grammar.max && grammar.pattern.test(value);
  return fits ? [] : [problem(path, value, `must be ${grammar.words}`)];
}

/** The problems of an object's name, namespace, labels and annotations. */
export function metadataProblems(object: any, clusterScoped: boolean): string[] {
  const metadata = mapOf(object.metadata);
  return [
    ...grammarProblems('metadata.name', metadata.name, NAMES[object.kind] ?? SUBDOMAIN),
    ...namespaceProblems(metadata.namespace, clusterScoped),
    ...labelProblems('metadata.labels', metadata.labels),
    ...annotationProblems('metadata.annotations', metadata.annotations),
  ];
}

/** The problems of a map of labels, or of a node selector. */
export function labelProblems(path: string, labels: unknown): string[] {
  return Object.entries(mapOf(labels)).flatMap(([key, value]) => [
    ...keyProblems(path, key, key),
    ...(typeof value === 'string' ? grammarProblems(at(path, key), value, LABEL_VALUE) : []),
  ]);
}

/** The problems of a map of annotations. */
export function annotationProblems(path: string, annotations: unknown): string[] {
  const entries = Object.entries(mapOf(annotations));
  const bytes = entries.reduce((sum, [key, value]) => sum + Buffer.byteLength(key) + Buffer.byteLength(String(value)), 0);
  return [
    ...entries.flatMap(([key]) => keyProblems(path, key, key.toLowerCase())),
    ...(bytes > ANNOTATION_BYTES ? [`${path}: has ${bytes} bytes; must not exceed ${ANNOTATION_BYTES}`] : []),
  ];
}

/** The problem of a label's, annotation's or taint's key. */
export function keyProblems(path: string, key: unknown, folded: unknown = key): string[] {
  const parts = String(folded).split('/');
  const [name, prefix = 'none', ...more] = parts.reverse();
  const fits = more.length === 0
    && grammarProblems(path, name, LABEL_NAME).length === 0
    && grammarProblems(path, prefix, SUBDOMAIN).length === 0;
  return fits ? [] : [problem(`${path} key`, key, `must be ${LABEL_NAME.words}`)];
}

function namespaceProblems(namespace: unknown, clusterScoped: boolean): string[] {
  if (namespace === undefined) return [];
  if (clusterScoped) return [problem('metadata.namespace', namespace, 'must be absent, the kind belongs to the cluster')];
  return grammarProblems('metadata.namespace', namespace, DNS_LABEL);
}
