import { load } from '../../support/manifest/load';

/** What a health check of Argo CD says of an object: the script runs with the object as `obj` and returns a table. */
export function healthBy(script: string, object: object): { readonly status?: string; readonly message?: string } {
  const { lua, lauxlib, lualib, to_luastring: text } = load('fengari');
  const state = lauxlib.luaL_newstate();
  lualib.luaL_openlibs(state);
  const failed = lauxlib.luaL_dostring(state, text(`obj = ${literal(object)}\n${script}`));
  if (failed || !lua.lua_istable(state, -1)) {
    throw new Error(`the health check failed: ${lua.lua_tojsstring(state, -1)}`);
  }
  const field = (name: string): string | undefined => {
    lua.lua_getfield(state, -1, text(name));
    const value = lua.lua_isnil(state, -1) ? undefined : lua.lua_tojsstring(state, -1);
    lua.lua_pop(state, 1);
    return value;
  };
  return { status: field('status'), message: field('message') };
}

function literal(value: unknown): string {
  if (Array.isArray(value)) return `{${value.map(literal).join(', ')}}`;
  if (typeof value === 'object' && value !== null) {
    return `{${Object.entries(value).map(([key, item]) => `[${JSON.stringify(key)}] = ${literal(item)}`).join(', ')}}`;
  }
  return JSON.stringify(value);
}
