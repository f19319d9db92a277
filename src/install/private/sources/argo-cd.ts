import { Construct } from 'constructs';
import { manifest } from '../../../cluster/private/manifest';
import { ArgoCdOciForm, ArgoCdSourceOptions } from '../../component-source';
import { Component, HelmChart, helmChart } from '../component';

/** Makes the Argo CD Application of a component. */
export function argoCdApplication(scope: Construct, component: Component, options: ArgoCdSourceOptions): void {
  const { name = component.name, namespace = 'argocd', project = 'default', automated = true } = options;
  manifest(scope, {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: { name, namespace },
    spec: {
      project,
      destination: { server: 'https://kubernetes.default.svc', namespace: component.namespace },
      source: source(helmChart(component, options), options.ociForm),
      syncPolicy: { ...(automated && { automated: {} }), syncOptions: ['ServerSideApply=true'] },
    },
  }, 'application');
}

function source({ repository, name, version, values }: HelmChart, form = ArgoCdOciForm.CHART) {
  const valuesObject = Object.keys(values).length > 0 ? values : undefined;
  const rest = { targetRevision: version, helm: { releaseName: name, ...(valuesObject && { valuesObject }) } };
  if (repository.startsWith('oci://') && form === ArgoCdOciForm.PATH) {
    return { repoURL: `${repository}/${name}`, path: '.', ...rest };
  }
  // with `chart`, the scheme of a registry is left out
  return { repoURL: repository.replace(/^oci:\/\//, ''), chart: name, ...rest };
}
