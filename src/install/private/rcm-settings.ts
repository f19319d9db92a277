import { plainVersion } from './component';
import { checkNamespaceOptions } from './namespace-objects';
import { MANAGER, managerImages, MANAGER_VERSION, ManagerSettings } from './rcm-objects';
import { isChart, isWritten, refuseLost } from './source-rules';
import { chartOptions, SourceSettings } from './source-settings';
import { checkImage } from '../../cluster/private/cluster-image';
import { ENFORCED_LEVEL } from '../../nodes/private/pod-security';
import { integer, NAMESPACE } from '../../rules/grammar';
import { checkMirror, MIRROR, mirroredImage } from '../../rules/mirrored';
import { Report } from '../../rules/problem';
import { RuleCode } from '../../rules/rule-code';
import { NamespaceOptions, PodSecurityLevel } from '../namespace-options';
import type { RuntimeClassManagerProps } from '../runtime-class-manager';

const SECONDS = integer({
  min: 0,
  rule: 'Kubernetes counts the life of a finished job in whole seconds',
  fix: 'give whole seconds, or none to keep the jobs',
  code: RuleCode.INVALID_QUANTITY,
});

const IMAGES = ['image', 'downloaderImage', 'nodeInstallerImage'] as const;

/** What a user's props and the release make of the manager. */
export function managerSettings(props: RuntimeClassManagerProps, source: SourceSettings): ManagerSettings {
  const released = managerImages(plainVersion(chartOptions(source)?.version) ?? MANAGER_VERSION);
  return {
    namespace: props.namespace ?? MANAGER,
    image: props.image ?? mirroredImage(released.image, props.mirror),
    downloaderImage: props.downloaderImage ?? mirroredImage(released.downloaderImage, props.mirror),
    nodeInstallerImage: props.nodeInstallerImage ?? mirroredImage(released.nodeInstallerImage, props.mirror),
    installerJobTtl: props.installerJobTtl?.toSeconds({ integral: false }) ?? 0,
  };
}

/** Checks a user's props, with what the source of the manager has no place for. */
export function checkManager(report: Report, props: RuntimeClassManagerProps, settings: ManagerSettings): void {
  const { source, mirror, namespace, namespaceOptions, ...options } = props;
  const kind = source?._settings.kind ?? 'bundled';
  report.hold('namespace', settings.namespace, NAMESPACE);
  checkMirror(report, mirror);
  IMAGES.filter((field) => isJudged(kind, props, field)).forEach((field) => checkImage(report, field, settings[field]));
  report.hold('installerJobTtl', settings.installerJobTtl, SECONDS);
  checkNamespaceOptions(report, 'namespaceOptions', namespaceOptions ?? {});
  checkPrivileged(report, namespaceOptions);
  checkQuota(report, namespaceOptions);
  if (!isChart(kind)) {
    refuseLost(report, '', { kind, given: options });
  }
  if (kind === 'existing' || kind === 'manifestUrl') {
    refuseLost(report, '', { kind, given: { namespaceOptions } });
  }
}

/** Whether an image can be judged: that of a mirror which is none cannot, nor one that is not written here. */
function isJudged(kind: SourceSettings['kind'], props: RuntimeClassManagerProps, field: typeof IMAGES[number]): boolean {
  return props[field] !== undefined || (isWritten(kind) && (props.mirror === undefined || MIRROR.accepts(props.mirror.host)));
}

/** A namespace that admits the jobs of the nodes, which are privileged and see the host. */
export function privileged(options: NamespaceOptions = {}): NamespaceOptions {
  return options.existing || options.labels?.[ENFORCED_LEVEL] ? options : { ...options, podSecurity: PodSecurityLevel.PRIVILEGED };
}

function checkPrivileged(report: Report, { podSecurity, labels = {} }: NamespaceOptions = {}): void {
  const level = podSecurity ?? labels[ENFORCED_LEVEL] ?? PodSecurityLevel.PRIVILEGED;
  if (level !== PodSecurityLevel.PRIVILEGED) {
    report.add({
      field: 'namespaceOptions.podSecurity',
      value: level,
      rule: 'the jobs that install a shim are privileged and see the host, and another level refuses them',
      fix: 'leave it out',
      code: RuleCode.RESTRICTED_NAMESPACE,
    });
  }
}

function checkQuota(report: Report, { quota = {} }: NamespaceOptions = {}): void {
  const { pods, ...amounts } = quota;
  const given = Object.entries(amounts).filter(([, amount]) => amount !== undefined).map(([option]) => option);
  if (given.length > 0) {
    report.add({
      field: 'namespaceOptions.quota',
      value: given.join(', '),
      rule: 'the jobs that install a shim claim neither CPU nor memory, and a quota of them refuses such pods',
      fix: 'leave it out, or limit pods alone',
      code: RuleCode.QUOTA_WITHOUT_RESOURCES,
    });
  }
}
