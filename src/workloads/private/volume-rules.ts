import { checkMountOptions } from '../../apps/private/mount-rules';
import { containersOf, Fields, PodTemplate } from '../../nodes/private/pod-template';
import { Report } from '../../rules/problem';
import { checkVolumeSource } from '../../rules/volume-sources';

/** Checks what the volumes of a pod hold, and how its containers mount them. */
export function checkVolumes(report: Report, template: PodTemplate): void {
  for (const volume of template.spec.volumes ?? []) {
    checkVolume(report, `${template.place}spec.volumes[${JSON.stringify(volume.name)}]`, volume);
  }
  for (const { place, container } of containersOf(template)) {
    const isPrivileged = container.securityContext?.privileged === true;
    (container.volumeMounts ?? []).forEach(({ mountPropagation, ...mount }: Fields, index: number) =>
      checkMountOptions(report, `${place}.volumeMounts[${index}]`, isPrivileged ? mount : { ...mount, mountPropagation }));
  }
}

/** Checks a volume; what a property of the workload was found wrong by is not said again. */
function checkVolume(report: Report, field: string, volume: Fields): void {
  const own = new Report(report.construct);
  checkVolumeSource(own, field, volume);
  own.found.filter(({ value, code }) => !report.found.some((known) => known.value === value && known.code === code))
    .forEach((problem) => report.add(problem));
}
