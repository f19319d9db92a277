import { Duration } from 'cdk8s';
import { Construct } from 'constructs';
import { manifest } from '../../../cluster/private/manifest';
import { FluxSourceOptions } from '../../component-source';
import { Component, HelmChart, helmChart } from '../component';

const SOURCE = 'source.toolkit.fluxcd.io/v1';
const HELM_LAYER = 'application/vnd.cncf.helm.chart.content.v1.tar+gzip';

/** Makes the Flux HelmRelease of a component, and the source of its chart. */
export function fluxRelease(scope: Construct, component: Component, options: FluxSourceOptions): void {
  const { name = component.name, namespace = 'flux-system', interval = Duration.hours(1) } = options;
  const chart = helmChart(component, options);
  const metadata = { name, namespace };
  const every = `${interval.toSeconds()}s`;
  const isOci = chart.repository.startsWith('oci://');
  manifest(scope, { apiVersion: SOURCE, metadata, ...(isOci ? ociRepository(chart, every) : helmRepository(chart, every)) }, 'source');
  const crds = component.crdsBesideTemplates ? { crds: 'CreateReplace' } : undefined;
  manifest(scope, {
    apiVersion: 'helm.toolkit.fluxcd.io/v2',
    kind: 'HelmRelease',
    metadata,
    spec: {
      interval: every,
      releaseName: component.name,
      targetNamespace: component.namespace,
      ...(isOci ? { chartRef: { kind: 'OCIRepository', name } } : { chart: { spec: chartSpec(chart, name) } }),
      // Flux leaves CRDs beside the templates as they are in an upgrade, unless it is told otherwise
      ...(crds && { install: crds, upgrade: crds }),
      ...(Object.keys(chart.values).length > 0 && { values: chart.values }),
    },
  }, 'release');
}

function ociRepository({ repository, name, version }: HelmChart, interval: string) {
  return {
    kind: 'OCIRepository',
    spec: {
      interval,
      url: `${repository}/${name}`,
      ref: { tag: version },
      layerSelector: { mediaType: HELM_LAYER, operation: 'copy' },
    },
  };
}

function helmRepository({ repository }: HelmChart, interval: string) {
  return { kind: 'HelmRepository', spec: { interval, url: repository } };
}

function chartSpec({ name: chart, version }: HelmChart, source: string) {
  return { chart, version, sourceRef: { kind: 'HelmRepository', name: source } };
}
