/** Tables of docs/benchmarks.md. */

export type Cell = string | number | undefined;

/** A number with as many digits as it deserves. */
export function shown(cell: Cell): string {
  if (typeof cell !== 'number') {
    return cell ?? 'not run';
  }
  return cell >= 100 ? Math.round(cell).toLocaleString('en') : cell.toFixed(cell < 10 ? 2 : 1);
}

export function table(header: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const lines = [header, header.map((_, index) => (index === 0 ? '---' : '---:')), ...rows.map((row) => row.map(shown))];
  return lines.map((line) => `| ${line.join(' | ')} |`).join('\n');
}

/** `12.3×`, or nothing where one of the two was not measured. */
export function times(one?: number, other?: number): string {
  return one === undefined || other === undefined ? '' : `${shown(one / other)}×`;
}
