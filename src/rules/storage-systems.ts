import { Grammar, integer, LABEL_LENGTH, rfc1123Label } from './grammar';
import { FieldCheck, Fields, FILLED, held } from './held';
import { climbs } from './path';
import { Report } from './problem';
import { RuleCode } from './rule-code';

const VOLUME = { code: RuleCode.INVALID_VOLUME };

/** The longest `<volume>:<portal>` of an iSCSI volume whose initiator is named. */
const PORTAL_LENGTH = 64;

const LABEL = rfc1123Label('a name of StorageOS', RuleCode.INVALID_VOLUME);

const LUN: Grammar = integer({ ...VOLUME, min: 0, max: 255, rule: 'a logical unit is 0 to 255', fix: 'use its number' });

const IQN = /iqn\.\d{4}-\d{2}\.[A-Za-z0-9.-]+:[^,;*&$|\s]+$/;
const OTHER_ISCSI_NAME = /^(eui.[A-Za-z0-9]{16}|naa.[A-Za-z0-9]{32})$/;

/** The name of an end of iSCSI, in its three forms. */
const ISCSI_NAME: Grammar = {
  ...VOLUME,
  accepts: (name) => (/^iqn/.test(String(name)) ? IQN : OTHER_ISCSI_NAME).test(String(name)),
  rule: 'a name of iSCSI begins with iqn, eui or naa',
  fix: 'write it as "iqn.2001-04.com.example:storage"',
};

const MONITORS: Grammar = { ...VOLUME, accepts: (list) => Array.isArray(list) && list.length > 0, rule: 'needs at least one monitor', fix: 'give it' };

const REGISTRY: Grammar = {
  ...VOLUME,
  accepts: (hosts) => String(hosts).split(',').every((host) => /^(\[[^[\]]*\]|[^:[\]]*):[^:[\]]*$/.test(host)),
  rule: 'a registry of Quobyte is host:port, or several with commas between them',
  fix: 'write it as "quobyte.example.com:7861"',
};

const TENANT: Grammar = { ...VOLUME, accepts: (tenant) => String(tenant).length <= 64, rule: 'a tenant has at most 64 characters', fix: 'use its UUID' };

const DATASET: Grammar = { ...VOLUME, accepts: (name) => !String(name).includes('/'), rule: "a dataset has no '/' in its name", fix: 'leave it out' };

const FOLDER: Grammar = {
  ...VOLUME,
  accepts: (path) => typeof path === 'string' && !path.startsWith('/') && !climbs(path),
  rule: "is a path inside the volume: relative, without '..'",
  fix: 'write it as "folder"',
};

const OPTION: Grammar = {
  ...VOLUME,
  accepts: (key) => !/\.(kubernetes|k8s)\.io$/i.test(`.${String(key).split('/')[0]}`),
  rule: 'kubernetes.io and k8s.io are reserved',
  fix: 'use another prefix',
};

/** What the API server refuses of volumes of storage systems, by their source; what is missing the schema says. */
export const STORAGE_SYSTEMS: { readonly [source: string]: FieldCheck } = {
  iscsi: (report, field, source) => {
    held({ targetPortal: FILLED, iqn: ISCSI_NAME, lun: LUN, initiatorName: ISCSI_NAME })(report, field, source);
    if ((source.chapAuthDiscovery || source.chapAuthSession) && !source.secretRef) {
      refuse(report, `${field}.secretRef`, undefined, { rule: 'CHAP needs a Secret', fix: 'give it' });
    }
  },
  fc: (report, field, { targetWWNs = [], wwids = [], lun }) => {
    if ((targetWWNs.length > 0) === (wwids.length > 0)) {
      refuse(report, field, { targetWWNs, wwids }, { rule: 'has either targetWWNs or wwids', fix: 'give one of them' });
    } else if (targetWWNs.length > 0) {
      report.hold(`${field}.lun`, lun, LUN);
    }
  },
  cephfs: held({ monitors: MONITORS }),
  rbd: held({ monitors: MONITORS, image: FILLED }),
  quobyte: held({ registry: REGISTRY, volume: FILLED, tenant: TENANT }),
  glusterfs: held({ endpoints: FILLED, path: FILLED }),
  flocker: (report, field, { datasetName = '', datasetUUID = '' }) => {
    if ((datasetName === '') === (datasetUUID === '')) {
      refuse(report, field, { datasetName, datasetUUID }, { rule: 'has either datasetName or datasetUUID', fix: 'give one of them' });
    }
    report.hold(`${field}.datasetName`, datasetName, DATASET);
  },
  cinder: (report, field, source) => {
    held({ volumeID: FILLED })(report, field, source);
    checkSecret(report, field, source);
  },
  vsphereVolume: held({ volumePath: FILLED }),
  photonPersistentDisk: held({ pdID: FILLED }),
  portworxVolume: held({ volumeID: FILLED }),
  scaleIO: (report, field, source) => {
    held({ gateway: FILLED, system: FILLED })(report, field, source);
    report.hold(`${field}.volumeName`, source.volumeName, FILLED);
  },
  storageos: (report, field, source) => {
    report.hold(`${field}.volumeName`, source.volumeName, LABEL);
    report.holdGiven(`${field}.volumeNamespace`, source.volumeNamespace || undefined, LABEL);
    checkSecret(report, field, source);
  },
  flexVolume: (report, field, { driver, options = {} }) => {
    report.holdGiven(`${field}.driver`, driver, FILLED);
    Object.keys(options).forEach((key) => report.hold(`${field}.options key`, key, OPTION));
  },
  gitRepo: held({ repository: FILLED, directory: FOLDER }),
};

/** Checks what the name of an iSCSI volume may be beside its portal, where its initiator is named. */
export function checkPortal(report: Report, field: string, { name, iscsi }: Fields): void {
  if (iscsi?.initiatorName !== undefined && `${name}:${iscsi.targetPortal}`.length > PORTAL_LENGTH) {
    refuse(report, `${field}.name`, name, {
      rule: `the name of the volume, a colon and its targetPortal have at most ${PORTAL_LENGTH} characters`,
      fix: `shorten the name, which may have ${LABEL_LENGTH} without an initiatorName`,
    });
  }
}

function checkSecret(report: Report, field: string, { secretRef }: Fields): void {
  if (secretRef) {
    report.hold(`${field}.secretRef.name`, secretRef.name, FILLED);
  }
}

function refuse(report: Report, field: string, value: unknown, words: { rule: string; fix: string }): void {
  report.add({ ...VOLUME, field, value, ...words });
}
