import { Chart } from 'cdk8s';
import { Values } from './chart-values';
import { Component, imageValues } from './component';
import { isRestricted } from './namespace-objects';
import { OperatorSettings } from './operator-settings';
import { isChart, refuseLost } from './source-rules';
import { SourceSettings } from './source-settings';
import { Mirror } from '../../rules/mirror';
import { Report } from '../../rules/problem';
import { NamespaceOptions } from '../namespace-options';
import { SpinOperatorOptions } from '../spin-operator-options';

/** Options for which the chart of the operator has a value. */
const CHART_OPTIONS: (keyof SpinOperatorOptions)[] = ['image', 'kubeRbacProxyImage', 'replicas', 'resources', 'clusterDomain', 'extraArgs'];

/** What a namespace of level restricted asks for and the chart lacks. */
const SECCOMP = { containerSecurityContext: { seccompProfile: { type: 'RuntimeDefault' } } };

/** What an operator is installed with. */
export interface OperatorInstall {
  readonly namespace: string;
  readonly namespaceOptions?: NamespaceOptions;
  readonly mirror?: Mirror;
  readonly version: string;
  readonly settings: OperatorSettings;
  readonly options: SpinOperatorOptions;
  readonly bundled: (chart: Chart) => void;
}

/** The spin-operator. */
export function operatorComponent({ settings, options, ...install }: OperatorInstall): Component {
  return {
    ...install,
    name: 'spin-operator',
    charts: settings.release.charts,
    versionIsSettled: true,
    versionsWithV: false,
    crdsBesideTemplates: false,
    kustomizable: false,
    images: [settings.release.image.replace(/:[^:/]*$/, '')],
    values: () => values(settings, options, install),
  };
}

/** Refuses options that are lost with a source. */
export function checkOperatorOptions(report: Report, kind: SourceSettings['kind'], options: SpinOperatorOptions): void {
  const known: string[] = isChart(kind) ? CHART_OPTIONS : [];
  const given = Object.fromEntries(Object.entries(options).filter(([option]) => !known.includes(option)));
  refuseLost(report, 'operator.', { kind, given });
}

function values(settings: OperatorSettings, options: SpinOperatorOptions, install: Pick<OperatorInstall, 'mirror' | 'namespaceOptions'>): Values {
  const { proxyImage, replicas, clusterDomain } = settings;
  const restricted = isRestricted(install.namespaceOptions) ? SECCOMP : undefined;
  return present({
    controllerManager: present({
      manager: present({ ...managerValues(settings, options, install.mirror), ...restricted }),
      // the chart names a registry that is gone
      kubeRbacProxy: proxyImage && { image: imageValues(proxyImage), ...restricted },
      replicas: options.replicas && replicas,
    }),
    kubernetesClusterDomain: options.clusterDomain && clusterDomain,
  }) ?? {};
}

function managerValues({ image, resources, args }: OperatorSettings, options: SpinOperatorOptions, mirror?: Mirror): Values | undefined {
  const imageIsOther = options.image !== undefined || mirror !== undefined || image.includes('@');
  return present({
    image: imageIsOther ? imageValues(image) : undefined,
    resources: options.resources && resources,
    args: options.extraArgs && args,
  });
}

/** The fields that are there, or nothing where none is. */
function present(fields: Values): Values | undefined {
  const given = Object.entries(fields).filter(([, value]) => value !== undefined);
  return given.length > 0 ? Object.fromEntries(given) : undefined;
}
