import { IConstruct } from 'constructs';
import { checkAutoscaling } from './autoscaler-rules';
import { ExecutorDirectory, ExecutorUser } from './executor-directory';
import { tooNew } from './feature-floor';
import { checkNamespace } from './namespace-rules';
import { checkReferred } from './reference-rules';
import { referencesOf } from './references';
import { FixedSpec } from './spin-app-spec';
import { ClusterState } from '../../cluster/private/cluster-state';
import { WasmCluster } from '../../cluster/wasm-cluster';
import { Report } from '../../rules/problem';
import { RuleCode } from '../../rules/rule-code';

/** An app by its name. */
export interface NamedApp {
  readonly construct: IConstruct;
  readonly name: string;
  readonly namespace?: string;
}

/** An app as releases see it. */
export interface VersionedApp {
  readonly construct: IConstruct;
  readonly spec: Pick<FixedSpec, 'serviceAccountName' | 'invocationLimits' | 'components'>;
}

/** An app as the rules of its tree see it. */
export interface RuledApp extends NamedApp {
  readonly replicas?: number;
  readonly spec: FixedSpec;

  /** The whole spec, once nothing can grow any more. */
  readonly rendered: () => { readonly [field: string]: unknown };
  readonly user: ExecutorUser;
  readonly autoscalers: number;
}

/** What can be known of an app only from the whole tree. */
export function checkApp(report: Report, app: RuledApp): void {
  checkAutoscaling(report, app, ExecutorDirectory.of(app.construct).executorOf(app.user).createDeployment !== false);
  checkVersions(report, app);
  checkExecutor(report, app);
  checkServices(report, app);
  const { objects } = ClusterState.of(WasmCluster.of(app.construct));
  checkNamespace(report, objects, app.namespace, app.spec);
  checkReferred(report, { objects, namespace: app.namespace, isSaid: (one) => objects.isSaid(one), strict: false }, referencesOf(app.rendered()));
}

/** Checks that the cluster's releases know the fields of an app. */
export function checkVersions(report: Report, { construct, spec }: VersionedApp): void {
  if (spec.serviceAccountName) {
    tooNew(report, construct, { field: 'spec.serviceAccountName', operator: '0.5.0' });
  }
  if (spec.invocationLimits) {
    tooNew(report, construct, { field: 'spec.invocationLimits', operator: '0.6.0', shim: '0.20.0' });
  }
  if (spec.components) {
    tooNew(report, construct, { field: 'spec.components', shim: '0.17.0' });
  }
}

function checkExecutor(report: Report, { construct, namespace, spec, user }: RuledApp): void {
  const directory = ExecutorDirectory.of(construct);
  const declared = directory.declaredIn(namespace).map((executor) => executor.name);
  if (!user.executor && !user.nodePool && declared.length > 1) {
    report.add({
      field: 'spec.executor',
      value: undefined,
      rule: `the namespace declares several executors: ${declared.join(', ')}`,
      fix: 'give the app one of them as executor',
      code: RuleCode.AMBIGUOUS_EXECUTOR,
    });
  }
  const late = directory.lateNamespace(user);
  if (late) {
    report.add({
      field: 'metadata.namespace',
      value: namespace,
      rule: `its executor is applied before the apps, and ${late.node.path} makes the namespace only among them`,
      fix: 'make the Namespace in a chart without apps, list it in appNamespaces of a SpinKubeInstall, or declare a SpinAppExecutor',
      code: RuleCode.NAMESPACE_AFTER_EXECUTOR,
    });
  }
  if (directory.executorOf(user).createDeployment === false) {
    refuseDeploymentAnnotations(report, spec);
  }
}

/** Refuses annotations for a Deployment that the operator does not make. */
export function refuseDeploymentAnnotations(report: Report, spec: Pick<FixedSpec, 'deploymentAnnotations' | 'podAnnotations'>): void {
  refuseAnnotations(report, 'spec.deploymentAnnotations', spec.deploymentAnnotations);
  refuseAnnotations(report, 'spec.podAnnotations', spec.podAnnotations);
}

function refuseAnnotations(report: Report, field: string, annotations: { [key: string]: string } = {}): void {
  if (Object.keys(annotations).length > 0) {
    report.add({
      field,
      value: annotations,
      rule: 'the executor makes no Deployment, and the webhook refuses annotations for one',
      fix: 'leave them out, or use an executor with createDeployment',
      code: RuleCode.ANNOTATIONS_WITHOUT_DEPLOYMENT,
    });
  }
}

/** Refuses Services that the operator would overwrite. */
export function checkServices(report: Report, { construct, name, namespace }: NamedApp): void {
  const state = ClusterState.of(WasmCluster.of(construct));
  for (const service of state.objects.find({ group: 'core', kind: 'Service', namespace, name })) {
    report.add({
      field: 'metadata.name',
      value: name,
      rule: `the operator makes a Service of this name and overwrites the one of ${service.node.path}`,
      fix: 'give the app or that Service another name',
      code: RuleCode.SERVICE_NAME_COLLISION,
    });
  }
}
