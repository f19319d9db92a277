import { Grammar } from './grammar';
import { RuleCode } from './rule-code';

// The reference grammar of the OCI distribution project, piece by piece, so that each test is linear.
const PATH_COMPONENT = /^[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*$/;
const DOMAIN = /^([A-Za-z0-9]|[A-Za-z0-9][-A-Za-z0-9]*[A-Za-z0-9])(\.([A-Za-z0-9]|[A-Za-z0-9][-A-Za-z0-9]*[A-Za-z0-9]))*(:[0-9]+)?$/;
const IPV6_DOMAIN = /^\[[0-9a-fA-F:]+\](:[0-9]+)?$/;
const TAG = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/;
const DIGEST = /^(sha256:[0-9a-f]{64}|sha384:[0-9a-f]{96}|sha512:[0-9a-f]{128})$/;
const IDENTIFIER = /^[0-9a-f]{64}$/;
const NAME_LENGTH = 255;

/** The parts of an image reference. */
export interface ImageReference {
  readonly name: string;
  readonly tag?: string;
  readonly digest?: string;
}

/** An image reference as container runtimes parse it. */
export const IMAGE: Grammar = {
  accepts: (value) => typeof value === 'string' && parseImage(value) !== undefined,
  rule: 'an image must be an OCI reference: [registry[:port]/]path[:tag][@digest], the path in lower case without white space',
  fix: 'write it as "registry.example.com/team/app:v1"',
  code: RuleCode.INVALID_IMAGE,
};

/** Whether a value is the digest of a manifest. */
export function isDigest(value: unknown): boolean {
  return typeof value === 'string' && DIGEST.test(value);
}

/** Splits an image reference, or gives nothing where it is none. */
export function parseImage(reference: string): ImageReference | undefined {
  const [rest, digest, ...more] = reference.split('@');
  const colon = rest.lastIndexOf(':');
  const tagged = colon > rest.lastIndexOf('/');
  const name = tagged ? rest.slice(0, colon) : rest;
  const tag = tagged ? rest.slice(colon + 1) : undefined;
  const suffixed = (tag === undefined || TAG.test(tag)) && (digest === undefined || DIGEST.test(digest));
  return more.length === 0 && suffixed && isName(name) ? { name, tag, digest } : undefined;
}

/** Whether what the reference names may change from one pull to the next. */
export function isMutable(reference: string): boolean {
  if (typeof reference !== 'string' || reference.includes('@')) {
    return false;
  }
  const [, tag = 'latest'] = /:([^/:]*)$/.exec(reference) ?? [];
  return tag === 'latest' && parseImage(reference) !== undefined;
}

function isName(name: string): boolean {
  const [first, ...rest] = name.split('/');
  const isPath = (components: string[]) => components.every((component) => PATH_COMPONENT.test(component));
  const isDomain = rest.length > 0 && (DOMAIN.test(first) || IPV6_DOMAIN.test(first)) && /[.:[A-Z]/.test(first);
  const path = isDomain ? rest : [first, ...rest];
  return path.join('/').length <= NAME_LENGTH && !IDENTIFIER.test(name) && isPath(path);
}
