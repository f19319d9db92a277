import { IConstruct } from 'constructs';
import { stands } from '../../cluster/private/stands';
import { stateOf } from '../../cluster/private/state-of';
import { append } from '../../rules/append';
import { isUnresolved } from '../../rules/problem';
import { WasmRuntime } from '../wasm-runtime';

/** A RuntimeClass that the tree makes, as far as handlers go. */
export interface HandlerUser extends IConstruct {
  readonly handler: string;
  readonly runtime?: WasmRuntime;
}

/** What a containerd configuration of the tree brings to its nodes. */
export interface HandlerProvider {
  readonly by: IConstruct;

  /** What it gives each handler. */
  readonly runtimes: ReadonlyMap<string, WasmRuntime>;

  /** Handlers that the distribution writes beside it, where it finds the shim. */
  readonly detected: readonly string[];
}

/** Who has and who names a handler, in one cluster. */
export class HandlerDirectory {
  /** The directory of the cluster of a scope. */
  static of(scope: IConstruct): HandlerDirectory {
    return stateOf(scope).part(HandlerDirectory);
  }

  private readonly users = new Map<string | undefined, HandlerUser[]>();
  private readonly usersByRuntime = new Map<WasmRuntime | undefined, HandlerUser[]>();
  private readonly importers = new Map<WasmRuntime | undefined, IConstruct[]>();
  private readonly providers: HandlerProvider[] = [];
  private readonly configured = new Map<string, Array<{ readonly by: IConstruct; readonly runtime: WasmRuntime }>>();
  private readonly shims = new Map<string, IConstruct[]>();

  /** Notes a RuntimeClass that the tree makes. */
  use(user: HandlerUser): void {
    append(this.users, isUnresolved(user.handler) ? undefined : user.handler, user);
    append(this.usersByRuntime, user.runtime, user);
  }

  /** Notes a RuntimeClass that is made elsewhere, with the runtime behind it where that is known. */
  import(importer: IConstruct, runtime?: WasmRuntime): void {
    append(this.importers, runtime, importer);
  }

  /** Notes a containerd configuration and what it gives a handler. */
  configure(provider: HandlerProvider): void {
    const { by, runtimes } = provider;
    this.providers.push(provider);
    runtimes.forEach((runtime, handler) => append(this.configured, handler, { by, runtime }));
  }

  /** Notes a Shim, which brings its handler and a RuntimeClass of it. */
  install(shim: IConstruct, handler: string): void {
    append(this.shims, handler, shim);
  }

  /** Whether the tree says what is in the configuration of some nodes. */
  get isConfigured(): boolean {
    return this.providers.some(({ by }) => stands(by));
  }

  /** The runtimes that the configurations of the tree give a handler, each once. */
  runtimesOf(handler: string): WasmRuntime[] {
    return [...new Set((this.configured.get(handler) ?? []).filter(({ by }) => stands(by)).map(({ runtime }) => runtime))];
  }

  /** Whether something else than a table of the tree's configurations may bring a handler to the nodes. */
  isInstalled(handler: string): boolean {
    return this.shims.get(handler)?.some(stands) || this.providers.some(({ by, detected }) => detected.includes(handler) && stands(by));
  }

  /** The RuntimeClasses of a runtime that the tree makes. */
  usersOf(runtime: WasmRuntime): HandlerUser[] {
    return (this.usersByRuntime.get(runtime) ?? []).filter(stands);
  }

  /** Whether a RuntimeClass that this library knows of names a handler, or may do so. */
  isUsed(handler: string, runtime: WasmRuntime): boolean {
    const named = [this.users.get(handler), this.users.get(undefined), this.shims.get(handler)];
    return [...named, this.importers.get(runtime), this.importers.get(undefined)].some((constructs) => constructs?.some(stands));
  }
}
