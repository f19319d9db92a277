import { Report } from '../../src/rules/problem';
import { checkVolumeSource } from '../../src/rules/volume-sources';
import { chartOf } from '../support/synth';

function problems(volume: object): string[] {
  const report = new Report(chartOf());
  checkVolumeSource(report, 'volume', { name: 'data', ...volume });
  return report.messages();
}

const BLOB = 'https://acme.blob.core.windows.net/vhds/data.vhd';
const MANAGED = '/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/disks/d';
const ITEM = { key: 'a', path: 'folder/a', mode: 0o400 };

const CLAIM = { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } };
const ISCSI = { targetPortal: 'p', iqn: 'iqn.2001-04.com.example:storage', lun: 0 };

describe('a volume passes from', () => {
  test.each<[string, object]>([
    ['nothing', {}],
    ['a source that is not known', { newer: { name: '' } }],
    ['a claim of the pod itself', { ephemeral: { volumeClaimTemplate: { spec: { ...CLAIM, storageClassName: '', dataSource: { kind: 'PersistentVolumeClaim', name: 'a' } } } } }],
    ['an image', { image: { reference: 'ghcr.io/acme/files:v1', pullPolicy: 'Never' } }],
    ['a bundle of certificates', { projected: { sources: [{ clusterTrustBundle: { path: 'ca', signerName: 'acme.com/ca' } }, { clusterTrustBundle: { path: 'b', name: 'acme.com:ca:a' } }] } }],
    ['iSCSI', { iscsi: { targetPortal: 'p:3260', iqn: 'iqn.2001-04.com.example:storage', lun: 255, chapAuthSession: true, secretRef: { name: 'a' }, initiatorName: 'eui.0123456789abcdef' } }],
    ['Fibre Channel', { fc: { targetWWNs: ['5'], lun: 0 } }],
    ['Fibre Channel by its other name', { fc: { wwids: ['3'] } }],
    ['Ceph', { cephfs: { monitors: ['a'] } }],
    ['a block device of Ceph', { rbd: { monitors: ['a'], image: 'i' } }],
    ['Quobyte', { quobyte: { registry: 'a:1,[::1]:2', volume: 'v', tenant: 'a'.repeat(64) } }],
    ['StorageOS', { storageos: { volumeName: 'v', volumeNamespace: '' } }],
    ['a driver of FlexVolume', { flexVolume: { driver: 'd', options: { 'acme.com/a': 'b', 'xkubernetes.io/a': 'b' } } }],
    ['a repository', { gitRepo: { repository: 'r', directory: '..a' } }],
    ['an empty directory', { emptyDir: {} }],
    ['an empty directory of a size', { emptyDir: { sizeLimit: '1Gi' } }],
    ['the node', { hostPath: { path: '/var/data..old', type: 'Directory' } }],
    ['the node by a relative path, which the API server takes', { hostPath: { path: 'data' } }],
    ['NFS', { nfs: { server: 'files.acme.com', path: '/exports/../data' } }],
    ['a ConfigMap', { configMap: { name: 'settings', items: [ITEM], defaultMode: 0o777 } }],
    ['a Secret', { secret: { secretName: 'my.keys', items: [{ ...ITEM, path: 'a..b', mode: 0 }], defaultMode: 0 } }],
    ['the pod', { downwardAPI: { items: [{ path: 'labels', fieldRef: { fieldPath: 'metadata.labels' } }] } }],
    ['several', {
      projected: {
        defaultMode: 0o440,
        sources: [
          { secret: { name: 'keys', items: [ITEM] } }, { configMap: { name: 'settings' } },
          { downwardAPI: { items: [{ path: 'name', fieldRef: { fieldPath: 'metadata.name' } }] } },
          { serviceAccountToken: { path: 'token', expirationSeconds: 600 } }, {},
        ],
      },
    }],
    ['a claim', { persistentVolumeClaim: { claimName: 'files.v1' } }],
    ['a CSI driver', { csi: { driver: 'CSI.Example.com', nodePublishSecretRef: { name: 'keys' } } }],
    ['an EBS volume', { awsElasticBlockStore: { volumeID: 'vol-1', partition: 0 } }],
    ['a disk of Google', { gcePersistentDisk: { pdName: 'pd', partition: 255 } }],
    ['a blob of Azure', { azureDisk: { diskName: 'd', diskURI: BLOB } }],
    ['a dedicated blob of Azure', { azureDisk: { diskName: 'd', diskURI: BLOB, kind: 'Dedicated' } }],
    ['a managed disk of Azure', { azureDisk: { diskName: 'd', diskURI: MANAGED, kind: 'Managed' } }],
    ['a share of Azure', { azureFile: { secretName: 'keys', shareName: 'files' } }],
  ])('%s', (_, volume) => {
    expect(problems(volume)).toEqual([]);
  });
});

describe('a volume fails for', () => {
  const NODE = "a path on the node is not empty and has no '..'; write it as \"/var/data\" (InvalidVolume)";
  const NFS = 'an exported path is absolute; write it as "/exports/data" (InvalidVolume)';
  const FILE = "the path of a file in a volume is relative, without '..', and not empty; write it as \"folder/file\" (InvalidVolume)";
  const MODE = 'the mode of a file is 0 to 0777 in octal digits, 511 in decimal ones; write it as 0o644 in a program and as 420 in a manifest (InvalidVolume)';
  const NAME = "must be an RFC 1123 subdomain of at most 253 characters: a-z, 0-9, '-' and '.'; use lower-case letters, digits, dashes and dots "
    + '(InvalidReference)';
  const DRIVER = 'the name of a CSI driver is a DNS name of at most 63 characters; write it as "csi.example.com" (InvalidVolume)';
  const PARTITION = 'a partition is 0 to 255, and 0 stands for none; leave it out for the whole disk (InvalidVolume)';
  const SHARED = 'a disk of kind Shared, which is the default, or Dedicated is named by its address; use kind Managed for a disk below /subscriptions/, '
    + 'or write it as "https://<account>.blob.core.windows.net/<container>/<disk>.vhd" (InvalidVolume)';
  const OF_AZURE = 'a disk of kind Managed is named by its path in Azure; '
    + 'write it as "/subscriptions/<id>/resourceGroups/<group>/providers/Microsoft.Compute/disks/<disk>" (InvalidVolume)';
  const ACCESS = 'a claim asks for at least one of ReadWriteOnce, ReadOnlyMany, ReadWriteMany, ReadWriteOncePod, the last of them alone; '
    + 'write it as ["ReadWriteOnce"] (InvalidVolume)';
  const SPEC = 'ephemeral.volumeClaimTemplate.spec';
  const BUNDLE = 'projected.sources[0].clusterTrustBundle';
  const claim = (more: object) => ({ ephemeral: { volumeClaimTemplate: { spec: { ...CLAIM, ...more } } } });
  const bundle = (more: object) => ({ projected: { sources: [{ clusterTrustBundle: { path: 'ca', ...more } }] } });
  const item = (path: unknown, mode?: number) => ({ configMap: { name: 'm', items: [{ key: 'a', path, mode }] } });

  test.each<[string, object, string]>([
    ['a negative size', { emptyDir: { sizeLimit: '-1Mi' } },
      'emptyDir.sizeLimit: got "-1Mi"; must be a quantity of bytes, zero or more; write it as "64Mi" (InvalidQuantity)'],
    ['no path on the node', { hostPath: { path: '' } }, `hostPath.path: got ""; ${NODE}`],
    ['a path on the node that climbs', { hostPath: { path: '/a/../b' } }, `hostPath.path: got "/a/../b"; ${NODE}`],
    ['no file server', { nfs: { server: '', path: '/x' } }, 'nfs.server: got ""; must not be empty; give it (InvalidVolume)'],
    ['a relative path of a file server', { nfs: { server: 's', path: 'x' } }, `nfs.path: got "x"; ${NFS}`],
    ...['/abs', '../b', 'a/../b', '..', '..a', ''].map((path): [string, object, string] =>
      [`a file at "${path}"`, item(path), `configMap.items[0].path: got "${path}"; ${FILE}`]),
    ['a file of a key that none has', { configMap: { name: 'm', items: [{ key: 'a b', path: 'a' }] } }, 'configMap.items[0].key: got "a b"; '
      + "a key of a Secret or ConfigMap is at most 253 letters, digits, '-', '_' and '.'; use the key that the object has (InvalidReference)"],
    ['a mode of an item', item('a', 0o1000), `configMap.items[0].mode: got 512; ${MODE}`],
    ['a mode of a ConfigMap', { configMap: { name: 'm', defaultMode: 1000 } }, `configMap.defaultMode: got 1000; ${MODE}`],
    ['a negative mode of a Secret', { secret: { secretName: 's', defaultMode: -1 } }, `secret.defaultMode: got -1; ${MODE}`],
    ['a ConfigMap by a name that none has', { configMap: { name: 'Bad_' } }, `configMap.name: got "Bad_"; ${NAME}`],
    ['a Secret without a name', { secret: {} }, `secret.secretName: got nothing; ${NAME}`],
    ['a claim by a name that none has', { persistentVolumeClaim: { claimName: 'Bad_' } }, `persistentVolumeClaim.claimName: got "Bad_"; ${NAME}`],
    ['a mode of what the pod tells', { downwardAPI: { defaultMode: 512 } }, `downwardAPI.defaultMode: got 512; ${MODE}`],
    ['a file of what the pod tells', { downwardAPI: { items: [{ path: '/a', fieldRef: { fieldPath: 'metadata.name' } }] } },
      `downwardAPI.items[0].path: got "/a"; ${FILE}`],
    ['a field that no file holds', { downwardAPI: { items: [{ path: 'a', fieldRef: { fieldPath: 'metadata.name', apiVersion: 'v2' } }] } },
      'downwardAPI.items[0].fieldRef.apiVersion: got "v2"; pods have the version v1 only; leave it out (InvalidField)'],
    ['a projected mode', { projected: { defaultMode: 512, sources: [] } }, `projected.defaultMode: got 512; ${MODE}`],
    ['a projected Secret', { projected: { sources: [{}, { secret: { name: 'Bad_' } }] } }, `projected.sources[1].secret.name: got "Bad_"; ${NAME}`],
    ['a projected file', { projected: { sources: [{ configMap: { name: 'm', items: [{ key: 'a', path: '/a' }] } }] } },
      `projected.sources[0].configMap.items[0].path: got "/a"; ${FILE}`],
    ['a projected field', { projected: { sources: [{ downwardAPI: { items: [{ path: '..', fieldRef: { fieldPath: 'metadata.name' } }] } }] } },
      `projected.sources[0].downwardAPI.items[0].path: got ".."; ${FILE}`],
    ['a token at no path', { projected: { sources: [{ serviceAccountToken: { path: '' } }] } }, `projected.sources[0].serviceAccountToken.path: got ""; ${FILE}`],
    ['a token that dies at once', { projected: { sources: [{ serviceAccountToken: { path: 'a', expirationSeconds: 60 } }] } },
      'projected.sources[0].serviceAccountToken.expirationSeconds: got 60; a token lives from 10 minutes to 2^32 seconds; leave it out for an hour (InvalidVolume)'],
    ['a driver that is no name', { csi: { driver: 'my driver' } }, `csi.driver: got "my driver"; ${DRIVER}`],
    ['a driver of too long a name', { csi: { driver: 'a'.repeat(64) } }, `csi.driver: got "${'a'.repeat(64)}"; ${DRIVER}`],
    ['the Secret of a driver', { csi: { driver: 'a', nodePublishSecretRef: { name: '' } } }, `csi.nodePublishSecretRef.name: got ""; ${NAME}`],
    ['a partition that EBS does not have', { awsElasticBlockStore: { volumeID: 'v', partition: 300 } }, `awsElasticBlockStore.partition: got 300; ${PARTITION}`],
    ['a partition that Google does not have', { gcePersistentDisk: { pdName: 'p', partition: -1 } }, `gcePersistentDisk.partition: got -1; ${PARTITION}`],
    ['a managed disk by an address', { azureDisk: { diskName: 'd', diskURI: BLOB, kind: 'Managed' } }, `azureDisk.diskURI: got "${BLOB}"; ${OF_AZURE}`],
    ['a managed disk without its kind', { azureDisk: { diskName: 'd', diskURI: MANAGED } }, `azureDisk.diskURI: got "${MANAGED}"; ${SHARED}`],
    ['a blob without https', { azureDisk: { diskName: 'd', diskURI: 'http://x', kind: 'Shared' } }, `azureDisk.diskURI: got "http://x"; ${SHARED}`],
    ['a share without a name', { azureFile: { secretName: 'keys', shareName: '' } }, 'azureFile.shareName: got ""; must not be empty; give it (InvalidVolume)'],
    ['a type that the node does not have', { hostPath: { path: '/a', type: 'Folder' } },
      'hostPath.type: got "Folder"; must be DirectoryOrCreate or Directory or FileOrCreate or File or Socket or CharDevice or BlockDevice; use one of them (InvalidVolume)'],
    ['a kind that Azure does not have', { azureDisk: { diskName: 'd', diskURI: BLOB, kind: 'Own' } },
      'azureDisk.kind: got "Own"; must be Shared or Dedicated or Managed; use one of them (InvalidVolume)'],
    ['a Secret of a driver that is not named', { csi: { driver: 'a', nodePublishSecretRef: {} } }, `csi.nodePublishSecretRef.name: got nothing; ${NAME}`],
    ['a claim without a template', { ephemeral: {} }, 'ephemeral.volumeClaimTemplate: got nothing; the claim is made from it; give it a spec (InvalidVolume)'],
    ['a claim that nobody may mount', claim({ accessModes: [] }), `${SPEC}.accessModes: got []; ${ACCESS}`],
    ['a claim of one pod and others', claim({ accessModes: ['ReadWriteOncePod', 'ReadOnlyMany'] }), `${SPEC}.accessModes: got ["ReadWriteOncePod","ReadOnlyMany"]; ${ACCESS}`],
    ['a claim of no size', claim({ resources: { requests: { storage: '0' } } }),
      `${SPEC}.resources.requests.storage: got "0"; a claim asks for an amount of storage over zero; write it as "1Gi" (InvalidQuantity)`],
    ['a claim of no mode', claim({ volumeMode: 'Disk' }), `${SPEC}.volumeMode: got "Disk"; must be Filesystem or Block; use one of them (InvalidVolume)`],
    ['a claim with a class that none can be', claim({ storageClassName: 'A' }), `${SPEC}.storageClassName: got "A"; ${NAME}`],
    ['a claim with the content of something without a group', claim({ dataSource: { kind: 'VolumeSnapshot', name: 'a' } }),
      `${SPEC}.dataSource.kind: got "VolumeSnapshot"; must be PersistentVolumeClaim; give the apiGroup of another kind (InvalidVolume)`],
    ['an image that is none', { image: { reference: 'A B' } }, 'image.reference: got "A B"; an image must be an OCI reference: '
      + '[registry[:port]/]path[:tag][@digest], the path in lower case without white space; write it as "registry.example.com/team/app:v1" (InvalidImage)'],
    ['two files at one path', { projected: { sources: [{ configMap: { name: 'a', items: [ITEM] } }, { secret: { name: 'b', items: [ITEM] } }] } },
      'projected.sources[1]: got "folder/a"; another source has a file of this path; use another path (InvalidVolume)'],
    ['two sources in one entry', { projected: { sources: [{ configMap: { name: 'a' }, secret: { name: 'b' } }] } },
      'projected.sources[0]: got ["configMap","secret"]; an entry is one source; make it two entries (InvalidVolume)'],
    ['a file of nothing', { downwardAPI: { items: [{ path: 'a' }] } },
      'downwardAPI.items[0]: got {}; a file holds either a field of the pod or a resource of a container; give one of fieldRef and resourceFieldRef (InvalidField)'],
    ['a bundle of no signer', bundle({ signerName: 'acme' }),
      `${BUNDLE}.signerName: got "acme"; a signer is a domain, a slash and a path; write it as "example.com/signer" (InvalidVolume)`],
    ['a bundle of no name', bundle({ name: 'a:b' }),
      `${BUNDLE}.name: got "a:b"; is no name of a ClusterTrustBundle; write it as "example.com:signer:bundle" (InvalidVolume)`],
    ['a bundle by name and signer', bundle({ name: 'a', signerName: 'a.b/c' }),
      `${BUNDLE}: got {"name":"a","signerName":"a.b/c"}; is found either by name, or by signerName with an optional labelSelector; give one of them (InvalidVolume)`],
    ['a name of iSCSI', { iscsi: { ...ISCSI, iqn: 'iqn.a' } },
      'iscsi.iqn: got "iqn.a"; a name of iSCSI begins with iqn, eui or naa; write it as "iqn.2001-04.com.example:storage" (InvalidVolume)'],
    ['a logical unit', { iscsi: { ...ISCSI, lun: 256 } }, 'iscsi.lun: got 256; a logical unit is 0 to 255; use its number (InvalidVolume)'],
    ['CHAP without a Secret', { iscsi: { ...ISCSI, chapAuthDiscovery: true } }, 'iscsi.secretRef: got nothing; CHAP needs a Secret; give it (InvalidVolume)'],
    ['a portal that is too long for its initiator', { iscsi: { ...ISCSI, targetPortal: 'p'.repeat(60), initiatorName: 'eui.0123456789abcdef' } },
      'name: got "data"; the name of the volume, a colon and its targetPortal have at most 64 characters; '
      + 'shorten the name, which may have 63 without an initiatorName (InvalidVolume)'],
    ['Fibre Channel of no end', { fc: {} }, 'fc: got {"targetWWNs":[],"wwids":[]}; has either targetWWNs or wwids; give one of them (InvalidVolume)'],
    ['Fibre Channel without a unit', { fc: { targetWWNs: ['5'] } }, 'fc.lun: got nothing; a logical unit is 0 to 255; use its number (InvalidVolume)'],
    ['Ceph without a monitor', { cephfs: { monitors: [] } }, 'cephfs.monitors: got []; needs at least one monitor; give it (InvalidVolume)'],
    ['a registry of Quobyte without a port', { quobyte: { registry: 'a:1,b', volume: 'v' } },
      'quobyte.registry: got "a:1,b"; a registry of Quobyte is host:port, or several with commas between them; write it as "quobyte.example.com:7861" (InvalidVolume)'],
    ['a dataset by two names', { flocker: { datasetName: 'a', datasetUUID: 'b' } },
      'flocker: got {"datasetName":"a","datasetUUID":"b"}; has either datasetName or datasetUUID; give one of them (InvalidVolume)'],
    ['a Secret of Cinder that is not named', { cinder: { volumeID: 'v', secretRef: {} } }, 'cinder.secretRef.name: got nothing; must not be empty; give it (InvalidVolume)'],
    ['a volume of ScaleIO that is not named', { scaleIO: { gateway: 'g', system: 's' } }, 'scaleIO.volumeName: got nothing; must not be empty; give it (InvalidVolume)'],
    ['a volume of StorageOS', { storageos: { volumeName: 'a.b' } },
      "storageos.volumeName: got \"a.b\"; a name of StorageOS must be an RFC 1123 label of at most 63 characters: a-z, 0-9 and '-'; "
      + 'use lower-case letters, digits and dashes (InvalidVolume)'],
    ['an option that Kubernetes keeps', { flexVolume: { driver: 'd', options: { 'a.k8s.io/x': 'y' } } },
      'flexVolume.options key: got "a.k8s.io/x"; kubernetes.io and k8s.io are reserved; use another prefix (InvalidVolume)'],
    ['a folder of a repository', { gitRepo: { repository: 'r', directory: '/a' } },
      'gitRepo.directory: got "/a"; is a path inside the volume: relative, without \'..\'; write it as "folder" (InvalidVolume)'],
  ])('%s', (_, volume, message) => {
    expect(problems(volume)).toEqual([`volume.${message}`]);
  });
});
