/**
 * Jest compiles each module anew for each suite, and V8 cannot see that it is the same one. Here its parse is kept, once a worker.
 */
import vm from 'node:vm';

interface Compiled {
  readonly code: string;
  readonly data: Buffer;
}

/** Lets modules be parsed once in this process. Which code runs stays the same: V8 itself refuses data of another. */
export function compileOnce(): void {
  const known = new Map<string, Compiled>();
  const compile = vm.compileFunction;
  const compileWithData: typeof vm.compileFunction = (code, parameters, options) => {
    const name = options?.filename ?? '';
    const before = known.get(name);
    if (before?.code === code) {
      return compile(code, parameters, { ...options, cachedData: before.data });
    }
    const compiled = compile(code, parameters, { ...options, produceCachedData: true });
    if (compiled.cachedData) {
      known.set(name, { code, data: compiled.cachedData });
    }
    return compiled;
  };
  Object.assign(vm, { compileFunction: compileWithData });
}
