import { Grammar, rfc1123Label } from '../../../rules/grammar';
import { climbs } from '../../../rules/path';
import { Report } from '../../../rules/problem';
import { RuleCode } from '../../../rules/rule-code';

const PATH: Grammar = {
  accepts: isInside,
  rule: "must be a path inside the repository: relative, with '/', and without '..'",
  fix: 'write it from the root of the repository, as "dist/fleet"',
  code: RuleCode.INVALID_PATH,
};

/** Holds the path of the output folder in its repository. */
export function holdPath(report: Report, field: string, path: string): void {
  report.hold(field, path, PATH);
}

const EXTENSION: Grammar = {
  accepts: (value) => typeof value === 'string' && /^[-._0-9a-zA-Z]*\.(yaml|yml)$/.test(value),
  rule: 'kubectl, Argo CD and Flux read files in the folders of a Git layout by their extension: it must end in ".yaml" or ".yml"',
  fix: 'leave it out, or write ".yaml"',
  code: RuleCode.INVALID_LAYOUT,
};

/** Holds the extension of files that tools find by it. */
export function holdExtension(report: Report, extension: string): void {
  report.hold('outputFileExtension', extension, EXTENSION);
}

/** A path in a repository without what says nothing; empty for its root. */
export function plainPath(path: string): string {
  return path.split('/').filter((part) => part !== '.' && part !== '').join('/');
}

/** Holds a name that is made of several, and that its controller writes as a label on all that it applies. */
export function holdName(report: Report, field: string, name: string): void {
  report.hold(field, name, rfc1123Label('the name becomes the value of a label, so it', RuleCode.INVALID_NAME));
}

/** Adds the clusters that an option names and the program does not have. */
export function holdClusters(report: Report, field: string, named: readonly string[], clusters: readonly string[]): void {
  for (const cluster of named.filter((name) => name === '' || !clusters.includes(name))) {
    report.add({
      field: `${field}[${JSON.stringify(cluster)}]`,
      value: cluster,
      rule: 'the program has no WasmCluster of this name with objects',
      fix: `name one of ${clusters.filter((name) => name !== '').join(', ') || 'its clusters once it has some'}`,
      code: RuleCode.INVALID_LAYOUT,
    });
  }
}

function isInside(path: unknown): boolean {
  return typeof path === 'string' && /^(?!\/)[^\\:\0-\x1f]*$/.test(path) && !climbs(path);
}
