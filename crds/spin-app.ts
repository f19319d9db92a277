/**
 * SpinApp: a Spin application that the operator runs.
 */
import { conditions, fieldReference, keyReference, localReference, resourceFieldReference, resourceRequirements } from './core';
import { volume, volumeMount } from './pod-volumes';
import { CustomResource, array, boolean, int32, mapOf, object, required, since, string } from './schema';
import { SPIN_OPERATOR } from '../src/upstream/spin-operator';

export const spinApp: CustomResource = {
  group: 'core.spinkube.dev',
  version: 'v1alpha1',
  kind: 'SpinApp',
  scope: 'Namespaced',
  columns: [
    { name: 'Ready', type: 'integer', jsonPath: '.status.readyReplicas' },
    { name: 'Desired', type: 'integer', jsonPath: '.spec.replicas' },
    { name: 'Executor', type: 'string', jsonPath: '.spec.executor' },
  ],
  spec: object({
    image: required(string()),
    imagePullSecrets: array(localReference()),
    executor: required(string()),
    components: array(string(), { minItems: 1 }),
    replicas: int32(),
    enableAutoscaling: boolean({ default: false }),
    resources: resourceRequirements(),
    invocationLimits: since(SPIN_OPERATOR.first('invocationLimits'), mapOf(string())),
    checks: object({ readiness: check(), liveness: check() }),
    variables: array(variable()),
    runtimeConfig: object({
      loadFromSecret: string(),
      keyValueStores: array(store()),
      sqliteDatabases: array(store()),
      llmCompute: object({ type: required(string()), options: array(option()) }),
    }),
    volumes: array(volume()),
    volumeMounts: array(volumeMount()),
    serviceAccountName: since(SPIN_OPERATOR.first('serviceAccountName'), string()),
    podLabels: mapOf(string()),
    podAnnotations: mapOf(string()),
    deploymentAnnotations: mapOf(string()),
    serviceAnnotations: mapOf(string()),
  }),
  status: object({
    conditions: conditions(),
    activeScheduler: string(),
    readyReplicas: required(int32()),
  }),
};

/** A health check over HTTP. */
function check() {
  return object({
    httpGet: object({
      path: required(string()),
      httpHeaders: array(object({ name: required(string()), value: required(string()) })),
    }),
    initialDelaySeconds: int32({ default: 10 }),
    periodSeconds: int32({ default: 10 }),
    timeoutSeconds: int32({ default: 1 }),
    successThreshold: int32({ default: 1 }),
    failureThreshold: int32({ default: 3 }),
  });
}

/** A variable of the application. */
function variable() {
  return object({
    name: required(string()),
    value: string(),
    valueFrom: object({
      configMapKeyRef: keyReference(),
      secretKeyRef: keyReference(),
      fieldRef: fieldReference(),
      resourceFieldRef: resourceFieldReference(),
    }),
  });
}

/** A key-value store or database of the runtime configuration. */
function store() {
  return object({
    name: required(string()),
    type: required(string()),
    options: array(option()),
  });
}

/** An option of a store or of an LLM's compute. */
function option() {
  return object({
    name: required(string()),
    value: string(),
    valueFrom: object({ configMapKeyRef: keyReference(), secretKeyRef: keyReference() }),
  });
}
