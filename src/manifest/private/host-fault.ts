import { resolveTemplate } from './template';
import { Problem } from '../../rules/problem';
import { AllowedHost, readAllowedHost } from '../allowed-host';

/** What Spin leaves out, so that an endpoint may be optional. */
const LEFT_OUT = ['', 'http://', 'https://'];

/** Whether Spin takes an allowed host, once its variables have their values, for one that is not wanted. */
export function isLeftOut(resolved: string | undefined): boolean {
  return resolved !== undefined && LEFT_OUT.includes(resolved);
}

/** What is wrong with an allowed host once its variables have their values; nothing where one of them is not known. */
export function hostFault(text: string, valueOf: (name: string) => string | undefined): Omit<Problem, 'field'> | undefined {
  const resolved = text.includes('{{') ? resolveTemplate(text, valueOf) : undefined;
  const read = resolved === undefined || isLeftOut(resolved) ? undefined : readAllowedHost(resolved);
  if (read === undefined || read instanceof AllowedHost) {
    return undefined;
  }
  const { rule, fix, code } = read;
  return { value: text, rule: `its variables make it ${JSON.stringify(resolved)}, and ${rule}`, fix, code };
}
