/** docs/rules.md is made from the rules: their codes and comments, and what programs that break them are told. */
import fs from 'fs';
import { App, Chart } from 'cdk8s';
import { RULE_EXAMPLES } from './rule-examples';
import { RuleCode } from '../../src';

const PAGE = 'docs/rules.md';
const SOURCE = fs.readFileSync('src/rules/rule-code.ts', 'utf8');

/** What a program is told: errors and warnings, one a line, without cdk8s' heading. */
function told(code: RuleCode): string[] {
  const stderr = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  const app = new App({ outdir: 'never-written' });
  try {
    RULE_EXAMPLES[code](new Chart(app, 'apps', { namespace: 'shop' }));
    app.synthYaml();
    return stderr.mock.calls.map(([text]) => String(text).trim());
  } catch (error) {
    return (error as Error).message.split('\n').map((line) => line.trim());
  } finally {
    stderr.mockRestore();
  }
}

/** The first of them that speaks of this rule, in its parts. */
function example(code: RuleCode): { message: string; warning: boolean; fix: string } {
  const line = told(code).find((text) => text.endsWith(`(${code})`)) ?? '';
  const warning = line.startsWith('warning: ');
  const message = line.replace(/^warning: /, '');
  const words = message.slice(0, message.lastIndexOf(` (${code})`));
  return { message, warning, fix: words.slice(words.lastIndexOf('; ') + 2) };
}

/** The comment of a code in the enum. */
function comment(name: string): string {
  const [, text] = new RegExp(`/\\*\\* ([^*]*) \\*/\\n  ${name} = `).exec(SOURCE) ?? [];
  return text;
}

const cell = (text: string) => text.replace(/\|/g, '\\|').replace(/</g, '&lt;');

function page(): string {
  const rows = Object.entries(RuleCode).map(([name, code]) => {
    const { message, fix } = example(code);
    return `| \`${code}\` | ${cell(comment(name))} | ${cell(message)} | ${cell(fix)} |`;
  });
  return [
    '# Rules',
    '',
    'Each error and each warning ends in the code of its rule. `Rules.of(scope).warnOnly(RuleCode.…, reason)` turns an error into a',
    'warning below a scope, and `Rules.of(scope).silence(RuleCode.…)` silences a warning.',
    '',
    'This page is made by `UPDATE_RULES=1 npx jest test/docs/rules.test.ts` from the comments of `src/rules/rule-code.ts` and from what the',
    'programs in `test/docs/rule-examples/` are told.',
    '',
    '| code | rule | example | fix |',
    '|---|---|---|---|',
    ...rows,
    '',
  ].join('\n');
}

test.each(Object.entries(RuleCode))('%s has a comment, and a program that is told of it', (name, code) => {
  const { message, warning, fix } = example(code);
  expect(message).toMatch(/^\[[^\]]*\] [^\n]+: .+/);
  expect({ warning }).toEqual({ warning: comment(name).startsWith('Warning: ') });
  expect(fix.length).toBeGreaterThan(5);
});

test('docs/rules.md says them all; if not, run with UPDATE_RULES=1', () => {
  if (process.env.UPDATE_RULES) {
    fs.writeFileSync(PAGE, page());
  }
  expect(fs.readFileSync(PAGE, 'utf8')).toBe(page());
});
