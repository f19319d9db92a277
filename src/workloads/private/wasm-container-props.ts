import { ContainerProps, ContainerSecurityContextProps } from 'cdk8s-plus-28';
import { WasmRuntime } from '../../nodes/wasm-runtime';
import { WasmContainerOptions } from '../wasm-container';

/** The user "nonroot" of images that name one; the number is what the kubelet needs. */
const NON_ROOT = 65532;

/** The container of a workload as cdk8s-plus takes it, with the defaults that work for WebAssembly. */
export function wasmContainerProps(options: WasmContainerOptions, runtime?: WasmRuntime): ContainerProps {
  return {
    image: options.image.image,
    command: options.image.command,
    name: options.containerName,
    args: options.args && [...options.args],
    envVariables: options.envVariables && { ...options.envVariables },
    ports: options.ports && [...options.ports],
    resources: options.resources ?? {},
    readiness: options.readiness,
    liveness: options.liveness,
    startup: options.startup,
    volumeMounts: options.volumeMounts && [...options.volumeMounts],
    imagePullPolicy: options.imagePullPolicy,
    securityContext: securityContext(options.containerSecurityContext, runtime),
  };
}

function securityContext(given: ContainerSecurityContextProps = {}, runtime?: WasmRuntime): ContainerSecurityContextProps {
  if (runtime === WasmRuntime.SPIN) {
    return { ensureNonRoot: false, readOnlyRootFilesystem: false, ...given };
  }
  return given.ensureNonRoot === false ? { ...given } : { user: NON_ROOT, ...given };
}
