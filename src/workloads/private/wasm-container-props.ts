import { ContainerProps, ContainerSecurityContextProps, PodDnsProps, PodProps, PodSecurityContextProps } from 'cdk8s-plus-28';
import { WasmRuntime } from '../../nodes/wasm-runtime';
import { WasmContainerOptions } from '../wasm-container';

/** The user "nonroot" of images that name one; the number is what the kubelet needs. */
const NON_ROOT = 65532;

/** The rights of a container, as the container and its pod give them. */
interface Rights {
  readonly container?: ContainerSecurityContextProps;
  readonly pod?: PodSecurityContextProps;
}

/** The container of a workload as cdk8s-plus takes it, with the defaults that work for WebAssembly. */
export function wasmContainerProps(
  options: WasmContainerOptions & { readonly securityContext?: PodSecurityContextProps },
  runtime?: WasmRuntime,
): ContainerProps {
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

/** The props of a pod whose collections cdk8s-plus may extend without a caller's own changing. */
export function copiedPod({ containers = [], initContainers, dns, ...pod }: PodProps): PodProps {
  return {
    ...pod,
    containers: containers.map(copiedContainer),
    initContainers: initContainers?.map(copiedContainer),
    dns: dns && copiedDns(dns),
  };
}

function copiedContainer(props: ContainerProps): ContainerProps {
  return {
    ...props,
    args: props.args && [...props.args],
    envVariables: props.envVariables && { ...props.envVariables },
    envFrom: props.envFrom && [...props.envFrom],
    ports: props.ports && [...props.ports],
    volumeMounts: props.volumeMounts && [...props.volumeMounts],
  };
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
