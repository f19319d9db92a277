/** The name that somebody who typed another one most likely meant, if any is close. */
export function nearMiss(typed: string, names: Iterable<string>): string | undefined {
  const most = Math.max(1, Math.floor(typed.length / 4));
  const [closest] = [...new Set(names)]
    .map((name) => ({ name, distance: Math.abs(name.length - typed.length) > most ? Infinity : distance(plain(typed), plain(name)) }))
    .filter((other) => other.distance <= most)
    .sort((a, b) => a.distance - b.distance || (a.name < b.name ? -1 : 1));
  return closest?.name;
}

function plain(name: string): string {
  return name.toLowerCase().replace(/_/g, '-');
}

/** How many letters have to be changed, added, dropped or swapped with the next. */
function distance(a: string, b: string): number {
  const rows = [Array.from({ length: b.length + 1 }, (_, column) => column)];
  for (let line = 1; line <= a.length; line += 1) {
    const [row, next] = [rows[line - 1], [line]];
    for (let column = 1; column <= b.length; column += 1) {
      const changed = row[column - 1] + Number(a[line - 1] !== b[column - 1]);
      const swaps = line > 1 && column > 1 && a[line - 1] === b[column - 2] && a[line - 2] === b[column - 1];
      const swapped = swaps ? rows[line - 2][column - 2] + 1 : Infinity;
      next.push(Math.min(changed, swapped, row[column] + 1, next[column - 1] + 1));
    }
    rows.push(next);
  }
  return rows[a.length][b.length];
}
