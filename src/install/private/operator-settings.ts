import { k8s } from 'cdk8s-plus-28';
import { checkCertificates } from './certificate-rules';
import { operatorObjects } from './operator-objects';
import { checkImage, clusterImage } from '../../cluster/private/cluster-image';
import { SpinKubeVersion } from '../../cluster/spinkube-version';
import { integer, SUBDOMAIN } from '../../rules/grammar';
import { Mirror } from '../../rules/mirror';
import { checkMirror, MIRROR, mirroredImage } from '../../rules/mirrored';
import { Report } from '../../rules/problem';
import { containerResources, ResourceRequirements } from '../../rules/resources';
import { RuleCode } from '../../rules/rule-code';
import { SCALAR } from '../../rules/scalar';
import { nodeSelector, tolerations } from '../../rules/scheduling';
import { OperatorObjects } from '../../upstream/spin-operator';
import { SpinOperatorOptions } from '../spin-operator-options';
import { WebhookCertificates } from '../webhook-certificates';

/** The operator's objects as a release and a user's options settle them. */
export interface OperatorSettings {
  readonly release: OperatorObjects;
  readonly image: string;
  readonly proxyImage?: string;
  readonly args: string[];
  readonly replicas: number;
  readonly resources: ResourceRequirements;
  readonly clusterDomain: string;
  readonly metrics: boolean;
  readonly certificates: WebhookCertificates;

  /** Fields of the pod that are left out unless the user gave them. */
  readonly pod: { readonly [field: string]: unknown };
}

const RELEASED_RESOURCES = { limits: { cpu: '500m', memory: '128Mi' }, requests: { cpu: '10m', memory: '64Mi' } };

const LINUX = {
  nodeAffinity: {
    requiredDuringSchedulingIgnoredDuringExecution: {
      nodeSelectorTerms: [{
        matchExpressions: [
          { key: 'kubernetes.io/arch', operator: 'In', values: ['amd64', 'arm64'] },
          { key: 'kubernetes.io/os', operator: 'In', values: ['linux'] },
        ],
      }],
    },
  },
};

const REPLICAS = integer({
  min: 1,
  rule: 'the operator needs at least one pod',
  fix: 'give an integer of at least 1',
  code: RuleCode.INVALID_REPLICAS,
});

/** What settles the operator's objects beside its options. */
export interface OperatorTarget {
  readonly version: SpinKubeVersion;
  readonly certificates?: WebhookCertificates;
  readonly mirror?: Mirror;

  /** Whether its images are written here. */
  readonly isWritten?: boolean;
}

/** Checks a user's options and joins them with the release. */
export function operatorSettings(report: Report, target: OperatorTarget, options: SpinOperatorOptions): OperatorSettings {
  const { replicas = 1, metrics = true, clusterDomain = 'cluster.local', extraArgs = [] } = options;
  const { certificates = WebhookCertificates.certManager() } = target;
  const release = operatorObjects(target.version);
  checkCertificates(report, certificates);
  checkMirror(report, target.mirror);
  report.hold('operator.replicas', replicas, REPLICAS);
  report.hold('operator.clusterDomain', clusterDomain, SUBDOMAIN);
  extraArgs.forEach((arg, index) => report.hold(`operator.extraArgs[${index}]`, arg, SCALAR));
  return {
    release,
    ...images(report, target, options),
    args: [...(metrics ? release.args : withoutMetrics(release.args)), ...extraArgs],
    replicas,
    resources: containerResources(report, 'operator.resources', options.resources) ?? RELEASED_RESOURCES,
    clusterDomain,
    metrics,
    certificates,
    pod: podFields(report, options),
  };
}

function images(report: Report, target: OperatorTarget, options: SpinOperatorOptions): { image: string; proxyImage?: string } {
  const release = atMirror(operatorObjects(target.version), target.mirror);
  const { image = release.image, kubeRbacProxyImage = release.proxyImage, metrics = true } = options;
  if (isKnown(target, options.image)) {
    checkImage(report, 'operator.image', image);
  }
  checkProxyOption(report, release, options);
  const proxyImage = metrics && release.proxyImage ? kubeRbacProxyImage : undefined;
  if (proxyImage !== undefined && isKnown(target, options.kubeRbacProxyImage)) {
    checkImage(report, 'operator.kubeRbacProxyImage', proxyImage);
  }
  return {
    image: clusterImage(report.construct, image),
    proxyImage: proxyImage && clusterImage(report.construct, proxyImage),
  };
}

function checkProxyOption(report: Report, release: OperatorObjects, options: SpinOperatorOptions): void {
  if (options.kubeRbacProxyImage !== undefined && !release.proxyImage) {
    report.add({
      field: 'operator.kubeRbacProxyImage',
      value: options.kubeRbacProxyImage,
      rule: 'this release guards metrics itself and has no such container',
      fix: 'leave it out',
      code: RuleCode.UNUSED_OPTION,
    });
  }
}

function podFields(report: Report, options: SpinOperatorOptions): { [field: string]: unknown } {
  const selector = nodeSelector(report, 'operator.nodeSelector', options.nodeSelector);
  const tolerated = tolerations(report, 'operator.tolerations', options.tolerations);
  report.holdGiven('operator.priorityClassName', options.priorityClassName, SUBDOMAIN);
  return {
    affinity: options.affinity ? k8s.toJson_Affinity(options.affinity) : LINUX,
    imagePullSecrets: options.imagePullSecrets?.map(({ name }) => ({ name })),
    nodeSelector: Object.keys(selector).length > 0 ? selector : undefined,
    tolerations: tolerated.length > 0 ? tolerated : undefined,
    priorityClassName: options.priorityClassName,
  };
}

/** Whether an image is one that can be judged: that of a mirror which is none is not, nor one that is not written here. */
function isKnown({ mirror, isWritten = true }: OperatorTarget, given?: string): boolean {
  return given !== undefined || (isWritten && (mirror === undefined || MIRROR.accepts(mirror.host)));
}

/** A release with its images at a mirror. */
function atMirror(release: OperatorObjects, mirror?: Mirror): OperatorObjects {
  const { image, proxyImage } = release;
  return { ...release, image: mirroredImage(image, mirror), proxyImage: proxyImage && mirroredImage(proxyImage, mirror) };
}

function withoutMetrics(args: string[]): string[] {
  return args.map((arg) => arg.replace(/^(--metrics-bind-address=).*/, '$10'));
}
