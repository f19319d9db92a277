type Segment = { readonly kind: 'slash' | 'dot' | 'exact' | 'parameter' | 'wildcard'; readonly text?: string };

/** A route of an HTTP trigger: which paths it serves, or why Spin does not start with it. */
export interface Route {
  /** What is wrong with it. */
  readonly rule?: string;

  /** What a path without slashes at its ends matches. */
  readonly pattern: RegExp;
}

/** Reads a route, which is absolute: a parameter `:name` is what stands up to the next `/` or `.`, a `...` or `*` at the end all that follows. */
export function readRoute(route: string): Route {
  const plain = route.replace(/\/$/, '').replace(/\/\.\.\.$/, '/*');
  const parts = bare(plain).split(/([./])/);
  const sections = parts.filter((_, index) => index % 2 === 0);
  const segments = sections.flatMap((section, index) => [
    ...(parts[index * 2 - 1] === '.' ? [{ kind: 'dot' as const }] : []),
    ...(section !== '' && parts[index * 2 - 1] === '/' ? [{ kind: 'slash' as const }] : []),
    ...(section === '' ? [] : [segmentOf(section)]),
  ]);
  return {
    rule: sections.map(sectionRule).find((rule) => rule !== undefined)
      ?? (segments.slice(0, -1).some(({ kind }) => kind === 'wildcard') ? "a '*' stands at the end of a route alone" : undefined),
    pattern: new RegExp(`^${segments.map((segment, index) => patternOf(segment, segments[index + 1])).join('')}$`),
  };
}

/** Whether a route serves a path. */
export function serves(route: string, path: string): boolean {
  return readRoute(route).pattern.test(bare(path));
}

function bare(path: string): string {
  return path.replace(/^\/+|\/+$/g, '');
}

function sectionRule(section: string): string | undefined {
  if (section === ':') {
    return "a parameter has a name after its ':'";
  }
  return section.startsWith('*') && section !== '*' ? "a '*' stands for itself: it has no name, and there is one of it" : undefined;
}

function segmentOf(section: string): Segment {
  if (section === '*') {
    return { kind: 'wildcard' };
  }
  return section.startsWith(':') ? { kind: 'parameter' } : { kind: 'exact', text: section };
}

/** What a segment matches, by the one after it. */
function patternOf({ kind, text = '' }: Segment, next: Segment | undefined): string {
  switch (kind) {
    case 'exact': return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
    case 'parameter': return next?.kind === 'dot' ? '[^./]*(?=\\.)' : '(?!$)[^/]*';
    case 'slash': return next?.kind === 'wildcard' ? '(?:/|$)' : '/';
    case 'dot': return '\\.';
    default: return '[^]*';
  }
}
