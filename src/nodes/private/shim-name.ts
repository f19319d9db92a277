/** How the file name of each containerd shim begins. */
export const SHIM_PREFIX = 'containerd-shim-';

/** The binary that containerd looks for in its path by a `runtime_type` that is no path. */
export function binaryOf(runtimeType: string): string {
  return SHIM_PREFIX + runtimeType.split('.').slice(-2).join('-');
}
