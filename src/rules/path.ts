/** Whether a path has a part that leads up. */
export function climbs(path: string): boolean {
  return path.split('/').includes('..');
}
