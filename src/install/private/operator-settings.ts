import { k8s } from 'cdk8s-plus-28';
import { OperatorRelease } from './operator-release';
import { checkImage, clusterImage } from '../../cluster/private/cluster-image';
import { integer, SUBDOMAIN } from '../../rules/grammar';
import { Report } from '../../rules/problem';
import { containerResources, ResourceRequirements } from '../../rules/resources';
import { RuleCode } from '../../rules/rule-code';
import { SCALAR } from '../../rules/scalar';
import { nodeSelector, tolerations } from '../../rules/scheduling';
import { SpinOperatorOptions } from '../spin-operator-options';

/** The operator's objects as a release and a user's options settle them. */
export interface OperatorSettings {
  readonly release: OperatorRelease;
  readonly image: string;
  readonly proxyImage?: string;
  readonly args: string[];
  readonly replicas: number;
  readonly resources: ResourceRequirements;
  readonly clusterDomain: string;
  readonly metrics: boolean;

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

/** Checks a user's options and joins them with the release. */
export function operatorSettings(report: Report, release: OperatorRelease, options: SpinOperatorOptions): OperatorSettings {
  const { replicas = 1, metrics = true, clusterDomain = 'cluster.local', extraArgs = [] } = options;
  report.hold('operator.replicas', replicas, REPLICAS);
  report.hold('operator.clusterDomain', clusterDomain, SUBDOMAIN);
  extraArgs.forEach((arg, index) => report.hold(`operator.extraArgs[${index}]`, arg, SCALAR));
  return {
    release,
    ...images(report, release, options),
    args: [...(metrics ? release.args : withoutMetrics(release.args)), ...extraArgs],
    replicas,
    resources: containerResources(report, 'operator.resources', options.resources) ?? RELEASED_RESOURCES,
    clusterDomain,
    metrics,
    pod: podFields(report, options),
  };
}

function images(report: Report, release: OperatorRelease, options: SpinOperatorOptions): { image: string; proxyImage?: string } {
  const { image = release.image, kubeRbacProxyImage = release.proxyImage, metrics = true } = options;
  checkImage(report, 'operator.image', image);
  if (kubeRbacProxyImage !== undefined && metrics) {
    checkImage(report, 'operator.kubeRbacProxyImage', kubeRbacProxyImage);
  }
  if (options.kubeRbacProxyImage !== undefined && !release.proxyImage) {
    report.add({
      field: 'operator.kubeRbacProxyImage',
      value: options.kubeRbacProxyImage,
      rule: 'this release guards metrics itself and has no such container',
      fix: 'leave it out',
      code: RuleCode.UNUSED_OPTION,
    });
  }
  return {
    image: clusterImage(report.construct, image),
    proxyImage: metrics && release.proxyImage ? clusterImage(report.construct, kubeRbacProxyImage!) : undefined,
  };
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

function withoutMetrics(args: string[]): string[] {
  return args.map((arg) => arg.replace(/^(--metrics-bind-address=).*/, '$10'));
}
