import { IStorage, k8s, MountOptions, Volume } from 'cdk8s-plus-28';
import { checkMountOptions, checkMountPath, checkVolumeName } from './mount-rules';
import { SpinAppSpecVolumeMounts } from '../../../imports';
import { Report } from '../../rules/problem';
import { RuleCode } from '../../rules/rule-code';
import { canonicalVolume } from '../../rules/volume';
import { checkVolumeSource } from '../../rules/volume-sources';

const MOUNT_PATH = 'spec.volumeMounts.mountPath';

/** The volumes of an app and where they are mounted; both may still grow. */
export class Mounts {
  private readonly volumes = new Map<string, Volume>();
  private readonly mounts = new Map<string, SpinAppSpecVolumeMounts>();

  /** Mounts a volume, unless there is something wrong with it or its path. */
  add(report: Report, ...[path, storage, options]: [string, IStorage, MountOptions]): void {
    const volume = storage.asVolume();
    this.checkVolume(report, volume);
    checkMountPath(report, MOUNT_PATH, path, this.mounts.has(path));
    checkMountOptions(report, 'spec.volumeMounts', { ...options, mountPropagation: options.propagation });
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
    if (known && known !== volume) {
      report.add({
        field,
        value: volume.name,
        rule: `another volume of this app, ${known.node.path}, has the name`,
        fix: 'give one of them another name',
        code: RuleCode.DUPLICATE_KEY,
      });
    }
    checkVolumeName(report, field, volume.name);
    if (!known) {
      checkVolumeSource(report, `spec.volumes[${JSON.stringify(volume.name)}]`, toYaml(volume));
    }
  }
}

/** cdk8s-plus keeps a volume in the field names of its own types. */
function toYaml(volume: Volume): { [field: string]: unknown } {
  return canonicalVolume(k8s.toJson_Volume((volume as unknown as { _toKube(): k8s.Volume })._toKube())!);
}
