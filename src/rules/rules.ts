import { IConstruct } from 'constructs';
import { RuleCode } from './rule-code';

/** The metadata type under which a construct keeps its warnings. */
export const WARNING_METADATA = 'cdk8s-wasm:warning';

interface ScopeRules {
  readonly relaxed: Map<RuleCode, string>;
  readonly silenced: Set<RuleCode>;
}

const scopes = new WeakMap<IConstruct, ScopeRules>();
const pending = new WeakMap<IConstruct, Set<string>>();
const printed = new WeakMap<IConstruct, Set<string>>();

/**
 * The rules in force for a scope and everything below it.
 *
 * State exceptions before the constructs that need them: most rules are checked while a construct is made.
 */
export class Rules {
  /**
   * The rules of a scope.
   *
   * @param scope an app, cluster, chart or construct
   */
  public static of(scope: IConstruct): Rules {
    return new Rules(scope);
  }

  private constructor(private readonly scope: IConstruct) {}

  /**
   * Turns a rule into a warning below this scope: the value is written as it was given.
   *
   * The warning carries the reason and is printed once at synthesis. A rule without which nothing can be
   * written (such as an executor with neither target) still leaves a manifest that the cluster may refuse.
   *
   * @param code the code at the end of the error
   * @param reason why this scope may break the rule
   */
  public warnOnly(code: RuleCode, reason: string): void {
    this.own().relaxed.set(code, reason);
  }

  /**
   * Silences a warning below this scope.
   *
   * @param code the code at the end of the warning
   */
  public silence(code: RuleCode): void {
    this.own().silenced.add(code);
  }

  private own(): ScopeRules {
    const known = scopes.get(this.scope) ?? { relaxed: new Map(), silenced: new Set() };
    scopes.set(this.scope, known);
    return known;
  }
}

/** Whether a rule is a warning only, by word of the construct's own scope or one above. */
export function isRelaxed(construct: IConstruct, code: RuleCode): boolean {
  return reasonFor(construct, code) !== undefined;
}

/** Records a warning on the construct, unless silenced; it is printed at the next synthesis. */
export function warn(construct: IConstruct, code: RuleCode, message: string): void {
  const lineage = construct.node.scopes;
  if (lineage.some((scope) => scopes.get(scope)?.silenced.has(code))) {
    return;
  }
  const reason = reasonFor(construct, code);
  const text = `[${construct.node.path}] ${message}${reason ? `; allowed here: ${reason}` : ''}`;
  const waiting = warningsOf(lineage[0], pending);
  if (waiting.has(text) || warningsOf(lineage[0], printed).has(text)) {
    return;
  }
  waiting.add(text);
  construct.node.addMetadata(WARNING_METADATA, text);
}

/** Prints each warning of a tree once, on stderr. */
export function printWarnings(root: IConstruct): void {
  const waiting = pending.get(root);
  if (!waiting?.size) {
    return;
  }
  for (const text of waiting) {
    process.stderr.write(`warning: ${text}\n`);
    warningsOf(root, printed).add(text);
  }
  waiting.clear();
}

function warningsOf(root: IConstruct, store: WeakMap<IConstruct, Set<string>>): Set<string> {
  const known = store.get(root) ?? new Set();
  store.set(root, known);
  return known;
}

function reasonFor(construct: IConstruct, code: RuleCode): string | undefined {
  return construct.node.scopes
    .map((scope) => scopes.get(scope)?.relaxed.get(code))
    .find((reason) => reason !== undefined);
}
