import { Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { Component } from './component';
import { dressNamespace, namespaceObjects } from './namespace-objects';
import { SourceSettings } from './source-settings';
import { argoCdApplication } from './sources/argo-cd';
import { fluxRelease } from './sources/flux';
import { kustomization } from './sources/manifest-url';
import { helmObjects, includedObjects } from './sources/rendered';
import { markPhase, Phase } from '../../cluster/private/phase';

/** Where the chart of a component stands. */
export interface ComponentPlace {
  readonly scope: Construct;
  readonly id: string;
  readonly phase: Phase;
  readonly labels?: { [key: string]: string };
}

/** Makes a component as its source has it; nothing where it is in the cluster already. */
export function componentChart({ scope, id, phase, labels }: ComponentPlace, component: Component, settings: SourceSettings): Chart | undefined {
  if (settings.kind === 'existing') {
    return undefined;
  }
  const foreign = settings.kind === 'manifestUrl';
  const chart = new Chart(scope, id, foreign ? {} : { namespace: component.namespace, labels: settings.kind === 'bundled' ? labels : undefined });
  markPhase(chart, phase);
  if (settings.kind === 'manifestUrl') {
    kustomization(chart, component, settings.url);
  } else {
    nativeObjects(chart, component, settings);
  }
  return chart;
}

function nativeObjects(chart: Chart, component: Component, settings: Exclude<SourceSettings, { kind: 'manifestUrl' }>): void {
  const { namespace, namespaceOptions } = component;
  if (settings.kind !== 'include') {
    namespaceObjects(chart, namespace, namespaceOptions);
  }
  switch (settings.kind) {
    case 'bundled':
      return component.bundled!(chart);
    case 'include':
      return includeObjects(chart, component, settings.manifest);
    case 'helm':
      helmObjects(chart, component, settings.options);
      return;
    case 'argoCd':
      return argoCdApplication(chart, component, settings.options);
    case 'flux':
      return fluxRelease(chart, component, settings.options);
    default:
  }
}

/** A manifest may bring its namespace, which then gets what the user says of it. */
function includeObjects(chart: Chart, component: Component, source: string): void {
  const { namespace, namespaceOptions } = component;
  const included = includedObjects(chart, component, source);
  const own = included.find(({ kind, name }) => kind === 'Namespace' && name === namespace);
  if (own) {
    dressNamespace(chart, own, namespaceOptions);
  }
  const first = own ?? namespaceObjects(chart, namespace, namespaceOptions);
  if (first) {
    // what lives in a namespace is applied after it
    included.filter((object) => object !== first).forEach((object) => object.addDependency(first));
  }
}
