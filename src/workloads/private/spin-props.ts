import { ContainerProps, EnvValue, JobProps, Probe, ResourceProps, WorkloadProps } from 'cdk8s-plus-28';
import { otelVariables } from './spin-otel';
import { LISTEN_ADDRESS } from './spin-port';
import { wasmContainerProps, withContainer } from './wasm-container-props';
import { SPIN_PORT } from '../../apps/private/health-checks';
import { WasmRuntime } from '../../nodes/wasm-runtime';
import { rfc1123Label } from '../../rules/grammar';
import { bytes } from '../../rules/quantity';
import { RuleCode } from '../../rules/rule-code';
import { SpinPodOptions } from '../spin-pod';

const CONTAINER_NAME = rfc1123Label('a container name', RuleCode.INVALID_NAME);

/** What an HTTP trigger is asked. */
interface Probes {
  readonly readiness?: Probe;
  readonly liveness?: Probe;
  readonly startup?: Probe;
}

/** What the trigger of an application asks of its container. */
interface Trigger extends Probes {
  readonly ports?: ContainerProps['ports'];
  readonly envVariables?: { [name: string]: EnvValue };
}

/** The operator's own words: the port's name, and where Spin listens. */
export function httpTrigger(port = SPIN_PORT): Trigger {
  return {
    ports: [{ number: port, name: 'http-app' }],
    envVariables: { [LISTEN_ADDRESS]: EnvValue.fromValue(`0.0.0.0:${port}`) },
  };
}

/** A command listens nowhere. */
export const COMMAND_TRIGGER: Trigger = {};

/** The props of a Job whose work is done once: the shim takes an exit by `proc_exit(0)` for an error, so that a retry would do it again. */
export function once<T extends JobProps>(props: T): T {
  return { ...props, backoffLimit: props.backoffLimit ?? 0 };
}

/** The props of a workload as cdk8s-plus takes them, with the container of a Spin application first. */
export function spinProps<T extends SpinPodOptions & ResourceProps & WorkloadProps & Probes>(props: T, trigger: Trigger): T {
  const { podMetadata, podLabels, podAnnotations } = props;
  const container = wasmContainerProps({
    ...probes(props),
    ...trigger,
    image: { image: props.image, command: ['/'], isOciArtifact: true },
    containerName: props.containerName ?? ownName(props),
    envVariables: { ...trigger.envVariables, ...shimVariables(props), ...props.envVariables },
    resources: props.resources,
    volumeMounts: props.volumeMounts,
    imagePullPolicy: props.imagePullPolicy,
    containerSecurityContext: props.containerSecurityContext,
    securityContext: props.securityContext,
  }, WasmRuntime.SPIN);
  return withContainer({
    ...props,
    podMetadata: {
      ...podMetadata,
      labels: { ...podMetadata?.labels, ...podLabels },
      annotations: { ...podMetadata?.annotations, ...podAnnotations },
    },
  }, container);
}

/** The name that the operator gives the container, where it can be one. */
function ownName({ metadata }: ResourceProps): string | undefined {
  return CONTAINER_NAME.accepts(metadata?.name) ? metadata!.name : undefined;
}

function probes({ readiness, liveness, startup }: Probes): Probes {
  return { readiness, liveness, startup };
}

/** What the shim is told of the application. */
function shimVariables({ otel, maxInstanceMemory, components }: SpinPodOptions): { [name: string]: EnvValue } {
  const memory = maxInstanceMemory && bytes(maxInstanceMemory);
  return {
    ...otelVariables(otel),
    ...(memory !== undefined && { SPIN_MAX_INSTANCE_MEMORY: EnvValue.fromValue(String(memory)) }),
    ...(components && { SPIN_COMPONENTS_TO_RETAIN: EnvValue.fromValue(components.join(',')) }),
  };
}
