import { IConstruct } from 'constructs';
import { addDefaults } from './private/app-defaults';
import { WasmAppDefaultsOptions } from './wasm-app-defaults-options';

/**
 * Defaults for the apps below a scope, such as the chart of a namespace.
 *
 * What an app says itself comes first, then the nearest scope, then those above it. Labels and annotations of all of them
 * come together, key by key; anything else is taken whole from the first that has it.
 */
export class WasmAppDefaults {
  /**
   * The defaults of a scope.
   *
   * @param scope an app, a cluster, a chart or a construct
   */
  public static of(scope: IConstruct): WasmAppDefaults {
    return new WasmAppDefaults(scope);
  }

  private constructor(private readonly scope: IConstruct) {}

  /**
   * Adds defaults. State them before the apps: fails once an app below the scope is made.
   *
   * @param defaults what to add; what was added before gives way to it
   * @returns this
   */
  public add(defaults: WasmAppDefaultsOptions): WasmAppDefaults {
    addDefaults(this.scope, defaults);
    return this;
  }
}
