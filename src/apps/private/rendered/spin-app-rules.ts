import { ApiObject } from 'cdk8s';
import { checkExecutor } from './app-executor-rules';
import { checkMemory } from './resource-rules';
import { Fields, listOf, RuleContext } from './rule-context';
import { checkRuntimeConfig, ephemeralLabels, storeFiles } from './store-rules';
import { checkVariables } from './variable-rules';
import { checkVolumes } from './volume-rules';
import { checkWrittenImage } from '../../../cluster/private/cluster-image';
import { annotations, labels } from '../../../rules/maps';
import { warnIfMutable } from '../../../rules/mutable-image';
import { Report } from '../../../rules/problem';
import { checkPullSecrets, REFERENCE } from '../../../rules/references';
import { checkRequirements } from '../../../rules/resource-list';
import { RuleCode } from '../../../rules/rule-code';
import { checkAnnotations } from '../annotation-rules';
import { checkVersions } from '../app-floors';
import { refuseReplicas } from '../autoscaler-rules';
import { checkHeader, checkPath, checkTimes } from '../health-checks';
import { checkCollisions } from '../name-collisions';
import { checkNamespace } from '../namespace-rules';
import { checkReferred } from '../reference-rules';
import { referencesOf } from '../references';
import { warnIfEphemeral } from '../runtime-config-spec';
import { checkComponents, checkPodLabels, REPLICAS } from '../spin-app-spec';
import { warnOfStoreFiles } from '../store-files';

/** Checks a SpinApp that no construct of this library made, by itself and in its cluster; its fields are of the right types already. */
export function checkSpinApp(report: Report, object: ApiObject, spec: Fields, context: RuleContext): void {
  const app = { name: object.name, namespace: object.metadata.namespace };
  checkSpinAppAlone(report, object, spec);
  if (typeof spec.image === 'string') {
    warnIfMutable(object, 'spec.image', spec.image);
  }
  warnIfEphemeral(object, ephemeralLabels(spec.runtimeConfig));
  warnOfStoreFiles(object, storeFiles(spec.runtimeConfig), () => spec, 'spec.');
  checkVersions(report, { construct: object, spec });
  checkCollisions(report, app, context.objects);
  checkNamespace(report, context.objects, app.namespace, spec);
  checkExecutor(report, app.namespace, spec, context);
  checkReferred(report, {
    objects: context.objects,
    namespace: app.namespace,
    isSaid: (one) => context.isSaid({ ...one, namespace: app.namespace }),
    strict: true,
    howToSay: (one, verb) => context.words.exists({ ...one, namespace: app.namespace }, verb),
  }, referencesOf(spec));
}

/** Checks what a SpinApp tells by itself. */
export function checkSpinAppAlone(report: Report, object: ApiObject, spec: Fields): void {
  if (spec.image !== undefined) {
    checkWrittenImage(report, 'spec.image', spec.image);
  }
  checkScale(report, spec);
  checkMaps(report, spec);
  checkAnnotations(report, object.name, spec);
  checkComponents(report, spec.components);
  checkPullSecrets(report, spec.imagePullSecrets);
  report.holdGiven('spec.serviceAccountName', spec.serviceAccountName || undefined, REFERENCE);
  checkTimes(report, spec.checks ?? {});
  for (const name of ['readiness', 'liveness']) {
    checkCheck(report, `spec.checks.${name}`, spec.checks?.[name]);
  }
  checkVariables(report, listOf(spec.variables));
  checkVolumes(report, listOf(spec.volumes), listOf(spec.volumeMounts));
  checkRequirements(report, 'spec.resources', spec.resources ?? {});
  checkMemory(report, spec);
  checkRuntimeConfig(report, spec.runtimeConfig);
}

function checkScale(report: Report, { replicas, enableAutoscaling }: Fields): void {
  if (enableAutoscaling !== true) {
    report.hold('spec.replicas', replicas, REPLICAS);
  } else if (replicas) {
    refuseReplicas(report, replicas);
  }
}

function checkMaps(report: Report, spec: Fields): void {
  checkPodLabels(report, spec.podLabels);
  labels(report, 'spec.podLabels', spec.podLabels);
  for (const field of ['podAnnotations', 'deploymentAnnotations', 'serviceAnnotations']) {
    annotations(report, `spec.${field}`, spec[field]);
  }
}

function checkCheck(report: Report, field: string, check?: Fields): void {
  if (check && !check.httpGet) {
    const rule = 'a SpinApp is checked by HTTP GET only, and the operator fails on a check without it';
    report.add({ field: `${field}.httpGet`, value: undefined, rule, fix: 'give httpGet with a path', code: RuleCode.UNSUPPORTED_PROBE });
  }
  if (check?.httpGet) {
    const headers = `${field}.httpGet.httpHeaders`;
    checkPath(report, `${field}.httpGet`, check.httpGet.path ?? '');
    listOf(check.httpGet.httpHeaders).forEach(({ name, value }) => checkHeader(report, headers, { name, value }));
    if (!check.httpGet.httpHeaders) {
      const rule = "the operator's webhook turns a missing list into a null, which its own schema refuses";
      report.add({ field: headers, value: undefined, rule, fix: 'write httpHeaders: []', code: RuleCode.UNSUPPORTED_PROBE });
    }
  }
}
