/**
 * A pod's volumes and where a container mounts them.
 */
import { fieldReference, labelSelector, localReference, resourceFieldReference, resourceRequirements } from './core';
import { Fields, array, atomic, boolean, int32, int64, mapOf, object, quantity, required, string } from './schema';

/** Where a container sees a volume. */
export function volumeMount() {
  return object({
    name: required(string()),
    mountPath: required(string()),
    subPath: string(),
    subPathExpr: string(),
    readOnly: boolean(),
    recursiveReadOnly: string(),
    mountPropagation: string(),
  });
}

/** A volume: a name and one source. */
export function volume() {
  return object({
    name: required(string()),
    ...clusterSources(),
    ...nodeSources(),
    ...networkSources(),
    ...cloudSources(),
    ...storageSystemSources(),
  });
}

/** Content from the cluster's own API. */
function clusterSources(): Fields {
  return {
    configMap: atomic(object({ name: string({ default: '' }), optional: boolean(), items: keyFiles(), defaultMode: int32() })),
    secret: object({ secretName: string(), optional: boolean(), items: keyFiles(), defaultMode: int32() }),
    downwardAPI: object({ items: podFiles(), defaultMode: int32() }),
    projected: object({ sources: atomic(array(projection())), defaultMode: int32() }),
    persistentVolumeClaim: object({ claimName: required(string()), readOnly: boolean() }),
    ephemeral: object({
      volumeClaimTemplate: object({ metadata: object(), spec: required(claim()) }),
    }),
    csi: object({
      driver: required(string()),
      fsType: string(),
      readOnly: boolean(),
      volumeAttributes: mapOf(string()),
      nodePublishSecretRef: localReference(),
    }),
  };
}

/** Content of the node, or pulled onto it. */
function nodeSources(): Fields {
  return {
    emptyDir: object({ medium: string(), sizeLimit: quantity() }),
    hostPath: object({ path: required(string()), type: string() }),
    image: object({ reference: string(), pullPolicy: string() }),
    gitRepo: object({ repository: required(string()), revision: string(), directory: string() }),
    flexVolume: object({
      driver: required(string()),
      fsType: string(),
      readOnly: boolean(),
      options: mapOf(string()),
      secretRef: localReference(),
    }),
  };
}

/** Standard network protocols. */
function networkSources(): Fields {
  return {
    nfs: object({ server: required(string()), path: required(string()), readOnly: boolean() }),
    iscsi: object({
      targetPortal: required(string()),
      iqn: required(string()),
      lun: required(int32()),
      portals: atomic(array(string())),
      iscsiInterface: string({ default: 'default' }),
      initiatorName: string(),
      chapAuthDiscovery: boolean(),
      chapAuthSession: boolean(),
      secretRef: localReference(),
      fsType: string(),
      readOnly: boolean(),
    }),
    fc: object({
      targetWWNs: atomic(array(string())),
      wwids: atomic(array(string())),
      lun: int32(),
      fsType: string(),
      readOnly: boolean(),
    }),
  };
}

/** Disks of cloud providers. */
function cloudSources(): Fields {
  return {
    awsElasticBlockStore: object({ volumeID: required(string()), partition: int32(), fsType: string(), readOnly: boolean() }),
    gcePersistentDisk: object({ pdName: required(string()), partition: int32(), fsType: string(), readOnly: boolean() }),
    azureDisk: object({
      diskName: required(string()),
      diskURI: required(string()),
      kind: string(),
      cachingMode: string(),
      fsType: string({ default: 'ext4' }),
      readOnly: boolean({ default: false }),
    }),
    azureFile: object({ secretName: required(string()), shareName: required(string()), readOnly: boolean() }),
    cinder: object({ volumeID: required(string()), secretRef: localReference(), fsType: string(), readOnly: boolean() }),
    vsphereVolume: object({
      volumePath: required(string()),
      storagePolicyID: string(),
      storagePolicyName: string(),
      fsType: string(),
    }),
    photonPersistentDisk: object({ pdID: required(string()), fsType: string() }),
  };
}

/** Storage systems with a source of their own. */
function storageSystemSources(): Fields {
  return {
    cephfs: object({
      monitors: required(atomic(array(string()))),
      path: string(),
      user: string(),
      secretFile: string(),
      secretRef: localReference(),
      readOnly: boolean(),
    }),
    rbd: object({
      monitors: required(atomic(array(string()))),
      image: required(string()),
      pool: string({ default: 'rbd' }),
      user: string({ default: 'admin' }),
      keyring: string({ default: '/etc/ceph/keyring' }),
      secretRef: localReference(),
      fsType: string(),
      readOnly: boolean(),
    }),
    glusterfs: object({ endpoints: required(string()), path: required(string()), readOnly: boolean() }),
    flocker: object({ datasetName: string(), datasetUUID: string() }),
    quobyte: object({
      registry: required(string()),
      volume: required(string()),
      tenant: string(),
      user: string(),
      group: string(),
      readOnly: boolean(),
    }),
    portworxVolume: object({ volumeID: required(string()), fsType: string(), readOnly: boolean() }),
    scaleIO: object({
      gateway: required(string()),
      system: required(string()),
      secretRef: required(localReference()),
      sslEnabled: boolean(),
      protectionDomain: string(),
      storagePool: string(),
      storageMode: string({ default: 'ThinProvisioned' }),
      volumeName: string(),
      fsType: string({ default: 'xfs' }),
      readOnly: boolean(),
    }),
    storageos: object({
      volumeName: string(),
      volumeNamespace: string(),
      secretRef: localReference(),
      fsType: string(),
      readOnly: boolean(),
    }),
  };
}

/** One source of a projected volume. */
function projection() {
  return object({
    configMap: atomic(object({ name: string({ default: '' }), optional: boolean(), items: keyFiles() })),
    secret: atomic(object({ name: string({ default: '' }), optional: boolean(), items: keyFiles() })),
    downwardAPI: object({ items: podFiles() }),
    serviceAccountToken: object({ path: required(string()), audience: string(), expirationSeconds: int64() }),
    clusterTrustBundle: object({
      path: required(string()),
      name: string(),
      signerName: string(),
      labelSelector: labelSelector(),
      optional: boolean(),
    }),
  });
}

/** Files made of the keys of a ConfigMap or Secret. */
function keyFiles() {
  return atomic(array(object({ key: required(string()), path: required(string()), mode: int32() })));
}

/** Files made of the pod's own fields and resources. */
function podFiles() {
  return atomic(array(object({
    path: required(string()),
    mode: int32(),
    fieldRef: fieldReference(),
    resourceFieldRef: resourceFieldReference(),
  })));
}

/** The spec of a PersistentVolumeClaim. */
function claim() {
  return object({
    accessModes: atomic(array(string())),
    resources: resourceRequirements(),
    storageClassName: string(),
    volumeAttributesClassName: string(),
    volumeMode: string(),
    volumeName: string(),
    selector: labelSelector(),
    dataSource: atomic(object({ apiGroup: string(), kind: required(string()), name: required(string()) })),
    dataSourceRef: object({ apiGroup: string(), kind: required(string()), name: required(string()), namespace: string() }),
  });
}
