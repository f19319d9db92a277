import { Construct } from 'constructs';
import { checkAppExecutors } from './app-executor-rules';
import { planCertManager } from './cert-manager-component';
import { Component } from './component';
import { checkNamespaceOptions, isRestricted } from './namespace-objects';
import { checkAlone } from './operator-alone';
import { checkOperatorOptions, operatorComponent } from './operator-component';
import { checkBundledVersion } from './operator-objects';
import { OperatorSettings, operatorSettings } from './operator-settings';
import { PartReport } from './part-report';
import { planManager } from './rcm-component';
import { checkSource, isWritten, refuseLost } from './source-rules';
import { SourceSettings } from './source-settings';
import { NodeProvisioning } from '../../cluster/node-provisioning';
import { stateOf } from '../../cluster/private/state-of';
import { ShimRelease } from '../../nodes/shim-release';
import { IWasmNodePool } from '../../nodes/wasm-node-pool';
import { WasmRuntime } from '../../nodes/wasm-runtime';
import { byKey } from '../../rules/by-key';
import { NAMESPACE } from '../../rules/grammar';
import { Mirror } from '../../rules/mirror';
import { Report } from '../../rules/problem';
import { RuleCode } from '../../rules/rule-code';
import { ComponentSource } from '../component-source';
import { NamespaceOptions, PodSecurityLevel } from '../namespace-options';
import type { RuntimeClassManagerProps } from '../runtime-class-manager';
import { SpinKubeInstallProps, SpinShimOptions } from '../spin-kube-install-props';
import { SpinOperator } from '../spin-operator';

/** An install whose props are checked. */
export interface InstallPlan {
  readonly namespace: string;
  readonly nodes?: NodeProvisioning;
  readonly appNamespaces: string[];
  readonly namespaceOptions: { readonly [namespace: string]: NamespaceOptions };
  readonly executorName?: string;
  readonly nodePools: IWasmNodePool[];
  readonly component: Component;
  readonly settings: OperatorSettings;
  readonly source: SourceSettings;
}

/** Checks the props of an install, and says all that is wrong with them at once. */
export function checkInstall(install: Construct, props: SpinKubeInstallProps): InstallPlan {
  const { version, namespace = 'spin-operator', mirror, certificates } = props;
  const { source = ComponentSource.bundled(), ...options } = props.operator ?? {};
  const { _settings: settings } = source;
  const report = new Report(install);
  const state = stateOf(install);
  report.hold('namespace', namespace, NAMESPACE);
  checkNamespaces(report, namespace, props);
  checkAppExecutors(report, install, props);
  const operator = operatorSettings(report, { version, certificates, mirror, isWritten: isWritten(settings.kind) }, options);
  const component = operatorComponent({
    namespace,
    namespaceOptions: props.namespaceOptions,
    mirror,
    version: version.version,
    settings: operator,
    options,
    bundled: (chart) => void new SpinOperator(chart, 'spin-operator', { ...options, version, namespace, certificates, mirror }),
  });
  checkSource(new PartReport(install, report, (field) => `operator.${field}`), install, component, settings);
  checkOperatorOptions(report, settings.kind, options);
  checkKind(report, settings.kind, props);
  checkCertificateSource(report, props);
  checkParts(report, install, props);
  const nodes = settledNodes(report, props, state.nodes);
  checkAlone(report, state);
  report.throwIfAny();
  return {
    namespace,
    nodes,
    appNamespaces: [...props.appNamespaces ?? []],
    namespaceOptions: { ...props.appNamespaceOptions },
    executorName: props.executorName,
    nodePools: [...props.nodePools ?? []],
    component,
    settings: operator,
    source: settings,
  };
}

function checkKind(report: Report, kind: SourceSettings['kind'], props: SpinKubeInstallProps): void {
  if (kind === 'bundled') {
    checkBundledVersion(report, props.version);
  }
  checkLost(report, kind, props);
}

/** What belongs to the operator's namespace or webhooks is lost where this library does not make them. */
function checkLost(report: Report, kind: SourceSettings['kind'], { certificates, namespaceOptions }: SpinKubeInstallProps): void {
  if (certificates && kind !== 'bundled') {
    report.add({
      field: 'certificates',
      value: 'a certificate',
      rule: `an operator by ${kind}() brings the certificate of its webhooks`,
      fix: 'leave it out, or use ComponentSource.bundled()',
      code: RuleCode.UNUSED_OPTION,
    });
  }
  if (kind === 'existing' || kind === 'manifestUrl') {
    refuseLost(report, '', { kind, given: { namespaceOptions } });
  }
}

function checkCertificateSource(report: Report, { certificates, certManager }: SpinKubeInstallProps): void {
  if (certificates?._provided && certManager) {
    report.add({
      field: 'certManager',
      value: certManager._settings.kind,
      rule: 'certificates are brought by a Secret, so the certificate would have two sources',
      fix: 'leave out one of them: a cert-manager for other uses is a CertManager of its own',
      code: RuleCode.CERTIFICATE_SOURCE,
    });
  }
}

/** cert-manager and runtime-class-manager say for themselves what is wrong with them, and say it here with all else. */
function checkParts(report: Report, install: Construct, props: SpinKubeInstallProps): void {
  const { certManager: source, runtimeClassManager, mirror } = props;
  if (source) {
    planCertManager(new PartReport(install, report, (field) => field.replace(/^source\b/, 'certManager')), install, { source });
  }
  if (runtimeClassManager) {
    const part = new PartReport(install, report, (field) => `runtimeClassManager.${field}`);
    planManager(part, install, shimManager(runtimeClassManager, mirror));
  }
}

/** The props of runtime-class-manager among those of the Spin shim. */
export function shimManager({ release, nodeSelector, systemdCgroup, ...manager }: SpinShimOptions, mirror?: Mirror): RuntimeClassManagerProps {
  return { ...manager, mirror: manager.mirror ?? mirror };
}

/** The nodes that an install states, by itself or by the shim that it brings. */
function settledNodes(report: Report, props: SpinKubeInstallProps, inForce?: NodeProvisioning): NodeProvisioning | undefined {
  const { nodes, runtimeClassManager } = props;
  const release = runtimeClassManager?.release;
  if (release) {
    checkShim(report, release, nodes);
  }
  const brought = release && (inForce?.handler === release.shimName ? inForce : NodeProvisioning.runtimeClassManager());
  const stated = nodes ?? brought;
  if (stated && inForce && JSON.stringify(stated) !== JSON.stringify(inForce)) {
    report.add({
      field: 'nodes',
      value: stated,
      rule: `the cluster, or a construct before this one, has ${JSON.stringify(inForce)}`,
      fix: 'state the nodes on the WasmCluster, or make the install before what uses them',
      code: RuleCode.NODES_STATED_LATE,
    });
  }
  return stated;
}

function checkShim(report: Report, { runtime, shimName }: ShimRelease, nodes?: NodeProvisioning): void {
  if (runtime !== WasmRuntime.SPIN) {
    report.add({
      field: 'runtimeClassManager.release',
      value: shimName,
      rule: 'the install brings the shim of Spin, in which its apps run',
      fix: 'use a release such as ShimRelease.SPIN_0_24_0, and make a WasmShim for another runtime',
      code: RuleCode.WRONG_RUNTIME,
    });
  } else if (nodes && nodes.handler !== shimName) {
    report.add({
      field: 'nodes',
      value: nodes,
      rule: `runtime-class-manager installs the handler ${JSON.stringify(shimName)}, and pods of another never start`,
      fix: 'leave it out, or say NodeProvisioning.runtimeClassManager()',
      code: RuleCode.HANDLER_MISMATCH,
    });
  }
}

function checkNamespaces(report: Report, operator: string, props: SpinKubeInstallProps): void {
  const { appNamespaces = [], appNamespaceOptions = {}, namespaceOptions = {} } = props;
  checkNamespaceOptions(report, 'namespaceOptions', namespaceOptions);
  appNamespaces.forEach((namespace, index) => {
    report.hold(`appNamespaces[${index}]`, namespace, NAMESPACE);
    checkAppNamespace(report, { namespace, index, operator, appNamespaces });
  });
  for (const [namespace, options] of byKey(appNamespaceOptions)) {
    const field = `appNamespaceOptions[${JSON.stringify(namespace)}]`;
    checkNamespaceOptions(report, field, options);
    checkHoldsApps(report, field, options);
    if (!appNamespaces.includes(namespace)) {
      report.add({
        field,
        value: namespace,
        rule: `appNamespaces has ${appNamespaces.join(', ') || 'none'}`,
        fix: 'name the namespace in both',
        code: RuleCode.INVALID_APP_NAMESPACE,
      });
    }
  }
}

interface AppNamespace {
  readonly namespace: string;
  readonly index: number;
  readonly operator: string;
  readonly appNamespaces: string[];
}

function checkAppNamespace(report: Report, { namespace, index, operator, appNamespaces }: AppNamespace): void {
  const problem = (rule: string, fix: string) =>
    report.add({ field: `appNamespaces[${index}]`, value: namespace, rule, fix, code: RuleCode.INVALID_APP_NAMESPACE });
  if (namespace === operator) {
    problem('the operator has its namespace to itself', 'give the apps another namespace');
  } else if (appNamespaces.indexOf(namespace) < index) {
    problem('the namespace is named already', 'name it once');
  }
}

function checkHoldsApps(report: Report, field: string, options: NamespaceOptions): void {
  if (isRestricted(options)) {
    report.add({
      field: `${field}.podSecurity`,
      value: PodSecurityLevel.RESTRICTED,
      rule: 'the pods of SpinApps have no securityContext, and the level restricted refuses them',
      fix: 'use PodSecurityLevel.BASELINE',
      code: RuleCode.RESTRICTED_NAMESPACE,
    });
  }
}
