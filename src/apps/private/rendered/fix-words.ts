/** The words of fixes for whoever reads them: the author of a program, or of a cdk8s.yaml. */
export interface FixWords {
  /** How to say that an object exists, in the words of a program by a verb of its own. */
  exists(reference: { readonly kind: string; readonly namespace?: string; readonly name: string }, verb: string): string;

  /** What to do about a handler that the nodes do not have. */
  handler(handler: string, usual: string): string;
}

/** For the author of a program. */
export const PROGRAM: FixWords = {
  exists: (_, verb) => `say that it exists, by ${verb}`,
  handler: (_, usual) => usual,
};

/** For the author of a cdk8s.yaml, whose program may not know this library. */
export const CDK8S_YAML: FixWords = {
  exists: ({ kind, namespace, name }) => `say that it exists: "${[kind, namespace, name].filter((part) => part !== undefined).join('/')}" `
    + 'below existing: in cdk8s.yaml',
  handler: (handler) => `use that handler, or say handler: ${handler} in cdk8s.yaml`,
};
