/**
 * Shapes of Kubernetes' own core/v1 and meta/v1 that custom resources repeat.
 */
import { array, atomic, boolean, int64, mapOf, object, oneOf, quantity, required, string } from './schema';

/** A reference by name to an object of the same namespace. */
export function localReference() {
  return atomic(object({ name: string({ default: '' }) }));
}

/** One key of a ConfigMap or Secret. */
export function keyReference() {
  return atomic(object({
    key: required(string()),
    name: string({ default: '' }),
    optional: boolean(),
  }));
}

/** A field of the pod itself. */
export function fieldReference() {
  return atomic(object({
    fieldPath: required(string()),
    apiVersion: string(),
  }));
}

/** A resource of a container. */
export function resourceFieldReference() {
  return atomic(object({
    resource: required(string()),
    containerName: string(),
    divisor: quantity(),
  }));
}

/** The requests and limits of a container or claim. */
export function resourceRequirements() {
  return object({
    requests: mapOf(quantity()),
    limits: mapOf(quantity()),
  });
}

/** A selector of objects by their labels. */
export function labelSelector() {
  return atomic(object({
    matchLabels: mapOf(string()),
    matchExpressions: atomic(array(object({
      key: required(string()),
      operator: required(string()),
      values: atomic(array(string())),
    }))),
  }));
}

/** The conditions of a status. */
export function conditions() {
  return array(object({
    type: required(string({
      maxLength: 316,
      pattern: '^([a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*/)?(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])$',
    })),
    status: required(oneOf('True', 'False', 'Unknown')),
    reason: required(string({ minLength: 1, maxLength: 1024, pattern: '^[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?$' })),
    message: required(string({ maxLength: 32768 })),
    lastTransitionTime: required(string({ format: 'date-time' })),
    observedGeneration: int64({ minimum: 0 }),
  }));
}
