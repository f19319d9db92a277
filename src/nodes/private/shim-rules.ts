import { IConstruct } from 'constructs';
import { HandlerDirectory } from './handler-directory';
import { ShimDirectory } from './shim-directory';
import { stateOf } from '../../cluster/private/state-of';
import { WasmCluster } from '../../cluster/wasm-cluster';
import { Grammar, LABEL_LENGTH, SUBDOMAIN } from '../../rules/grammar';
import { Report } from '../../rules/problem';
import { RuleCode } from '../../rules/rule-code';
import { ShimRelease } from '../shim-release';
import { WasmRuntime } from '../wasm-runtime';

/** The name of the RuntimeClass of a Shim, which is also a label of it. */
export const SHIM_CLASS_NAME: Grammar = {
  ...SUBDOMAIN,
  accepts: (value) => SUBDOMAIN.accepts(value) && String(value).length <= LABEL_LENGTH,
  rule: `must be an RFC 1123 subdomain of at most ${LABEL_LENGTH} characters, after which runtime-class-manager cuts it`,
};

/** The name of a Shim, of which there is only one that works. */
export function shimName(release: ShimRelease): Grammar {
  return {
    accepts: (value) => value === release.shimName,
    rule: `runtime-class-manager looks for a binary of this name in the archive, which holds ${release.runtime.binary}`,
    fix: `leave it out, and the Shim is called ${JSON.stringify(release.shimName)}`,
    code: RuleCode.INVALID_NAME,
  };
}

/** Holds a Shim for Spin to what its cluster is said to have. */
export function checkCluster(report: Report, cluster: WasmCluster, release: ShimRelease): void {
  if (release.runtime !== WasmRuntime.SPIN) {
    return;
  }
  if (release.shimName !== cluster.nodes.handler) {
    report.add({
      field: 'spec.runtimeClass.handler',
      value: release.shimName,
      rule: `the nodes of this cluster are said to have the handler ${JSON.stringify(cluster.nodes.handler)}, and pods of another never start`,
      fix: 'say NodeProvisioning.runtimeClassManager() on the WasmCluster',
      code: RuleCode.HANDLER_MISMATCH,
    });
  }
  if (release.version !== undefined && cluster.shimVersion !== undefined && release.version !== cluster.shimVersion) {
    report.add({
      field: 'release',
      value: release.version,
      rule: `the nodes of this cluster are said to have containerd-shim-spin ${cluster.shimVersion}`,
      fix: 'name the same release as shimVersion of the WasmCluster',
      code: RuleCode.VERSION_CONFLICT,
    });
  }
}

/** Refuses a Shim whose own state would take nodes out of its selection. */
export function checkSelector(report: Report, selector: { [key: string]: string }, name: string): void {
  if (name in selector) {
    report.add({
      field: `spec.nodeSelector[${JSON.stringify(name)}]`,
      value: selector[name],
      rule: 'runtime-class-manager writes its state into the node label with the name of the Shim, which would unselect the node',
      fix: 'select nodes by another label',
      code: RuleCode.SHIM_SELECTS_ITSELF,
    });
  }
}

/** Refuses a RuntimeClass that something else makes as well: runtime-class-manager leaves one that exists as it is. */
export function checkRuntimeClass(report: Report, shim: IConstruct, runtimeClassName: string): void {
  const { objects } = stateOf(shim);
  const key = { group: 'node.k8s.io', kind: 'RuntimeClass', name: runtimeClassName };
  const others = [...objects.find(key), ...ShimDirectory.of(shim).declaredAs(runtimeClassName).filter((other) => other !== shim)];
  if (others.length > 0) {
    report.add({
      field: 'spec.runtimeClass.name',
      value: runtimeClassName,
      rule: `a RuntimeClass of this name is also made by ${others.map((other) => other.node.path).join(', ')}, `
        + 'and runtime-class-manager makes it for this Shim only where there is none',
      fix: 'give one of them another name',
      code: RuleCode.DUPLICATE_OBJECT,
    });
  }
}

/** Refuses RuntimeClasses of the same runtime whose handler this Shim does not install, and no configuration of the tree has. */
export function checkHandlers(report: Report, shim: IConstruct, { runtime, shimName: handler }: ShimRelease): void {
  const directory = HandlerDirectory.of(shim);
  for (const other of directory.usersOf(runtime)) {
    if (other.handler !== handler && directory.runtimesOf(other.handler).length === 0) {
      report.add({
        field: 'spec.runtimeClass.handler',
        value: handler,
        rule: `${other.node.path} starts ${runtime.binary} by the handler ${JSON.stringify(other.handler)}, which this Shim does not install`,
        fix: `give it the handler ${JSON.stringify(handler)}`,
        code: RuleCode.HANDLER_MISMATCH,
      });
    }
  }
}
