/**
 * Asks the oracle, which `npx projen oracle` builds: what a Kubernetes API server says of objects.
 */
import { execFileSync } from 'node:child_process';
import { ANY_EXECUTOR, operatorObjects } from '../support/operator';
import { admitted } from '../support/webhook';

/** What was said of one object. */
export interface Verdict {
  readonly errors: string[];

  /** The API version and kind, if the oracle has no validation for it. */
  readonly unknown?: string;
}

const GIBIBYTE = 1024 ** 3;

/** What the server says of each object, in their order; the oracle runs once. */
export function judge(objects: any[]): Verdict[] {
  const input = objects.map((object, id) => `${JSON.stringify({ id, object })}\n`).join('');
  const [binary, ...definitions] = setting('ORACLE').split(':');
  const answers = execFileSync(binary, definitions, { input, maxBuffer: GIBIBYTE, encoding: 'utf8' }).split('\n').filter(Boolean);
  return answers.map((answer) => JSON.parse(answer) as Verdict);
}

/** What is made of an object before pods start: itself as it is admitted, and what spin-operator makes of a SpinApp under its executor. */
export function consequences(object: any, all: any[] = []): any[] {
  if (!String(object.apiVersion).startsWith('core.spinkube.dev/')) return [object];
  if (object.kind !== 'SpinApp') return [admitted(object)];
  const executor = all.find(({ apiVersion, kind, metadata }) => apiVersion === object.apiVersion && kind === 'SpinAppExecutor'
    && metadata?.name === object.spec?.executor && metadata?.namespace === object.metadata?.namespace);
  const app = admitted(object);
  return [app, ...operatorObjects(app, executor ?? ANY_EXECUTOR)];
}

/** A setting that the task makes. */
export function setting(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: run npx projen oracle`);
  return value;
}
