import path from 'node:path';
import { IConstruct } from 'constructs';
import { invalid, Problem } from '../../rules/problem';
import { RuleCode } from '../../rules/rule-code';

/** An error in the words of the stock `App`, which programs and people know. */
class SynthesisError extends Error {}

/** What the validators of a tree said, all of it. */
export function validationFailed(messages: readonly string[]): Error {
  return new SynthesisError(`Validation failed with the following errors:\n  ${messages.join('\n  ')}`);
}

/** Constructs that wait for each other; the first is named again at the end. */
export function dependencyCycle(constructs: readonly IConstruct[]): Error {
  return new SynthesisError(`Dependency cycle detected: ${constructs.map(({ node }) => node.path).join(' => ')}`);
}

/** A folder to which another process writes, or another app while this one is rendered. */
export function anotherSynthesis(staging: string): Error {
  return new SynthesisError(`Another synthesis is writing to ${path.dirname(staging)}: run one after the other, or remove ${staging} if none is running`);
}

/** A dependency one of whose ends no chart holds, so that no file can come before another. */
export function outsideChart(source: IConstruct, target: IConstruct, lost: IConstruct): Error {
  return invalid(source.node.path, {
    field: 'dependency',
    value: target.node.path,
    rule: `both ends of a dependency must be in a chart, and ${lost.node.path || 'the app'} is in none`,
    fix: 'depend on a chart or on what is in one, from within a chart',
    code: RuleCode.DEPENDENCY_OUTSIDE_CHART,
  });
}

/** Two contents for one file, where the stock `App` keeps the later one and drops the objects of the earlier. */
export function fileCollision(place: string, file: string): Error {
  return invalid(place, {
    field: 'file',
    value: file,
    rule: 'another object or chart of this app has the same file name, which would lose its objects',
    fix: 'give one of them another name, or take a YamlOutputType that keeps charts apart',
    code: RuleCode.FILE_COLLISION,
  });
}

/** An object whose file would have no name of its own. */
export function withoutMetadata({ node }: IConstruct, kind: unknown): Error {
  return invalid(node.path, {
    field: 'metadata',
    value: undefined,
    rule: `a file is named after the kind and the metadata.name of its object, and one of kind ${kind} has no metadata`,
    fix: 'leave it its metadata, or take a YamlOutputType that names files after charts',
    code: RuleCode.INVALID_FIELD,
  });
}

/** An object or chart that came or went while others were rendered. */
export function lateConstruct({ node }: IConstruct): Error {
  return tooLate(node.path, { field: 'construct', value: node.path, rule: 'it was added or removed while objects were rendered, and no file shows it' });
}

/** A construct whose dependencies changed while objects were rendered. */
export function lateDependency({ node }: IConstruct): Error {
  return tooLate(node.path, {
    field: 'dependency',
    value: node.dependencies[node.dependencies.length - 1]?.node.path,
    rule: 'dependencies were added or removed here while objects were rendered, and no file shows the new order',
  });
}

function tooLate(place: string, problem: Pick<Problem, 'field' | 'value' | 'rule'>): Error {
  return invalid(place, { ...problem, fix: 'change the tree before synth(), or in a validation, but not in what a Lazy calls', code: RuleCode.LATE_CHANGE });
}
