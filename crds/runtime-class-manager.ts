/**
 * The CRD of runtime-class-manager 0.2.0.
 */
import { conditions } from './core';
import {
  array, CustomResource, CustomResourceDefinition, customResourceDefinition, integer, mapOf, object, oneOf, required, string,
} from './schema';

/** Shim: a containerd shim, where it comes from and which nodes get it. Its status is part of the object itself. */
const shim: CustomResource = {
  group: 'runtime.spinkube.dev',
  version: 'v1alpha1',
  kind: 'Shim',
  scope: 'Cluster',
  columns: [
    { name: 'RuntimeClass', type: 'string', jsonPath: '.spec.runtimeClass.name' },
    { name: 'Ready', type: 'integer', jsonPath: '.status.nodesReady' },
    { name: 'Nodes', type: 'integer', jsonPath: '.status.nodes' },
  ],
  subresources: {},
  spec: object({
    nodeSelector: mapOf(string()),
    fetchStrategy: required(object({
      type: string(),
      anonHttp: object({ location: required(string()) }),
      platforms: array(object({
        os: required(oneOf('linux')),
        arch: required(oneOf('amd64', 'arm64', 'x86_64', 'aarch64')),
        location: required(string()),
        sha256: string(),
      })),
    })),
    containerdRuntimeOptions: mapOf(string()),
    runtimeClass: required(object({
      name: required(string()),
      handler: required(string()),
    })),
    rolloutStrategy: required(object({
      type: required(oneOf('rolling', 'recreate')),
      rolling: object({ maxUpdate: required(integer()) }),
    })),
  }),
  status: object({
    conditions: conditions(),
    nodes: required(integer()),
    nodesReady: required(integer()),
  }),
};

/** The CRDs of runtime-class-manager. */
export function runtimeClassManagerCrds(): CustomResourceDefinition[] {
  return [customResourceDefinition(shim, () => true)];
}
