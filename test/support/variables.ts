/** Does something with variables of the environment, such as those by which cdk8s-cli speaks to a program. */
export function withEnvironment(variables: { readonly [name: string]: string }, action: () => void): void {
  const before = { ...process.env };
  Object.assign(process.env, variables);
  try {
    action();
  } finally {
    process.env = before;
  }
}
