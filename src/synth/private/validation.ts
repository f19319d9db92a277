import { IConstruct } from 'constructs';
import { validationFailed } from './errors';
import { visitEach } from './walk';

/** Runs every validator of a tree once, and throws all that they say in one error. */
export function validate(root: IConstruct): void {
  const messages: string[] = [];
  visitEach(root, ({ node }) => {
    for (const message of node.validate()) {
      messages.push(`[${node.path}] ${message}`);
    }
  });
  if (messages.length > 0) {
    throw validationFailed(messages);
  }
}
