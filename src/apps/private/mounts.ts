import { posix } from 'path';
import { IStorage, k8s, MountOptions, MountPropagation, Volume } from 'cdk8s-plus-28';
import { SpinAppSpecVolumeMounts } from '../../../imports';
import { rfc1123Label } from '../../rules/grammar';
import { Report } from '../../rules/problem';
import { RuleCode } from '../../rules/rule-code';
import { SCALAR } from '../../rules/scalar';
import { canonicalVolume } from '../../rules/volume';

const RESERVED_VOLUMES = ['spin-ca', 'spin-runtime-config'];
const RESERVED_PATHS = ['/runtime-config.toml', '/etc/ssl/certs/ca-certificates.crt', '/spin.json', '/.cache', '/.spin'];

const MOUNT_PATH = 'spec.volumeMounts.mountPath';

const VOLUME_NAME = rfc1123Label('a volume name', RuleCode.INVALID_NAME);

/** The volumes of an app and where they are mounted; both may still grow. */
export class Mounts {
  private readonly volumes = new Map<string, Volume>();
  private readonly mounts = new Map<string, SpinAppSpecVolumeMounts>();

  /** Mounts a volume, unless there is something wrong with it or its path. */
  add(report: Report, ...[path, storage, options]: [string, IStorage, MountOptions]): void {
    const volume = storage.asVolume();
    this.checkVolume(report, volume);
    this.checkPath(report, path);
    checkOptions(report, options);
    if (report.isClean) {
      this.volumes.set(volume.name, volume);
      this.mounts.set(path, {
        name: volume.name,
        mountPath: path,
        // The operator's webhook drops what is false anyway.
        readOnly: options.readOnly || undefined,
        mountPropagation: options.propagation,
        subPath: options.subPath,
        subPathExpr: options.subPathExpr,
      });
    }
  }

  /** `spec.volumes`, in YAML field names. */
  renderVolumes(): { [field: string]: unknown }[] | undefined {
    const volumes = [...this.volumes.values()].map(toYaml);
    return volumes.length > 0 ? volumes : undefined;
  }

  /** `spec.volumeMounts`. */
  renderMounts(): SpinAppSpecVolumeMounts[] | undefined {
    return this.mounts.size > 0 ? [...this.mounts.values()] : undefined;
  }

  private checkVolume(report: Report, volume: Volume): void {
    const field = 'spec.volumes.name';
    const known = this.volumes.get(volume.name);
    if (RESERVED_VOLUMES.includes(volume.name)) {
      report.add({
        field,
        value: volume.name,
        rule: `the operator makes volumes named ${RESERVED_VOLUMES.join(' and ')} itself`,
        fix: 'give the volume another name',
        code: RuleCode.RESERVED_VOLUME,
      });
    }
    if (known && known !== volume) {
      report.add({
        field,
        value: volume.name,
        rule: `another volume of this app, ${known.node.path}, has the name`,
        fix: 'give one of them another name',
        code: RuleCode.DUPLICATE_KEY,
      });
    }
    report.hold(field, volume.name, VOLUME_NAME);
  }

  private checkPath(report: Report, path: string): void {
    const problem = (rule: string, fix: string) => report.add({ field: MOUNT_PATH, value: path, rule, fix, code: RuleCode.INVALID_MOUNT });
    if (!isPlain(path)) {
      problem("a mount path is absolute, without ':', '.' or '..' parts and a slash at its end", 'write it as "/data"');
    } else if (path === '/' || RESERVED_PATHS.some((reserved) => `${path}/`.startsWith(`${reserved}/`) || reserved.startsWith(`${path}/`))) {
      problem(`it would hide what Spin and the operator keep at ${RESERVED_PATHS.join(', ')}`, 'mount below a folder of your own, such as "/data"');
    } else if (this.mounts.has(path)) {
      problem('a volume is mounted there already', 'use another path');
    }
    report.hold(MOUNT_PATH, path, SCALAR);
  }
}

function isPlain(path: string): boolean {
  return typeof path === 'string' && posix.isAbsolute(path) && !/[:\n\r]/.test(path) && posix.normalize(path) === path && (path === '/' || !path.endsWith('/'));
}

function checkOptions(report: Report, { subPath, subPathExpr, propagation }: MountOptions): void {
  const problem = (part: string, value: string, rule: string, fix: string) =>
    report.add({ field: `spec.volumeMounts.${part}`, value, rule, fix, code: RuleCode.INVALID_MOUNT });
  if (subPath !== undefined && subPathExpr !== undefined) {
    problem('subPathExpr', subPathExpr, 'goes without subPath', 'give one of the two');
  }
  for (const [part, value] of Object.entries({ subPath, subPathExpr })) {
    if (typeof value === 'string' && (posix.isAbsolute(value) || value.split('/').includes('..'))) {
      problem(part, value, "is a path inside the volume: relative, without '..'", 'write it as "folder/file"');
    }
    report.holdGiven(`spec.volumeMounts.${part}`, value, SCALAR);
  }
  if (propagation === MountPropagation.BIDIRECTIONAL) {
    problem('mountPropagation', propagation, 'is for privileged containers, and a SpinApp has none', 'use HostToContainer, or leave it out');
  }
}

/** cdk8s-plus keeps a volume in the field names of its own types. */
function toYaml(volume: Volume): { [field: string]: unknown } {
  return canonicalVolume(k8s.toJson_Volume((volume as unknown as { _toKube(): k8s.Volume })._toKube())!);
}
