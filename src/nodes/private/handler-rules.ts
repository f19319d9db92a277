import { IConstruct } from 'constructs';
import { HandlerDirectory, HandlerUser } from './handler-directory';
import { handlerMismatch } from './handler-mismatch';
import { ClusterState } from '../../cluster/private/cluster-state';
import { ObjectIndex } from '../../cluster/private/object-index';
import { WasmCluster } from '../../cluster/wasm-cluster';
import { isUnresolved, Report, wording } from '../../rules/problem';
import { RuleCode } from '../../rules/rule-code';
import { warn } from '../../rules/rules';
import { WasmRuntime } from '../wasm-runtime';

/** The handler that the cluster's provisioning wrote for a runtime, where it says so: for Spin alone. */
export function provisionedHandler(scope: IConstruct, runtime: WasmRuntime): string | undefined {
  return runtime === WasmRuntime.SPIN ? WasmCluster.of(scope).nodes.handler : undefined;
}

/** Refuses a handler for Spin other than the one that the nodes of the cluster are said to have. */
export function checkProvisioned(report: Report, field: string, given: { readonly handler: string; readonly provisioned?: string }): void {
  const { handler, provisioned } = given;
  if (provisioned !== undefined && handler !== provisioned && !isUnresolved(handler)) {
    report.add(handlerMismatch(field, handler, provisioned));
  }
}

/** Holds the handler of a RuntimeClass to the containerd configurations of its cluster's tree, where there are any. */
export function checkConfigured(report: Report, user: HandlerUser): void {
  const { handler, runtime } = user;
  const directory = HandlerDirectory.of(user);
  if (!directory.isConfigured || isUnresolved(handler)) {
    return;
  }
  const runtimes = directory.runtimesOf(handler);
  if (runtimes.length === 0) {
    checkProvided(report, user, directory);
  } else if (runtime && !directory.isInstalled(handler) && !runtimes.some(({ binary }) => binary === runtime.binary)) {
    report.add({
      field: 'handler',
      value: handler,
      rule: `the ContainerdConfig of this cluster gives this handler to ${runtimes.map(({ binary }) => binary).join(', ')}, `
        + `and this class is for ${runtime.binary}`,
      fix: 'name the handler of this runtime',
      code: RuleCode.HANDLER_MISMATCH,
    });
  }
}

function checkProvided(report: Report, user: HandlerUser, directory: HandlerDirectory): void {
  const { handler } = user;
  if (handler !== WasmCluster.of(user).nodes.handler && !directory.isInstalled(handler)) {
    report.add({
      field: 'handler',
      value: handler,
      rule: 'no ContainerdConfig and no WasmShim of this cluster has this handler, and pods of it never start',
      fix: 'add it to the ContainerdConfig of the nodes, or name one that is there',
      code: RuleCode.HANDLER_NOT_CONFIGURED,
    });
  }
}

const rendered = new WeakMap<ObjectIndex, Set<unknown>>();

/** The handlers of all RuntimeClasses as they will be written, those of other libraries and with patches among them. */
function renderedHandlers(objects: ObjectIndex): Set<unknown> {
  const known = rendered.get(objects)
    ?? new Set(objects.ofKind({ group: 'node.k8s.io', kind: 'RuntimeClass' }).map((object) => object.toJson().handler as unknown));
  rendered.set(objects, known);
  return known;
}

/** Warns of a handler that no RuntimeClass of the cluster names. */
export function warnIfUnused(config: IConstruct, field: string, given: { readonly handler: string; readonly runtime: WasmRuntime }): void {
  const { handler, runtime } = given;
  const cluster = WasmCluster.of(config);
  const used = handler === cluster.nodes.handler || HandlerDirectory.of(config).isUsed(handler, runtime)
    || renderedHandlers(ClusterState.of(cluster).objects).has(handler);
  if (!used) {
    warn(config, RuleCode.UNUSED_HANDLER, wording({
      field,
      value: handler,
      rule: 'no RuntimeClass of this cluster has this handler, so no pod reaches the runtime',
      fix: 'make a WasmRuntimeClass for it, or leave the runtime out',
      code: RuleCode.UNUSED_HANDLER,
    }));
  }
}
