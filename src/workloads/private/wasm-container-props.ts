import {
  AbstractPodProps, ContainerProps, ContainerSecurityContextProps, ContainerSecutiryContextCapabilities, PodDnsProps, PodSecurityContextProps,
} from 'cdk8s-plus-28';
import { WasmRuntime } from '../../nodes/wasm-runtime';
import { IWasmRuntimeClass } from '../../nodes/wasm-runtime-class';
import { given } from '../../rules/given';
import { WasmContainerOptions } from '../wasm-container';
import { WasmImage } from '../wasm-image';

/** The user "nonroot" of images that name one; the number is what the kubelet needs. */
const NON_ROOT = 65532;

/** The rights of a container, as the container and its pod give them. */
interface Rights {
  readonly container?: ContainerSecurityContextProps;
  readonly pod?: PodSecurityContextProps;
}

/** An image, and what to run in it. */
export type RunnableImage = Pick<WasmImage, 'image' | 'command' | 'isOciArtifact'>;

/** The container of a workload, with what its pod says of rights. */
export interface WasmContainerGiven extends Omit<WasmContainerOptions, 'image'> {
  readonly image: RunnableImage;
  readonly securityContext?: PodSecurityContextProps;
}

/** The container of a workload as cdk8s-plus takes it, with the defaults that work for WebAssembly. */
export function wasmContainerProps(options: WasmContainerGiven, runtime?: WasmRuntime): ContainerProps {
  return copiedContainer({
    image: options.image.image,
    command: options.image.command,
    name: options.containerName,
    args: options.args,
    envVariables: options.envVariables,
    portNumber: options.portNumber,
    ports: options.ports,
    resources: options.resources ?? {},
    readiness: options.readiness,
    liveness: options.liveness,
    startup: options.startup,
    volumeMounts: options.volumeMounts,
    imagePullPolicy: options.imagePullPolicy,
    securityContext: securityContext({ container: options.containerSecurityContext, pod: options.securityContext }, runtime),
  });
}

/** The props of a workload as cdk8s-plus takes them, the Wasm container first. */
export function wasmPodProps<T extends AbstractPodProps & WasmContainerOptions & { readonly runtimeClass: IWasmRuntimeClass }>(props: T): T {
  return withContainer(props, wasmContainerProps(props, props.runtimeClass.runtime));
}

/** The props of a workload with a container before its others; cdk8s-plus may extend their collections without a caller's changing. */
export function withContainer<T extends AbstractPodProps>(props: T, first: ContainerProps): T {
  const { containers = [], initContainers, hostAliases, dns } = props;
  return {
    // cdk8s-plus takes a restartPolicy that is there and undefined for none, and a Job's pods would restart Always
    ...given(props),
    containers: [first, ...containers.map(copiedContainer)],
    initContainers: initContainers?.map(copiedContainer),
    hostAliases: hostAliases?.map((alias) => ({ ...alias, hostnames: [...alias.hostnames] })),
    dns: dns && copiedDns(dns),
  };
}

/** The props of a container whose collections are nobody else's. */
function copiedContainer(props: ContainerProps): ContainerProps {
  const { securityContext: rights } = props;
  return {
    ...props,
    command: props.command && [...props.command],
    args: props.args && [...props.args],
    envVariables: props.envVariables && { ...props.envVariables },
    envFrom: props.envFrom && [...props.envFrom],
    ports: props.ports?.map((port) => ({ ...port })),
    volumeMounts: props.volumeMounts?.map((mount) => ({ ...mount })),
    resources: props.resources && { ...props.resources },
    securityContext: rights?.capabilities ? { ...rights, capabilities: copiedCapabilities(rights.capabilities) } : rights,
  };
}

function copiedCapabilities({ add, drop }: ContainerSecutiryContextCapabilities): ContainerSecutiryContextCapabilities {
  return { ...(add && { add: [...add] }), ...(drop && { drop: [...drop] }) };
}

function copiedDns(dns: PodDnsProps): PodDnsProps {
  return {
    ...dns,
    nameservers: dns.nameservers && [...dns.nameservers],
    searches: dns.searches && [...dns.searches],
    options: dns.options && [...dns.options],
  };
}

function securityContext(rights: Rights, runtime?: WasmRuntime): ContainerSecurityContextProps {
  const { container = {}, pod = {} } = rights;
  return {
    ...(runtime === WasmRuntime.SPIN ? { ensureNonRoot: false, readOnlyRootFilesystem: false } : {}),
    ...(pod.ensureNonRoot === false || container.user === 0 ? { ensureNonRoot: false } : {}),
    ...(needsUser(rights, runtime) ? { user: NON_ROOT } : {}),
    // A privileged container cannot be kept from more rights.
    ...(container.privileged ? { allowPrivilegeEscalation: true } : {}),
    ...container,
  };
}

/** Non-root is asked, and neither the container nor its pod says as whom. */
function needsUser({ container = {}, pod = {} }: Rights, runtime?: WasmRuntime): boolean {
  const nonRoot = container.ensureNonRoot ?? (runtime === WasmRuntime.SPIN ? false : pod.ensureNonRoot ?? true);
  return nonRoot && container.user === undefined && pod.user === undefined;
}
