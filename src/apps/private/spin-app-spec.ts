import { ContainerResources } from 'cdk8s-plus-28';
import { checkAnnotations } from './annotation-rules';
import { healthChecks } from './health-checks';
import { runtimeConfigSpec } from './runtime-config-spec';
import { checkStoreSources } from './store-sources';
import { SpinAppSpec } from '../../../imports';
import { checkImage, clusterImage } from '../../cluster/private/cluster-image';
import { byKey } from '../../rules/by-key';
import { given } from '../../rules/given';
import { Grammar, integer } from '../../rules/grammar';
import { annotations, labels } from '../../rules/maps';
import { Report } from '../../rules/problem';
import { bytes, canonicalBytes } from '../../rules/quantity';
import { checkPullSecrets, REFERENCE } from '../../rules/references';
import { containerResources, ResourceRequirements, sizeQuantity } from '../../rules/resources';
import { RuleCode } from '../../rules/rule-code';
import { WasmAppCommonProps } from '../wasm-app-common';

/** What a constructor knows of `spec`: resources as the plain strings that they are in YAML. */
export type FixedSpec = Omit<Partial<SpinAppSpec>, 'resources' | 'volumes'> & { readonly resources?: ResourceRequirements };

/** How many pods an app has, when nobody scales it. */
export const REPLICAS = integer({
  min: 1,
  rule: 'must be an integer >= 1 unless the app autoscales',
  fix: 'use an autoscaler for scale to zero',
  code: RuleCode.INVALID_REPLICAS,
});

const COMPONENT_ID: Grammar = {
  accepts: (id) => typeof id === 'string' && /^([a-z][a-z0-9]*|[A-Z][A-Z0-9]*)(-([a-z][a-z0-9]*|[A-Z][A-Z0-9]*))*$/.test(id),
  rule: "a component id is words of letters and digits joined by '-', each starting with a letter and all of one case",
  fix: 'use the id in spin.toml',
  code: RuleCode.INVALID_COMPONENT,
};

/** The labels by which the operator finds the pods of an app. */
const OPERATOR_LABELS = /^core\.spinkube\.dev\/(app-name|app\..*\.status)$/;

/** Checks the props of an app by its name and renders what they fix of `spec`. */
export function fixedSpec(report: Report, appName: string, props: WasmAppCommonProps): FixedSpec {
  checkImage(report, 'spec.image', props.image);
  report.holdGiven('spec.replicas', props.replicas, REPLICAS);
  checkPodLabels(report, props.podLabels);
  checkPullSecrets(report, props.imagePullSecrets);
  report.holdGiven('spec.serviceAccountName', props.serviceAccount?.name, REFERENCE);
  checkComponents(report, props.components);
  const runtimeConfig = runtimeConfigSpec(report, props.runtimeConfig);
  checkStoreSources(report, runtimeConfig);
  checkAnnotations(report, appName, props);
  return given({
    image: clusterImage(report.construct, props.image),
    imagePullSecrets: some(props.imagePullSecrets?.map(({ name }) => ({ name }))),
    resources: containerResources(report, 'spec.resources', props.resources),
    checks: healthChecks(report, props),
    runtimeConfig,
    components: some(props.components && [...props.components]),
    invocationLimits: invocationLimits(report, props),
    serviceAccountName: props.serviceAccount?.name,
    podLabels: some(labels(report, 'spec.podLabels', props.podLabels)),
    podAnnotations: some(annotations(report, 'spec.podAnnotations', props.podAnnotations)),
    deploymentAnnotations: some(annotations(report, 'spec.deploymentAnnotations', props.deploymentAnnotations)),
    serviceAnnotations: some(annotations(report, 'spec.serviceAnnotations', props.serviceAnnotations)),
  });
}

/** Advises against labels that the operator lays its own over. */
export function checkPodLabels(report: Report, podLabels: { [key: string]: string } = {}): void {
  for (const [key] of byKey(podLabels).filter(([label]) => OPERATOR_LABELS.test(label))) {
    report.advise({
      field: 'spec.podLabels key',
      value: key,
      rule: 'the operator sets core.spinkube.dev/app-name and core.spinkube.dev/app.<name>.status itself',
      fix: 'use another label',
      code: RuleCode.INVALID_LABEL,
    });
  }
}

/** Where components are selected. */
interface Selection {
  readonly place: string;

  /** Whether none stands for all. */
  readonly noneIsAll: boolean;
}

const OF_OPERATOR: Selection = { place: 'spec.components', noneIsAll: true };

/** Checks the components that an app selects. */
export function checkComponents(report: Report, components: readonly string[] | undefined, { place, noneIsAll } = OF_OPERATOR): void {
  components?.forEach((component, index) => {
    const field = `${place}[${index}]`;
    report.hold(field, component, COMPONENT_ID);
    if (components.indexOf(component) < index) {
      report.advise({ field, value: component, rule: 'the component is named already', fix: 'name it once', code: RuleCode.DUPLICATE_KEY });
    }
  });
  if (components?.length === 0) {
    const problem = { field: place, value: components, fix: 'leave it out to run all', code: RuleCode.EMPTY_LIST };
    if (noneIsAll) {
      report.advise({ ...problem, rule: 'a selection of none is taken for none given' });
    } else {
      report.add({ ...problem, rule: 'a selection names at least one component' });
    }
  }
}

function invocationLimits(report: Report, limits: InvocationLimits): { memory: string } | undefined {
  const memory = instanceMemory(report, limits);
  return memory === undefined ? undefined : { memory: canonicalBytes(memory) };
}

/** What one invocation may use, and what its container has. */
type InvocationLimits = Pick<WasmAppCommonProps, 'maxInstanceMemory' | 'resources'>;

/** Checks the memory of one invocation, in bytes. */
export function instanceMemory(report: Report, limits: InvocationLimits, field = 'spec.invocationLimits.memory'): bigint | undefined {
  const { maxInstanceMemory, resources } = limits;
  const memory = sizeQuantity(report, field, maxInstanceMemory);
  if (memory === undefined) {
    return undefined;
  }
  checkInstanceMemory(report, field, memory, containerMemory(resources));
  return memory;
}

/** Checks the memory of one invocation against that of the container, both in bytes. */
export function checkInstanceMemory(report: Report, ...[field, memory, bound]: [string, bigint, bigint?]): void {
  if (memory === 0n) {
    report.add({
      field,
      value: '0',
      rule: 'an invocation needs some memory',
      fix: 'leave maxInstanceMemory out for no limit',
      code: RuleCode.INVALID_QUANTITY,
    });
  }
  if (bound !== undefined && memory > bound) {
    report.add({
      field,
      value: canonicalBytes(memory),
      rule: `one invocation cannot use more than the container has, ${canonicalBytes(bound)}`,
      fix: 'lower maxInstanceMemory or raise resources.memory',
      code: RuleCode.INSTANCE_MEMORY_OVER_LIMIT,
    });
  }
}

function containerMemory(resources?: ContainerResources): bigint | undefined {
  const bound = resources?.memory?.limit ?? resources?.memory?.request;
  return bound && bytes(bound);
}

function some<T extends object>(collection: T | undefined): T | undefined {
  return collection && Object.keys(collection).length > 0 ? collection : undefined;
}
