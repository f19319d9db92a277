import { posix } from 'path';
import { rfc1123Label } from '../../rules/grammar';
import { climbs } from '../../rules/path';
import { Report } from '../../rules/problem';
import { RuleCode } from '../../rules/rule-code';
import { SCALAR } from '../../rules/scalar';

const RESERVED_VOLUMES = ['spin-ca', 'spin-runtime-config'];
const RESERVED_PATHS = ['/runtime-config.toml', '/spin.json', '/.cache', '/.spin'];
const CERTIFICATES_PATH = '/etc/ssl/certs/ca-certificates.crt';

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
  if (!isPlain(path)) {
    problem("a mount path is absolute, without ':', '.' or '..' parts and a slash at its end", 'write it as "/data"');
  } else if (path === '/' || RESERVED_PATHS.some((reserved) => hides(path, reserved))) {
    problem(`it would hide what Spin and the operator keep at ${RESERVED_PATHS.join(', ')}`, 'mount below a folder of your own, such as "/data"');
  } else if (isTaken) {
    problem('a volume is mounted there already', 'use another path');
  }
  report.hold(field, path, SCALAR);
}

/** Refuses mounts that hide the CA certificates of the operator, where the executor is known to have it mount them. */
export function checkCertificateMounts(report: Report, mounted: boolean | undefined, mounts: readonly { readonly mountPath?: string }[] = []): void {
  mounts.forEach(({ mountPath }, index) => {
    if (mounted && mountPath !== '/' && typeof mountPath === 'string' && hides(mountPath, CERTIFICATES_PATH)) {
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
  readonly subPath?: string;
  readonly subPathExpr?: string;
  readonly mountPropagation?: string;
}

/** Checks how a volume is mounted. */
export function checkMountOptions(report: Report, field: string, { subPath, subPathExpr, mountPropagation }: MountParts): void {
  const problem = (part: string, value: string, rule: string, fix: string) =>
    report.add({ field: `${field}.${part}`, value, rule, fix, code: RuleCode.INVALID_MOUNT });
  if (subPath !== undefined && subPathExpr !== undefined) {
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
  }
}

function hides(path: string, kept: string): boolean {
  return `${path}/`.startsWith(`${kept}/`) || kept.startsWith(`${path}/`);
}

function isPlain(path: string): boolean {
  return typeof path === 'string' && posix.isAbsolute(path) && !/[:\n\r]/.test(path) && posix.normalize(path) === path && (path === '/' || !path.endsWith('/'));
}
