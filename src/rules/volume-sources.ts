import { posix } from 'path';
import { Grammar, integer, LABEL_LENGTH, SUBDOMAIN } from './grammar';
import { climbs } from './path';
import { checkPodFile } from './pod-fields';
import { Report } from './problem';
import { parseQuantity } from './quantity-text';
import { KEY, REFERENCE } from './references';
import { RuleCode } from './rule-code';

type Fields = { readonly [field: string]: any };
type Check = (report: Report, field: string, source: Fields) => void;

const VOLUME = { code: RuleCode.INVALID_VOLUME };

/** A path on a node. */
const HOST_PATH: Grammar = {
  ...VOLUME,
  accepts: (path) => isText(path) && path !== '' && !climbs(path),
  rule: "a path on the node is not empty and has no '..'",
  fix: 'write it as "/var/data"',
};

/** A path that a file server exports. */
const NFS_PATH: Grammar = {
  ...VOLUME,
  accepts: (path) => isText(path) && posix.isAbsolute(path),
  rule: 'an exported path is absolute',
  fix: 'write it as "/exports/data"',
};

/** A path at which a volume has a file. */
const FILE_PATH: Grammar = {
  ...VOLUME,
  accepts: (path) => isText(path) && path !== '' && !posix.isAbsolute(path) && !path.startsWith('..') && !climbs(path),
  rule: "the path of a file in a volume is relative, without '..', and not empty",
  fix: 'write it as "folder/file"',
};

/** The permissions of a file. */
const FILE_MODE: Grammar = integer({
  ...VOLUME,
  min: 0,
  max: 0o777,
  rule: 'the mode of a file is 0 to 0777 in octal digits, 511 in decimal ones',
  fix: 'write it as 0o644 in a program and as 420 in a manifest',
});

/** A driver of the Container Storage Interface. */
const CSI_DRIVER: Grammar = {
  ...VOLUME,
  accepts: (driver) => isText(driver) && driver.length <= LABEL_LENGTH && SUBDOMAIN.accepts(driver.toLowerCase()),
  rule: `the name of a CSI driver is a DNS name of at most ${LABEL_LENGTH} characters`,
  fix: 'write it as "csi.example.com"',
};

/** A partition of a disk. */
const PARTITION: Grammar = integer({
  ...VOLUME, min: 0, max: 255, rule: 'a partition is 0 to 255, and 0 stands for none', fix: 'leave it out for the whole disk',
});

const MANAGED_DISK: Grammar = {
  ...VOLUME,
  accepts: (uri) => isText(uri) && uri.startsWith('/subscriptions/'),
  rule: 'a disk of kind Managed is named by its path in Azure',
  fix: 'write it as "/subscriptions/<id>/resourceGroups/<group>/providers/Microsoft.Compute/disks/<disk>"',
};

const BLOB_DISK: Grammar = {
  ...VOLUME,
  accepts: (uri) => isText(uri) && uri.startsWith('https://'),
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

/** How long the token of a service account lives. */
const TOKEN_SECONDS: Grammar = integer({
  ...VOLUME, min: 600, max: 2 ** 32, rule: 'a token lives from 10 minutes to 2^32 seconds', fix: 'leave it out for an hour',
});

const NOT_EMPTY: Grammar = {
  ...VOLUME,
  accepts: (text) => isText(text) && text !== '',
  rule: 'must not be empty',
  fix: 'give it',
};

/** What the API server refuses, or no pod could mount, by the source of a volume. */
const CHECKS: { readonly [source: string]: Check } = {
  emptyDir: (report, field, { sizeLimit }) => report.holdGiven(`${field}.sizeLimit`, sizeLimit, SIZE),
  hostPath: held({ path: HOST_PATH }),
  nfs: held({ server: NOT_EMPTY, path: NFS_PATH }),
  configMap: (report, field, source) => checkFiles(report, field, source, { name: source.name }),
  secret: (report, field, source) => checkFiles(report, field, source, { secretName: source.secretName }),
  downwardAPI: (report, field, source) => checkFiles(report, field, source, {}, checkPodFile),
  projected: checkProjected,
  persistentVolumeClaim: held({ claimName: REFERENCE }),
  csi: (report, field, { driver, nodePublishSecretRef }) => {
    report.holdGiven(`${field}.driver`, driver, CSI_DRIVER);
    report.holdGiven(`${field}.nodePublishSecretRef.name`, nodePublishSecretRef?.name, REFERENCE);
  },
  awsElasticBlockStore: held({ volumeID: NOT_EMPTY, partition: PARTITION }),
  gcePersistentDisk: held({ pdName: NOT_EMPTY, partition: PARTITION }),
  azureDisk: (report, field, { diskName, diskURI, kind }) => {
    report.holdGiven(`${field}.diskName`, diskName, NOT_EMPTY);
    report.holdGiven(`${field}.diskURI`, diskURI, kind === 'Managed' ? MANAGED_DISK : BLOB_DISK);
  },
  azureFile: held({ secretName: REFERENCE, shareName: NOT_EMPTY }),
};

/** Checks the source of a volume, in the field names of its YAML. */
export function checkVolumeSource(report: Report, field: string, volume: Fields): void {
  for (const [source, content] of Object.entries(volume)) {
    if (Object.hasOwn(CHECKS, source) && typeof content === 'object' && content !== null) {
      CHECKS[source](report, `${field}.${source}`, content);
    }
  }
}

/** Holds fields to grammars; where they are missing, the schema says so. */
function held(grammars: { readonly [part: string]: Grammar }): Check {
  return (report, field, source) => Object.keys(grammars).forEach((part) => report.holdGiven(`${field}.${part}`, source[part], grammars[part]));
}

function checkProjected(report: Report, field: string, { sources, defaultMode }: Fields): void {
  report.holdGiven(`${field}.defaultMode`, defaultMode, FILE_MODE);
  listOf(sources).forEach(({ secret, configMap, downwardAPI, serviceAccountToken }, index) => {
    const place = `${field}.sources[${index}]`;
    Object.entries({ secret, configMap }).filter(([, source]) => source).forEach(([kind, source]) =>
      checkFiles(report, `${place}.${kind}`, source, { name: source.name }));
    checkFiles(report, `${place}.downwardAPI`, downwardAPI ?? {}, {}, checkPodFile);
    held({ path: FILE_PATH, expirationSeconds: TOKEN_SECONDS })(report, `${place}.serviceAccountToken`, serviceAccountToken ?? {});
  });
}

/** Checks the object that a volume shows by its name, and its files. */
function checkFiles(report: Report, field: string, { items, defaultMode }: Fields, ...[named, checkItem]: [Fields, Check?]): void {
  Object.entries(named).forEach(([part, name]) => report.hold(`${field}.${part}`, name, REFERENCE));
  report.holdGiven(`${field}.defaultMode`, defaultMode, FILE_MODE);
  listOf(items).forEach((item, index) => {
    const place = `${field}.items[${index}]`;
    held({ key: KEY, path: FILE_PATH, mode: FILE_MODE })(report, place, item);
    checkItem?.(report, place, item);
  });
}

function listOf(value: unknown): Fields[] {
  return Array.isArray(value) ? value : [];
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}
