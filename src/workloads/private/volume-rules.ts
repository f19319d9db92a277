import { posix } from 'path';
import { containersOf, Fields, PodTemplate } from '../../nodes/private/pod-template';
import { Grammar, integer } from '../../rules/grammar';
import { Report } from '../../rules/problem';
import { REFERENCE } from '../../rules/references';
import { RuleCode } from '../../rules/rule-code';

const MODE = integer({
  min: 0,
  max: 0o777,
  rule: 'the mode of a file is from 0 to 511, which is 0o777',
  fix: 'write it in octal, as 0o644',
  code: RuleCode.INVALID_MOUNT,
});

const HOST_PATH: Grammar = {
  accepts: (path) => typeof path === 'string' && path !== '' && !climbs(path),
  rule: "a path on the node goes up by no '..'",
  fix: 'write where it leads',
  code: RuleCode.INVALID_MOUNT,
};

const INNER_PATH: Grammar = {
  accepts: (path) => typeof path === 'string' && !posix.isAbsolute(path) && !climbs(path),
  rule: "a path within a volume is relative and goes up by no '..'",
  fix: 'write it as "config/app.toml"',
  code: RuleCode.INVALID_MOUNT,
};

const FILE_PATH: Grammar = {
  ...INNER_PATH,
  accepts: (path) => INNER_PATH.accepts(path) && path !== '' && !String(path).startsWith('..'),
  rule: "the path of a file in a volume is relative, goes up by no '..' and begins with none",
};

const ABSOLUTE: Grammar = {
  accepts: (path) => typeof path === 'string' && posix.isAbsolute(path),
  rule: 'the path of an NFS server is absolute',
  fix: 'write it as "/exports/data"',
  code: RuleCode.INVALID_MOUNT,
};

const SERVER: Grammar = {
  accepts: (server) => typeof server === 'string' && server !== '',
  rule: 'an NFS volume needs its server',
  fix: 'give its host name or address',
  code: RuleCode.INVALID_MOUNT,
};

/** Checks what the volumes of a pod hold, and how its containers mount them. */
export function checkVolumes(report: Report, template: PodTemplate): void {
  for (const volume of template.spec.volumes ?? []) {
    checkVolume(report, `${template.place}spec.volumes[${JSON.stringify(volume.name)}]`, volume);
  }
  for (const { place, container } of containersOf(template)) {
    (container.volumeMounts ?? []).forEach((mount: Fields, index: number) => {
      checkMount(report, `${place}.volumeMounts[${index}]`, mount, container.securityContext?.privileged === true);
    });
  }
}

function checkVolume(report: Report, field: string, { hostPath, nfs, persistentVolumeClaim, configMap, secret }: Fields): void {
  if (hostPath) {
    report.hold(`${field}.hostPath.path`, hostPath.path, HOST_PATH);
  }
  if (nfs) {
    report.hold(`${field}.nfs.path`, nfs.path, ABSOLUTE);
    report.hold(`${field}.nfs.server`, nfs.server, SERVER);
  }
  checkName(report, `${field}.persistentVolumeClaim.claimName`, persistentVolumeClaim?.claimName);
  checkName(report, `${field}.configMap.name`, configMap?.name);
  checkName(report, `${field}.secret.secretName`, secret?.secretName);
  checkFiles(report, `${field}.configMap`, configMap);
  checkFiles(report, `${field}.secret`, secret);
}

/** Checks what a volume refers to, unless the property that made the volume was found wrong by the same name. */
function checkName(report: Report, field: string, name: unknown): void {
  if (!report.found.some(({ value, code }) => value === name && code === REFERENCE.code)) {
    report.holdGiven(field, name, REFERENCE);
  }
}

function checkFiles(report: Report, field: string, { defaultMode, items = [] }: Fields = {}): void {
  report.holdGiven(`${field}.defaultMode`, defaultMode, MODE);
  items.forEach(({ key, path, mode }: Fields) => {
    const place = `${field}.items[${JSON.stringify(key)}]`;
    report.hold(`${place}.path`, path, FILE_PATH);
    report.holdGiven(`${place}.mode`, mode, MODE);
  });
}

function checkMount(report: Report, field: string, { subPath, subPathExpr, mountPropagation }: Fields, privileged: boolean): void {
  report.holdGiven(`${field}.subPath`, subPath, INNER_PATH);
  report.holdGiven(`${field}.subPathExpr`, subPathExpr, INNER_PATH);
  if (subPath && subPathExpr) {
    report.add({
      field: `${field}.subPathExpr`,
      value: subPathExpr,
      rule: 'a mount has one of subPath and subPathExpr',
      fix: 'leave one out',
      code: RuleCode.INVALID_MOUNT,
    });
  }
  if (mountPropagation === 'Bidirectional' && !privileged) {
    report.add({
      field: `${field}.mountPropagation`,
      value: mountPropagation,
      rule: 'only a privileged container mounts for its node',
      fix: 'use MountPropagation.HOST_TO_CONTAINER, or leave it out',
      code: RuleCode.INVALID_MOUNT,
    });
  }
}

function climbs(path: string): boolean {
  return path.split('/').includes('..');
}
