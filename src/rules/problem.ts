import { Lazy } from 'cdk8s';
import { Construct, IConstruct, IValidation } from 'constructs';
import { Grammar } from './grammar';
import { RuleCode } from './rule-code';
import { isRelaxed, printWarnings, warn } from './rules';
import { FAITHFUL, SCALAR, UNICODE } from './scalar';

/** What is wrong with one field: the value, the rule it breaks, and what to write instead. */
export interface Problem {
  readonly field: string;
  readonly value: unknown;
  readonly rule: string;
  readonly fix: string;
  readonly code: RuleCode;
}

/** A problem of something outside the construct tree, and where it stands. */
export interface PlacedProblem {
  readonly place: string;
  readonly problem: Problem;
}

class InvalidInputError extends Error {}

/** Constructs with a value that only synthesis tells. */
const late = new WeakSet<IConstruct>();

/** Whether a construct has values that its constructor could not judge. */
export function hasLateValues(construct: IConstruct): boolean {
  return late.has(construct);
}

/** Whether a value is known only at synthesis, so that a constructor cannot judge it. */
export function isUnresolved(value: unknown): boolean {
  return value instanceof Lazy || typeof (value as { resolve?: unknown } | undefined)?.resolve === 'function';
}

/** The one wording of errors and warnings, without the construct path. */
export function wording(problem: Problem): string {
  return `${problem.field}: got ${shown(problem.value)}; ${problem.rule}; ${problem.fix} (${problem.code})`;
}

/** The error of something that stands outside the construct tree. */
export function invalid(place: string, problem: Problem): Error {
  return new InvalidInputError(`[${place}] ${wording(problem)}`);
}

/** The error of several problems outside the construct tree, each with its own place. */
export function invalidAll(problems: readonly PlacedProblem[]): Error {
  return new InvalidInputError(problems.map(({ place, problem }) => `[${place}] ${wording(problem)}`).join('\n'));
}

/** Holds the values of something outside the construct tree to their grammars, and throws all problems in one error. */
export function holdAll(place: string, held: ReadonlyArray<{ readonly field: string; readonly value: unknown; readonly grammar: Grammar }>): void {
  const broken = held.filter(({ value, grammar }) => !grammar.accepts(value));
  if (broken.length > 0) {
    throw invalidAll(broken.map(({ field, value, grammar }) => ({ place, problem: { field, value, ...grammar } })));
  }
}

/** Gathers the problems of one construct, so that all of them are said at once. */
export class Report {
  private readonly problems: Problem[] = [];

  /**
   * @param construct whose problems these are
   * @param child the id of a construct below it that is about to be made
   */
  constructor(readonly construct: IConstruct, private readonly child?: string) {}

  /** Whether nothing is wrong so far. */
  get isClean(): boolean {
    return this.problems.length === 0;
  }

  /** What was found so far. */
  get found(): readonly Problem[] {
    return this.problems;
  }

  /** Adds a problem, or records it as a warning where the rule is relaxed. */
  add(problem: Problem): void {
    if (isRelaxed(this.construct, problem.code)) {
      warn(this.construct, problem.code, wording(problem));
    } else {
      this.problems.push(problem);
    }
  }

  /** Records a problem as a warning: what is unwise, and works. */
  advise(problem: Problem): void {
    warn(this.construct, problem.code, wording(problem));
  }

  /** Holds a value that is known now to a grammar, and a string to being Unicode and itself for every YAML reader. */
  hold(field: string, value: unknown, grammar: Grammar): void {
    if (isUnresolved(value)) {
      late.add(this.construct);
      return;
    }
    const broken = this.firstBroken(value, grammar);
    if (broken) {
      const { rule, fix, code } = broken;
      this.say({ field, value, rule, fix, code }, broken.isAdvice);
    }
    if (broken?.isAdvice) {
      this.hold(field, value, SCALAR);
    }
  }

  private say(problem: Problem, isAdvice = false): void {
    if (isAdvice) {
      this.advise(problem);
    } else {
      this.add(problem);
    }
  }

  /** Holds an optional value to a grammar. */
  holdGiven(field: string, value: unknown, grammar: Grammar): void {
    if (value !== undefined) {
      this.hold(field, value, grammar);
    }
  }

  /** Throws all problems in one error. */
  throwIfAny(): void {
    if (this.problems.length > 0) {
      const place = `[${[this.construct.node.path, this.child].filter(Boolean).join('/')}] `;
      throw new InvalidInputError(this.messages().map((message) => place + message).join('\n'));
    }
  }

  private firstBroken(value: unknown, grammar: Grammar): Grammar | undefined {
    if (grammar !== SCALAR && !grammar.accepts(value)) {
      return grammar;
    }
    if (!UNICODE.accepts(value)) {
      return UNICODE;
    }
    return SCALAR.accepts(value) || FAITHFUL in this.construct.node.root ? undefined : SCALAR;
  }

  /** The problems as `node.addValidation` returns them: cdk8s puts the path before each. */
  messages(): string[] {
    return this.problems.map(wording);
  }
}

/** Takes problems that are said elsewhere. */
export class UnheardReport extends Report {
  /** Says nothing. */
  add(): void {}

  /** Says nothing. */
  advise(): void {}
}

/** Adds a validation that fills a report each time the tree is validated, and prints the warnings that wait. */
export function validateTree(construct: IConstruct, check: (report: Report) => void): void {
  construct.node.addValidation(new TreeValidation(construct, check));
}

class TreeValidation implements IValidation {
  constructor(private readonly construct: IConstruct, private readonly check: (report: Report) => void) {}

  validate(): string[] {
    const report = new Report(this.construct);
    this.check(report);
    printWarnings(this.construct.node.root);
    return report.messages();
  }
}

/** A value in a message. */
export function shown(value: unknown): string {
  if (value === undefined) {
    return 'nothing';
  }
  const text = typeof value === 'object' ? asJson(value) : typeof value === 'string' ? JSON.stringify(value) : String(value);
  return text.length > 200 ? `${text.slice(0, 200)}… (${text.length} characters)` : text;
}

/** A value as JSON; a construct, which has no end, by its path. */
function asJson(value: object | null): string {
  try {
    return JSON.stringify(value, (_, inner) => (typeof inner === 'number' || typeof inner === 'bigint' ? plainNumber(inner) : inner));
  } catch {
    return Construct.isConstruct(value) ? `the construct ${(value as IConstruct).node.path}` : 'a circular value';
  }
}

function plainNumber(value: number | bigint): unknown {
  const number = Number(value);
  return Number.isFinite(number) && (typeof value === 'number' || Number.isSafeInteger(number)) ? number : String(value);
}
