/** The semver library, loaded when a version is first compared: most programs never do. */
export function semver(): typeof import('semver') {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  return require('semver');
}
