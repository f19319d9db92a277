import { Chart } from 'cdk8s';
import { IConstruct } from 'constructs';
import { Component, imageValues } from './component';
import { MANAGER, managerImages, managerObjects, MANAGER_VERSION, ManagerSettings } from './rcm-objects';
import { checkManager, managerSettings, privileged } from './rcm-settings';
import { checkSource } from './source-rules';
import { SourceSettings } from './source-settings';
import { clusterImage } from '../../cluster/private/cluster-image';
import { ShimDirectory } from '../../nodes/private/shim-directory';
import { Mirror } from '../../rules/mirror';
import { Report } from '../../rules/problem';
import { RuleCode } from '../../rules/rule-code';
import { ComponentSource } from '../component-source';
import { NamespaceOptions } from '../namespace-options';
import type { RuntimeClassManagerProps } from '../runtime-class-manager';

/** A runtime-class-manager whose props are checked. */
export interface ManagerPlan {
  readonly settings: ManagerSettings;
  readonly source: SourceSettings;
  readonly component: Component;
}

/** runtime-class-manager as a user wants it, with all that is wrong with that in a report. */
export function planManager(report: Report, scope: IConstruct, props: RuntimeClassManagerProps): ManagerPlan {
  const { _settings: source } = props.source ?? ComponentSource.bundled();
  const unlocked = managerSettings(props, source);
  const settings = withDigests(scope, unlocked);
  const { mirror } = props;
  const component = managerComponent(settings, {
    mirror, namespaceOptions: privileged(props.namespaceOptions), bundled: (chart) => managerObjects(chart, settings),
  });
  checkManager(report, props, unlocked);
  checkSource(report, scope, component, source);
  checkFirst(report, scope, ShimDirectory.of(scope).installed);
  return { settings, source, component };
}

/** The images as the lock of the cluster has them. */
function withDigests(scope: IConstruct, settings: ManagerSettings): ManagerSettings {
  return {
    ...settings,
    image: clusterImage(scope, settings.image),
    downloaderImage: clusterImage(scope, settings.downloaderImage),
    nodeInstallerImage: clusterImage(scope, settings.nodeInstallerImage),
  };
}

interface ManagerInstall {
  readonly namespaceOptions?: NamespaceOptions;
  readonly mirror?: Mirror;
  readonly bundled: (chart: Chart) => void;
}

/** runtime-class-manager. */
function managerComponent(settings: ManagerSettings, install: ManagerInstall): Component {
  return {
    ...install,
    name: MANAGER,
    namespace: settings.namespace,
    charts: 'oci://ghcr.io/spinframework/charts',
    version: MANAGER_VERSION,
    versionsWithV: false,
    crdsBesideTemplates: true,
    kustomizable: false,
    images: Object.values(managerImages(MANAGER_VERSION)).map((image) => image.replace(/:[^:]*$/, '')),
    // the chart has latest as the tag of its images
    values: () => ({
      image: imageValues(settings.image),
      rcm: {
        shimDownloaderImage: imageValues(settings.downloaderImage),
        nodeInstallerImage: imageValues(settings.nodeInstallerImage),
        ...(settings.installerJobTtl > 0 && { nodeInstallerJob: { ttl: settings.installerJobTtl } }),
      },
    }),
  };
}

function checkFirst(report: Report, manager: IConstruct, installed?: IConstruct): void {
  if (installed) {
    report.add({
      field: 'id',
      value: manager.node.id,
      rule: `this cluster has a RuntimeClassManager already, by ${installed.node.path}, and its CRD and nodes exist once`,
      fix: 'keep one, or stand the other below another WasmCluster',
      code: RuleCode.DUPLICATE_INSTALL,
    });
  }
}
