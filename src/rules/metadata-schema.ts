import { array, boolean, int64, mapOf, object, required, Schema, string } from '../../crds/schema';

/** `metadata` of every object, which the schemas of custom resources leave out. */
export const METADATA_SCHEMA: Schema = object({
  name: string(),
  generateName: string(),
  namespace: string(),
  labels: mapOf(string()),
  annotations: mapOf(string()),
  finalizers: array(string()),
  ownerReferences: array(object({
    apiVersion: required(string()),
    kind: required(string()),
    name: required(string()),
    uid: required(string()),
    controller: boolean(),
    blockOwnerDeletion: boolean(),
  })),
  uid: string(),
  resourceVersion: string(),
  generation: int64(),
  creationTimestamp: string(),
  deletionTimestamp: string(),
  deletionGracePeriodSeconds: int64(),
  selfLink: string(),
  managedFields: array(() => ({})),
})(() => true);
