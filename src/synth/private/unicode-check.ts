import { Chart } from 'cdk8s';
import { SettledTree } from './settled-tree';
import { rendersItself } from '../../cluster/private/own-rendering';
import { invalidAll, Problem } from '../../rules/problem';
import { UNICODE } from '../../rules/scalar';

/** How half a character looks in YAML. So may other text: JSON in a ConfigMap, say. */
const SIGN = /\\ud[89a-f]/;

/** Looks for text that no YAML file can hold, once, where a file shows a sign of it. */
export class UnicodeCheck {
  private searched = false;

  constructor(private readonly tree: SettledTree) {}

  /** Throws where the file holds such text: all places of the app at once. */
  hold(file: string): void {
    if (this.searched || !SIGN.test(file)) {
      return;
    }
    this.searched = true;
    const found = this.tree.charts.flatMap((chart) => this.rendered(chart))
      .flatMap(({ place, document }) => brokenTexts(document, '', new Set()).map((broken) => ({ place, problem: broken })));
    if (found.length > 0) {
      throw invalidAll(found);
    }
  }

  private rendered(chart: Chart): Array<{ place: string; document: unknown }> {
    return rendersItself(chart)
      ? Object.values(chart.toJson()).map((document) => ({ place: chart.node.path, document }))
      : this.tree.objectsOf(chart).map((object) => ({ place: object.node.path, document: object.toJson() }));
  }
}

function brokenTexts(value: unknown, field: string, seen: Set<object>): Problem[] {
  if (typeof value !== 'object' || value === null) {
    return UNICODE.accepts(value) ? [] : [problem(field, value)];
  }
  if (seen.has(value)) {
    return [];
  }
  seen.add(value);
  return Object.entries(value).flatMap(([key, inner]) => [
    ...(UNICODE.accepts(key) ? [] : [problem(field === '' ? 'key' : `${field} key`, key)]),
    ...brokenTexts(inner, fieldBelow(field, key, Array.isArray(value)), seen),
  ]);
}

function fieldBelow(field: string, key: string, isItem: boolean): string {
  const isName = /^[a-z]\w*$/i.test(key);
  const step = isItem ? `[${key}]` : isName ? `.${key}` : `[${JSON.stringify(key)}]`;
  return field === '' && isName ? key : field + step;
}

function problem(field: string, value: unknown): Problem {
  const { rule, fix, code } = UNICODE;
  return { field, value, rule, fix, code };
}
