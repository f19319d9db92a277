import { ApiObject } from 'cdk8s';
import { Fields, RuleContext } from './rule-context';
import { handlerMismatch } from '../../../nodes/private/handler-mismatch';
import { WasmRuntime } from '../../../nodes/wasm-runtime';
import { nearMiss } from '../../../rules/near-miss';
import { Report } from '../../../rules/problem';
import { RuleCode } from '../../../rules/rule-code';
import { checkDeploymentConfig, checkExecutorVersions, wrongRuntime } from '../executor-rules';
import { checkReferred } from '../reference-rules';
import { executorReferences } from '../references';

const FIELD = 'spec.deploymentConfig.runtimeClassName';
const SHIM = { group: 'runtime.spinkube.dev', kind: 'Shim' };
const RUNTIME_CLASS = { group: 'node.k8s.io', kind: 'RuntimeClass' };

/** Handlers that installers write for runtimes which cannot run a Spin application. */
const OTHERS = [
  WasmRuntime.WASMTIME, WasmRuntime.WASMEDGE, WasmRuntime.WASMER, WasmRuntime.WAMR, WasmRuntime.SLIGHT, WasmRuntime.LUNATIC, WasmRuntime.WWS,
];

/** Checks a SpinAppExecutor that no construct of this library made, by itself and in its cluster; its fields are of the right types already. */
export function checkSpinAppExecutor(report: Report, object: ApiObject, given: Fields, context: RuleContext): void {
  const spec: Fields = { createDeployment: false, ...given };
  const { namespace } = object.metadata;
  checkSpinAppExecutorAlone(report, object, given);
  checkExecutorVersions(report, object, spec);
  checkRuntimeClass(report, spec.deploymentConfig?.runtimeClassName, context);
  checkReferred(report, {
    objects: context.objects,
    namespace,
    isSaid: (one) => context.isSaid({ ...one, namespace }),
    strict: true,
    howToSay: (one, verb) => context.words.exists({ ...one, namespace }, verb),
  }, executorReferences(spec));
}

/** Checks what a SpinAppExecutor tells by itself. */
export function checkSpinAppExecutorAlone(report: Report, _: ApiObject, { createDeployment, deploymentConfig }: Fields): void {
  if (createDeployment === undefined && report.isClean) {
    const rule = 'without it the operator makes no Deployment for the apps';
    report.advise({ field: 'spec.createDeployment', value: undefined, rule, fix: 'say true or false', code: RuleCode.INVALID_FIELD });
  }
  if (deploymentConfig) {
    checkDeploymentConfig(report, deploymentConfig);
  } else if (createDeployment) {
    report.add({
      field: 'spec.deploymentConfig',
      value: undefined,
      rule: 'the webhook lets an executor without it pass, and the operator crashes on it',
      fix: 'give a runtimeClassName or a spinImage',
      code: RuleCode.EXECUTOR_TARGET,
    });
  }
}

function checkRuntimeClass(report: Report, name: string | undefined, context: RuleContext): void {
  const { cluster, objects, isSaid, words } = context;
  const [made] = name === undefined ? [] : objects.find({ ...RUNTIME_CLASS, name });
  if (made) {
    checkHandler(report, name!, (made.toJson() as Fields).handler, context);
  } else if (name !== undefined && name !== cluster.nodes.runtimeClassName && !shims(context).classes.includes(name)
    && !isSaid({ kind: RUNTIME_CLASS.kind, name })) {
    const near = nearMiss(name, [...objects.everyKind(RUNTIME_CLASS).map((object) => object.name), cluster.nodes.runtimeClassName]);
    report.add({
      field: FIELD,
      value: name,
      rule: 'no RuntimeClass of this name is made in the tree, nor said to exist',
      fix: `${near === undefined ? '' : `did you mean ${JSON.stringify(near)}? If not, `}${
        words.exists({ kind: RUNTIME_CLASS.kind, name }, 'WasmRuntimeClass.fromRuntimeClassName')}`,
      code: RuleCode.UNRESOLVED_REFERENCE,
    });
  }
}

function checkHandler(report: Report, name: string, handler: string, context: RuleContext): void {
  const { nodes } = context.cluster;
  const other = OTHERS.find((runtime) => runtime.handler === handler);
  if (other) {
    report.add(wrongRuntime(name, other));
  } else if (context.knowsHandler && handler !== nodes.handler && !shims(context).handlers.includes(handler)) {
    const problem = handlerMismatch(`${FIELD} ${name}`, handler, nodes.handler);
    report.add({ ...problem, fix: context.words.handler(handler, problem.fix) });
  }
}

/** What the Shims of the tree make: RuntimeClasses, and handlers on nodes. */
function shims({ objects }: RuleContext): { classes: string[]; handlers: string[] } {
  const made = objects.everyKind(SHIM).map((shim) => (shim.toJson() as Fields).spec?.runtimeClass ?? {});
  return { classes: made.map(({ name }) => name), handlers: made.map(({ handler }) => handler) };
}
