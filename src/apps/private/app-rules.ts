import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { checkVersions } from './app-floors';
import { checkAutoscaling } from './autoscaler-rules';
import { refuseDeploymentAnnotations } from './deployment-annotations';
import { ExecutorDirectory, ExecutorUser } from './executor-directory';
import { checkCertificateMounts } from './mount-rules';
import { checkCollisions, NamedApp } from './name-collisions';
import { AskedApp, checkNamespace } from './namespace-rules';
import { checkReferred } from './reference-rules';
import { ObjectReference, referencesOf } from './references';
import { changedSpec } from './rendered/changed';
import { FixedSpec } from './spin-app-spec';
import { stateOf } from '../../cluster/private/state-of';
import { Report } from '../../rules/problem';
import { RuleCode } from '../../rules/rule-code';

/** An app as the rules of its tree see it. */
export interface RuledApp extends NamedApp {
  readonly construct: Construct;
  readonly object: ApiObject;
  readonly replicas?: number;
  readonly spec: FixedSpec;

  /** What calls added to the spec. */
  readonly grown: Pick<AskedApp, 'volumes'> & Pick<FixedSpec, 'volumeMounts'>;

  /** What it refers to by name, once nothing can grow any more. */
  readonly references: readonly ObjectReference[];
  readonly user: ExecutorUser;
  readonly autoscalers: number;
}

/** What can be known of an app only from the whole tree, and of what calls changed in its object. */
export function checkApp(report: Report, made: RuledApp): void {
  const spec = changedSpec(report, made.object);
  const app = spec === undefined ? made : { ...made, spec, grown: spec, references: referencesOf(spec) };
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
