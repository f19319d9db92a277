import { Construct, IConstruct } from 'constructs';
import { checkAutoscaling } from './autoscaler-rules';
import { ExecutorDirectory, ExecutorUser } from './executor-directory';
import { tooNew } from './feature-floor';
import { checkCertificateMounts } from './mount-rules';
import { checkCollisions, NamedApp } from './name-collisions';
import { AskedApp, checkNamespace } from './namespace-rules';
import { checkReferred } from './reference-rules';
import { ObjectReference } from './references';
import { FixedSpec } from './spin-app-spec';
import { stateOf } from '../../cluster/private/state-of';
import { Report } from '../../rules/problem';
import { RuleCode } from '../../rules/rule-code';

/** An app as releases see it. */
export interface VersionedApp {
  readonly construct: IConstruct;
  readonly spec: Pick<FixedSpec, 'serviceAccountName' | 'invocationLimits' | 'components'>;
}

/** An app as the rules of its tree see it. */
export interface RuledApp extends NamedApp {
  readonly construct: Construct;
  readonly replicas?: number;
  readonly spec: FixedSpec;

  /** What calls added to the spec. */
  readonly grown: Pick<AskedApp, 'volumes'> & Pick<FixedSpec, 'volumeMounts'>;

  /** What it refers to by name, once nothing can grow any more. */
  readonly references: readonly ObjectReference[];
  readonly user: ExecutorUser;
  readonly autoscalers: number;
}

/** What can be known of an app only from the whole tree. */
export function checkApp(report: Report, app: RuledApp): void {
  const state = stateOf(app.construct);
  const { objects } = state;
  const directory = state.part(ExecutorDirectory);
  const executor = directory.executorOf(app.user);
  const makesDeployment = executor.createDeployment !== false;
  checkAutoscaling(report, app, objects, makesDeployment);
  checkVersions(report, app);
  checkExecutor(report, app, directory);
  if (!makesDeployment) {
    refuseDeploymentAnnotations(report, app.spec);
  }
  checkCollisions(report, app, objects);
  checkNamespace(report, objects, app.namespace, { resources: app.spec.resources, volumes: app.grown.volumes });
  checkCertificateMounts(report, executor.mountsCertificates, app.grown.volumeMounts);
  checkReferred(report, { objects, namespace: app.namespace, isSaid: (one) => objects.isSaid(one), strict: false }, app.references);
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

function checkExecutor(report: Report, { namespace, user }: RuledApp, directory: ExecutorDirectory): void {
  checkRival(report, directory, user);
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
}

/** Refuses an implicit executor whose name one for other nodes has. */
export function checkRival(report: Report, directory: ExecutorDirectory, user: ExecutorUser): void {
  const rival = directory.rivalOf(user);
  if (rival) {
    report.add({
      field: user.nodePool ? 'nodePool' : 'spec.executor',
      value: user.nodePool?.node.path,
      rule: `the executor ${rival.name} of its namespace is that of other nodes, with the RuntimeClass ${rival.runtimeClassName}`,
      fix: 'give the pool another id',
      code: RuleCode.DUPLICATE_OBJECT,
    });
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
