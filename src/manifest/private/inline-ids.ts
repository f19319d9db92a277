import { isKebab } from './ids';

/** A trigger as Spin names it. */
export interface NamedTrigger {
  readonly type: string;

  /** Its own id; empty where it has none. */
  readonly id: string;

  /** The component that it names by its id. */
  readonly component?: string;
}

/** The ids of triggers: their own, or the ones that Spin makes before it names components. */
export function triggerIds(triggers: readonly NamedTrigger[]): string[] {
  const taken = new Set(triggers.map(({ id }) => id));
  return triggers.map(({ type, id, component }) => {
    const natural = `${component}-${type}-trigger`;
    const own = id || (component !== undefined && !taken.has(natural) ? natural : counted(`${type}-trigger`, taken));
    taken.add(own);
    return own;
  });
}

/** The ids that Spin gives the components which are written out in one trigger, beside those that are taken. */
export function inlineIds(trigger: string, { inline, all, taken }: { inline: number; all: number; taken: Iterable<string> }): string[] {
  const known = new Set(taken);
  return Array.from({ length: inline }, () => {
    const natural = `${trigger}-component`;
    const id = all === 1 && isKebab(natural) && !known.has(natural) ? natural : counted('inline-component', known);
    known.add(id);
    return id;
  });
}

function counted(stem: string, taken: ReadonlySet<string>): string {
  let counter = 1;
  while (taken.has(`${stem}${counter}`)) {
    counter += 1;
  }
  return `${stem}${counter}`;
}
