import { posix } from 'path';
import { checkClaim } from './claim';
import { Grammar, integer, LABEL_LENGTH, SUBDOMAIN } from './grammar';
import { FieldCheck, Fields, FILLED, held, oneOf } from './held';
import { IMAGE } from './image';
import { climbs } from './path';
import { checkPodFile } from './pod-fields';
import { Report } from './problem';
import { checkProjected } from './projected-volume';
import { parseQuantity } from './quantity-text';
import { REFERENCE } from './references';
import { RuleCode } from './rule-code';
import { checkScalars } from './scalar-walk';
import { checkPortal, STORAGE_SYSTEMS } from './storage-systems';
import { checkFiles } from './volume-files';

const VOLUME = { code: RuleCode.INVALID_VOLUME };

/** A path on a node. */
const HOST_PATH: Grammar = {
  ...VOLUME,
  accepts: (path) => typeof path === 'string' && path !== '' && !climbs(path),
  rule: "a path on the node is not empty and has no '..'",
  fix: 'write it as "/var/data"',
};

/** A path that a file server exports. */
const NFS_PATH: Grammar = {
  ...VOLUME,
  accepts: (path) => typeof path === 'string' && posix.isAbsolute(path),
  rule: 'an exported path is absolute',
  fix: 'write it as "/exports/data"',
};

/** A driver of the Container Storage Interface. */
const CSI_DRIVER: Grammar = {
  ...VOLUME,
  accepts: (driver) => typeof driver === 'string' && driver.length <= LABEL_LENGTH && SUBDOMAIN.accepts(driver.toLowerCase()),
  rule: `the name of a CSI driver is a DNS name of at most ${LABEL_LENGTH} characters`,
  fix: 'write it as "csi.example.com"',
};

/** A partition of a disk. */
const PARTITION: Grammar = integer({
  ...VOLUME, min: 0, max: 255, rule: 'a partition is 0 to 255, and 0 stands for none', fix: 'leave it out for the whole disk',
});

const MANAGED_DISK: Grammar = {
  ...VOLUME,
  accepts: (uri) => typeof uri === 'string' && uri.startsWith('/subscriptions/'),
  rule: 'a disk of kind Managed is named by its path in Azure',
  fix: 'write it as "/subscriptions/<id>/resourceGroups/<group>/providers/Microsoft.Compute/disks/<disk>"',
};

const BLOB_DISK: Grammar = {
  ...VOLUME,
  accepts: (uri) => typeof uri === 'string' && uri.startsWith('https://'),
  rule: 'a disk of kind Shared, which is the default, or Dedicated is named by its address',
  fix: 'use kind Managed for a disk below /subscriptions/, or write it as "https://<account>.blob.core.windows.net/<container>/<disk>.vhd"',
};

/** An amount of storage. */
const SIZE: Grammar = {
  accepts: (size) => (parseQuantity(size) ?? -1n) >= 0n,
  rule: 'must be a quantity of bytes, zero or more',
  fix: 'write it as "64Mi"',
  code: RuleCode.INVALID_QUANTITY,
};

const HOST_PATH_TYPE = oneOf('', 'DirectoryOrCreate', 'Directory', 'FileOrCreate', 'File', 'Socket', 'CharDevice', 'BlockDevice');
const DISK_KIND = oneOf('Shared', 'Dedicated', 'Managed');
const CACHING_MODE = oneOf('None', 'ReadOnly', 'ReadWrite');
const PULL_POLICY = oneOf('', 'Always', 'IfNotPresent', 'Never');

/** What the API server refuses, or no pod could mount, by the source of a volume. */
const CHECKS: { readonly [source: string]: FieldCheck } = {
  ...STORAGE_SYSTEMS,
  emptyDir: (report, field, { sizeLimit }) => report.holdGiven(`${field}.sizeLimit`, sizeLimit, SIZE),
  hostPath: held({ path: HOST_PATH, type: HOST_PATH_TYPE }),
  nfs: held({ server: FILLED, path: NFS_PATH }),
  configMap: (report, field, source) => checkFiles(report, field, source, { name: source.name }),
  secret: (report, field, source) => checkFiles(report, field, source, { secretName: source.secretName }),
  downwardAPI: (report, field, source) => checkFiles(report, field, source, {}, checkPodFile),
  projected: checkProjected,
  persistentVolumeClaim: held({ claimName: REFERENCE }),
  ephemeral: (report, field, { volumeClaimTemplate }) => {
    if (volumeClaimTemplate) {
      checkClaim(report, `${field}.volumeClaimTemplate.spec`, volumeClaimTemplate.spec ?? {});
    } else {
      report.add({ ...VOLUME, field: `${field}.volumeClaimTemplate`, value: undefined, rule: 'the claim is made from it', fix: 'give it a spec' });
    }
  },
  image: (report, field, { reference, pullPolicy }) => {
    report.hold(`${field}.reference`, reference, IMAGE);
    report.holdGiven(`${field}.pullPolicy`, pullPolicy, PULL_POLICY);
  },
  csi: (report, field, { driver, nodePublishSecretRef }) => {
    report.holdGiven(`${field}.driver`, driver, CSI_DRIVER);
    if (nodePublishSecretRef) {
      report.hold(`${field}.nodePublishSecretRef.name`, nodePublishSecretRef.name, REFERENCE);
    }
  },
  awsElasticBlockStore: held({ volumeID: FILLED, partition: PARTITION }),
  gcePersistentDisk: held({ pdName: FILLED, partition: PARTITION }),
  azureDisk: (report, field, source) => {
    held({ diskName: FILLED, kind: DISK_KIND, cachingMode: CACHING_MODE })(report, field, source);
    report.holdGiven(`${field}.diskURI`, source.diskURI, source.kind === 'Managed' ? MANAGED_DISK : BLOB_DISK);
  },
  azureFile: held({ secretName: REFERENCE, shareName: FILLED }),
};

/** Checks the source of a volume, in the field names of its YAML. */
export function checkVolumeSource(report: Report, field: string, volume: Fields): void {
  for (const [source, content] of Object.entries(volume)) {
    if (Object.hasOwn(CHECKS, source) && typeof content === 'object' && content !== null) {
      CHECKS[source](report, `${field}.${source}`, content);
    }
  }
  checkPortal(report, field, volume);
  checkScalars(report, field, volume);
}
