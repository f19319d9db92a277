import { Fault } from './manifest-table';

/** Words of one case that begin with a letter. */
const KEBAB = /^([a-z][a-z0-9]*|[A-Z][A-Z0-9]*)(-([a-z][a-z0-9]*|[A-Z][A-Z0-9]*))*$/;
const SNAKE = /^([a-z][a-z0-9]*|[A-Z][A-Z0-9]*)(_([a-z][a-z0-9]*|[A-Z][A-Z0-9]*))*$/;
const LOWER_SNAKE = /^[a-z][a-z0-9]*(_[a-z][a-z0-9]*)*$/;

/** Whether a text is the id of a component. */
export function isKebab(id: string): boolean {
  return KEBAB.test(id);
}

/** What is wrong with a text that is no id of a component. */
export function idFault(id: string): Fault {
  const words = id.toLowerCase().replace(/[^a-z0-9]+/g, '-');
  return {
    value: id,
    rule: "a component id is words of letters and digits joined by '-', each starting with a letter and all of one case",
    fix: `write it as ${JSON.stringify(isKebab(words) ? words : 'my-component')}`,
  };
}

/** Whether a text is the label of a store. */
export function isLabel(label: string): boolean {
  return KEBAB.test(label) || SNAKE.test(label);
}

/** Whether a text is the name of a variable. */
export function isVariableName(name: string): boolean {
  return LOWER_SNAKE.test(name);
}
