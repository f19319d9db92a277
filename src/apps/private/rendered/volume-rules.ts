import { Fields } from './rule-context';
import { nearMiss } from '../../../rules/near-miss';
import { Report } from '../../../rules/problem';
import { RuleCode } from '../../../rules/rule-code';
import { checkVolumeSource } from '../../../rules/volume-sources';
import { checkMountOptions, checkMountPath, checkVolumeName } from '../mount-rules';

/** Checks `spec.volumes` and `spec.volumeMounts`. */
export function checkVolumes(report: Report, volumes: readonly Fields[], mounts: readonly Fields[]): void {
  const names = volumes.map(({ name }) => name).filter((name) => typeof name === 'string');
  volumes.forEach((volume, index) => {
    const field = `spec.volumes[${index}].name`;
    checkVolumeName(report, field, volume.name);
    checkVolumeSource(report, `spec.volumes[${JSON.stringify(volume.name)}]`, volume);
    if (names.indexOf(volume.name) < index && names.includes(volume.name)) {
      const rule = 'another volume of this app has the name';
      report.add({ field, value: volume.name, rule, fix: 'give one of them another name', code: RuleCode.DUPLICATE_KEY });
    }
    const sources = Object.keys(volume).filter((part) => part !== 'name');
    if (volume.projected && !volume.projected.sources) {
      const rule = "the operator's webhook turns a missing list into a null, which its own schema refuses";
      report.add({ field: `spec.volumes[${index}].projected.sources`, value: undefined, rule, fix: 'write sources: []', code: RuleCode.INVALID_FIELD });
    }
    if (sources.length > 1) {
      const rule = 'a volume has one source';
      report.add({ field: `spec.volumes[${index}]`, value: sources, rule, fix: 'make it two volumes', code: RuleCode.INVALID_FIELD });
    }
  });
  const paths = mounts.map(({ mountPath }) => mountPath);
  mounts.forEach((mount, index) => {
    const field = `spec.volumeMounts[${index}]`;
    checkMountPath(report, `${field}.mountPath`, mount.mountPath, paths.indexOf(mount.mountPath) < index);
    checkMountOptions(report, field, mount);
    if (!names.includes(mount.name)) {
      refuseMount(report, `${field}.name`, mount.name, names);
    }
  });
}

function refuseMount(report: Report, field: string, name: string, names: readonly string[]): void {
  const near = nearMiss(String(name), names);
  report.add({
    field,
    value: name,
    rule: `spec.volumes has ${names.join(', ') || 'none'}`,
    fix: near === undefined ? 'add the volume' : `did you mean ${JSON.stringify(near)}?`,
    code: RuleCode.UNRESOLVED_REFERENCE,
  });
}
