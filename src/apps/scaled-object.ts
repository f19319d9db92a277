import { ApiObject, ApiObjectMetadata } from 'cdk8s';
import { IScalable, Resource } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { ScaledObjectOptions } from './autoscaling-keda';
import { SCALED_OBJECT_NAME, scaledObjectSpec } from './private/scaled-object-spec';
import { chartOf } from '../cluster/private/chart-of';
import { manifest } from '../cluster/private/manifest';
import { metadata } from '../rules/maps';
import { Report } from '../rules/problem';

/** Properties of `ScaledObject`. */
export interface ScaledObjectProps extends ScaledObjectOptions {
  /** What is scaled: a `WasmApp`, or a workload of cdk8s-plus of the same namespace. Written to `spec.scaleTargetRef`. */
  readonly target: IScalable;

  /**
   * Standard metadata. The name has at most 54 characters, since KEDA makes another from it.
   *
   * @default - a name by cdk8s, and the namespace of the chart
   */
  readonly metadata?: ApiObjectMetadata;
}

/**
 * Scales a workload by KEDA, which must be in the cluster.
 *
 * @see https://keda.sh/docs/latest/reference/scaledobject-spec/
 */
export class ScaledObject extends Resource {
  public readonly resourceType: string = 'scaledobjects';

  protected readonly apiObject: ApiObject;

  /**
   * @param scope the scope
   * @param id the id
   * @param props what is scaled, and by what
   */
  constructor(scope: Construct, id: string, props: ScaledObjectProps) {
    super(scope, id);
    const report = new Report(this);
    metadata(report, chartOf(this), props.metadata, SCALED_OBJECT_NAME);
    const spec = scaledObjectSpec(report, props);
    report.throwIfAny();
    const { apiVersion, kind, name } = props.target.toScalingTarget();
    props.target.markHasAutoscaler();
    this.apiObject = manifest(this, {
      apiVersion: 'keda.sh/v1alpha1',
      kind: 'ScaledObject',
      metadata: props.metadata,
      spec: { scaleTargetRef: { apiVersion, kind, name }, ...spec },
    });
  }
}
