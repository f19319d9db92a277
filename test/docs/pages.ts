/** The pages of docs/ as text. */
import { readFileSync } from 'node:fs';
import path from 'node:path';

export function textOf(page: string): string {
  return readFileSync(path.join(__dirname, '../../docs', page), 'utf8');
}

/** The rows of the table of a page that has these columns. */
export function tableOf(page: string, ...columns: string[]): string[][] {
  const cells = (line: string) => line.split('|').slice(1, -1).map((cell) => cell.trim());
  const lines = textOf(page).split('\n');
  const head = lines.findIndex((line) => cells(line).join() === columns.join());
  const rows = lines.slice(head + 2);
  return rows.slice(0, rows.findIndex((line) => !line.startsWith('|'))).map(cells);
}
