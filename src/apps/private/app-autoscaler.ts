import { ApiObject } from 'cdk8s';
import { HorizontalPodAutoscaler, IScalable, Metric } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { refuseWithoutHttp } from './http-app';
import { checkMetrics, MetricSpec, metricSpecs } from './metric-rules';
import { checkRange, refuseZero } from './replica-range';
import { SCALED_OBJECT_LENGTH } from './scaled-object-spec';
import { scalingBehavior } from './scaling-behavior';
import { manifest } from '../../cluster/private/manifest';
import { WasmCluster } from '../../cluster/wasm-cluster';
import { suffixedName } from '../../rules/content-hash';
import { LABEL_LENGTH, SUBDOMAIN } from '../../rules/grammar';
import { annotations, labels } from '../../rules/maps';
import { Report } from '../../rules/problem';
import { RuleCode } from '../../rules/rule-code';
import { KUBERNETES, minorOf } from '../../upstream/kubernetes';
import { AutoscaleOptions } from '../autoscaling';
import { AutoscaleByHttpOptions } from '../autoscaling-http';
import { AutoscaleByKedaOptions } from '../autoscaling-keda';
import { HttpAutoscaler } from '../http-autoscaler';
import { IHttpBackend } from '../http-backend';
import { ScaledObject } from '../scaled-object';

/** An app as its autoscalers see it. */
export interface ScaledApp extends Construct, IScalable {
  readonly name: string;
  readonly namespace?: string;
}

/** Makes the HorizontalPodAutoscaler of an app. */
export function appAutoscaler(app: ScaledApp, options: AutoscaleOptions): HorizontalPodAutoscaler {
  const name = options.name ?? suffixedName(app.name, 'hpa', LABEL_LENGTH);
  refuseTaken(app, name);
  const report = new Report(app, name);
  const metadata = {
    name,
    namespace: app.namespace,
    labels: labels(report, 'metadata.labels', options.labels),
    annotations: annotations(report, 'metadata.annotations', options.annotations),
  };
  checkRange(report, { min: options.minReplicas, max: options.maxReplicas, minField: 'spec.minReplicas', maxField: 'spec.maxReplicas' });
  const metrics = checkedMetrics(report, app, options.metrics);
  checkZero(report, options.minReplicas, metrics);
  const spec = {
    minReplicas: options.minReplicas,
    maxReplicas: options.maxReplicas,
    metrics,
    behavior: scalingBehavior(report, 'spec.behavior', options),
  };
  report.throwIfAny();
  const made = new HorizontalPodAutoscaler(app, name, {
    target: app, minReplicas: options.minReplicas, maxReplicas: options.maxReplicas, metrics: options.metrics && [...options.metrics],
  });
  const { apiVersion, kind, name: target } = app.toScalingTarget();
  replaceObject(made, { apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler', metadata, spec: { scaleTargetRef: { apiVersion, kind, name: target }, ...spec } });
  return made;
}

/** Makes the ScaledObject of an app. */
export function appScaledObject(app: ScaledApp, options: AutoscaleByKedaOptions): ScaledObject {
  const { name: given, labels: ownLabels, annotations: ownAnnotations, ...rest } = options;
  const name = given ?? suffixedName(app.name, 'scaledobject', SCALED_OBJECT_LENGTH);
  refuseTaken(app, name);
  return new ScaledObject(app, name, {
    ...rest, target: app, metadata: { name, namespace: app.namespace, labels: ownLabels, annotations: ownAnnotations },
  });
}

/** Makes what scales an app by its requests. */
export function appHttpAutoscaler(app: ScaledApp & IHttpBackend, options: AutoscaleByHttpOptions): HttpAutoscaler {
  const id = options.name ?? suffixedName(app.name, 'http', SCALED_OBJECT_LENGTH);
  refuseTaken(app, id);
  const report = new Report(app, id);
  refuseWithoutHttp(report, app, 'target');
  report.throwIfAny();
  return new HttpAutoscaler(app, id, { ...options, target: app, service: app });
}

/** Refuses 0 where Kubernetes does, which can start a first pod from 1.37 on, by what is measured elsewhere than in the pods. */
function checkZero(report: Report, min: number | undefined, metrics: readonly MetricSpec[] = []): void {
  const { kubernetesVersion } = WasmCluster.of(report.construct);
  if (kubernetesVersion === undefined || !KUBERNETES.has(minorOf(kubernetesVersion), 'scaleToZero')) {
    const why = `a HorizontalPodAutoscaler starts no first pod before Kubernetes ${KUBERNETES.first('scaleToZero')}, and this cluster `;
    refuseZero(report, 'spec.minReplicas', min, why + (kubernetesVersion === undefined ? 'is not said to have that (kubernetesVersion)' : `has ${kubernetesVersion}`));
  } else if (!metrics.some(({ type }) => type === 'Object' || type === 'External')) {
    refuseZero(report, 'spec.minReplicas', min, 'a minimum of 0 needs an Object or External metric: pods that do not run use no CPU and no memory');
  }
}

/** Refuses an id that cannot be one, or that a construct of the app has. */
function refuseTaken(app: ScaledApp, name: string): void {
  const report = new Report(app, name);
  report.hold('metadata.name', name, SUBDOMAIN);
  if (SUBDOMAIN.accepts(name) && app.node.tryFindChild(name)) {
    report.add({
      field: 'metadata.name',
      value: name,
      rule: 'the app has something of this name already, and at most one autoscaler',
      fix: 'give one autoscaler all the metrics, or name it otherwise',
      code: RuleCode.DUPLICATE_KEY,
    });
  }
  report.throwIfAny();
}

function checkedMetrics(report: Report, app: ScaledApp, given: readonly Metric[] | undefined) {
  if (given?.length === 0) {
    report.add({
      field: 'spec.metrics',
      value: [],
      rule: 'an autoscaler has at least one metric',
      fix: 'leave metrics out for CPU at 80 percent of the request',
      code: RuleCode.EMPTY_LIST,
    });
  }
  const metrics = given && metricSpecs(given);
  checkMetrics(report, metrics ?? [], app.name);
  return metrics;
}

/** cdk8s-plus writes quantities as they were given and loses JSON patches of them; a plain object does neither. */
function replaceObject(made: HorizontalPodAutoscaler, props: Parameters<typeof manifest>[1]): void {
  const { id } = ApiObject.of(made).node;
  made.node.tryRemoveChild(id);
  Object.defineProperty(made, 'apiObject', { value: manifest(made, props, id) });
}
