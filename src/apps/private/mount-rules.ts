import { posix } from 'path';
import { Grammar, rfc1123Label } from '../../rules/grammar';
import { oneOf } from '../../rules/held';
import { climbs } from '../../rules/path';
import { Report } from '../../rules/problem';
import { RuleCode } from '../../rules/rule-code';
import { SCALAR } from '../../rules/scalar';

const RESERVED_VOLUMES = ['spin-ca', 'spin-runtime-config'];
const RESERVED_PATHS = ['/runtime-config.toml', '/spin.json', '/.cache', '/.spin'];
const CERTIFICATES_PATH = '/etc/ssl/certs/ca-certificates.crt';

/** A path as it should be written: the kubelet and containerd make one of others. */
const PLAIN_PATH: Grammar = {
  accepts: (path) => typeof path === 'string' && !/[:\n\r]/.test(path) && mountPoint(path) === path,
  rule: "a mount path is absolute, without ':', '.' or '..' parts and a slash at its end",
  fix: 'write it as "/data"',
  code: RuleCode.INVALID_MOUNT,
  isAdvice: true,
};

const PROPAGATION: Grammar = { ...oneOf('None', 'HostToContainer'), code: RuleCode.INVALID_MOUNT };
const RECURSIVE: Grammar = { ...oneOf('Disabled', 'IfPossible', 'Enabled'), code: RuleCode.INVALID_MOUNT };

const VOLUME_NAME = rfc1123Label('a volume name', RuleCode.INVALID_NAME);

/** Checks that a volume's name is one, and not the operator's own. */
export function checkVolumeName(report: Report, field: string, name: string): void {
  if (RESERVED_VOLUMES.includes(name)) {
    report.add({
      field,
      value: name,
      rule: `the operator makes volumes named ${RESERVED_VOLUMES.join(' and ')} itself`,
      fix: 'give the volume another name',
      code: RuleCode.RESERVED_VOLUME,
    });
  }
  report.hold(field, name, VOLUME_NAME);
}

/** Checks a path at which a volume is to be mounted. */
export function checkMountPath(report: Report, ...[field, path, isTaken]: [string, string, boolean]): void {
  const problem = (rule: string, fix: string) => report.add({ field, value: path, rule, fix, code: RuleCode.INVALID_MOUNT });
  if (typeof path !== 'string' || path === '') {
    problem('a volume is mounted at a path', 'write it as "/data"');
    return;
  }
  if (mountPoint(path) === '/' || RESERVED_PATHS.some((reserved) => hides(path, reserved))) {
    problem(`it would hide what Spin and the operator keep at ${RESERVED_PATHS.join(', ')}`, 'mount below a folder of your own, such as "/data"');
  } else if (isTaken) {
    problem('a volume is mounted there already', 'use another path');
  }
  report.hold(field, path, PLAIN_PATH);
}

/** Refuses mounts that hide the CA certificates of the operator, where the executor is known to have it mount them. */
export function checkCertificateMounts(report: Report, mounted: boolean | undefined, mounts: readonly { readonly mountPath?: string }[] = []): void {
  mounts.forEach(({ mountPath }, index) => {
    if (mounted && typeof mountPath === 'string' && mountPoint(mountPath) !== '/' && hides(mountPath, CERTIFICATES_PATH)) {
      report.add({
        field: `spec.volumeMounts[${index}].mountPath`,
        value: mountPath,
        rule: `it would hide the CA certificates that the operator mounts at ${CERTIFICATES_PATH}`,
        fix: 'mount elsewhere, or use an executor with installDefaultCaCerts: false and no caCertSecret',
        code: RuleCode.INVALID_MOUNT,
      });
    }
  });
}

/** How a volume is mounted. */
export interface MountParts {
  readonly readOnly?: boolean;
  readonly recursiveReadOnly?: string;
  readonly subPath?: string;
  readonly subPathExpr?: string;
  readonly mountPropagation?: string;
}

/** Checks how a volume is mounted. */
export function checkMountOptions(report: Report, field: string, mount: MountParts): void {
  const { subPath, subPathExpr, mountPropagation } = mount;
  const problem = (part: string, value: string, rule: string, fix: string) =>
    report.add({ field: `${field}.${part}`, value, rule, fix, code: RuleCode.INVALID_MOUNT });
  if (subPath && subPathExpr) {
    problem('subPathExpr', subPathExpr, 'goes without subPath', 'give one of the two');
  }
  for (const [part, value] of Object.entries({ subPath, subPathExpr })) {
    if (typeof value === 'string' && (posix.isAbsolute(value) || climbs(value))) {
      problem(part, value, "is a path inside the volume: relative, without '..'", 'write it as "folder/file"');
    }
    report.holdGiven(`${field}.${part}`, value, SCALAR);
  }
  if (mountPropagation === 'Bidirectional') {
    problem('mountPropagation', mountPropagation, 'is for privileged containers', 'use HostToContainer, or leave it out');
  } else {
    report.holdGiven(`${field}.mountPropagation`, mountPropagation, PROPAGATION);
  }
  checkRecursive(report, `${field}.recursiveReadOnly`, mount);
}

/** Checks whether what is mounted below a volume may be written to. */
function checkRecursive(report: Report, field: string, { readOnly, recursiveReadOnly, mountPropagation = 'None' }: MountParts): void {
  report.holdGiven(field, recursiveReadOnly, RECURSIVE);
  if (['Enabled', 'IfPossible'].includes(String(recursiveReadOnly)) && !(readOnly && mountPropagation === 'None')) {
    report.add({
      field,
      value: recursiveReadOnly,
      rule: 'goes with readOnly: true, and without mountPropagation',
      fix: 'give readOnly, or leave it out',
      code: RuleCode.INVALID_MOUNT,
    });
  }
}

function hides(path: string, kept: string): boolean {
  const point = mountPoint(path);
  return `${point}/`.startsWith(`${kept}/`) || kept.startsWith(`${point}/`);
}

/** Where a container sees what is mounted at a path, which the kubelet makes absolute. */
function mountPoint(path: string): string {
  return posix.normalize(`/${path}`).replace(/(?<=.)\/$/, '');
}
