import { Component, Release } from './component';

/** What differs between the objects of two releases of the spin-operator, beside the CRDs. */
export interface OperatorObjects {
  readonly image: string;

  /** The registry of the Helm chart. */
  readonly charts: string;

  /** Arguments of the manager. */
  readonly args: string[];

  /** The name of the Service for metrics, without the prefix of all names. */
  readonly metricsService: string;

  /** The port that it leads to. */
  readonly metricsTarget: string | number;

  /** The name of the role that may review tokens for metrics, without the prefix, and of its binding. */
  readonly metricsRole: { readonly name: string; readonly binding: string };

  /** The image of the container that guards metrics, where the manager does not do so itself. */
  readonly proxyImage?: string;
}

type Feature = 'serviceAccountName' | 'zeroDelay' | 'invocationLimits';

interface OperatorRelease extends Release<Feature> {
  readonly objects: OperatorObjects;
}

/** The homes of the project: until 0.5.0, and since. */
const SPINKUBE = 'oci://ghcr.io/spinkube/charts';
const SPINFRAMEWORK = 'oci://ghcr.io/spinframework/charts';

/** Releases from 0.5.0 on guard metrics in the manager. */
const GUARDED = {
  args: ['--metrics-bind-address=:8443', '--leader-elect', '--enable-webhooks'],
  metricsService: 'metrics-service',
  metricsTarget: 8443,
  metricsRole: { name: 'metrics-auth-role', binding: 'metrics-auth-rolebinding' },
};

export const SPIN_OPERATOR = new Component<Feature, OperatorRelease>('spin-operator', [
  {
    version: '0.4.0',
    date: '2024-11',
    objects: {
      charts: SPINKUBE,
      image: 'ghcr.io/spinkube/spin-operator:v0.4.0',
      args: ['--health-probe-bind-address=:8082', '--metrics-bind-address=127.0.0.1:8080', '--leader-elect', '--enable-webhooks'],
      metricsService: 'controller-manager-metrics-service',
      metricsTarget: 'https',
      metricsRole: { name: 'proxy-role', binding: 'proxy-rolebinding' },
      // The registry that the release names is gone; this is the proxy's own.
      proxyImage: 'quay.io/brancz/kube-rbac-proxy:v0.15.0',
    },
  },
  {
    version: '0.5.0',
    date: '2025-03',
    brought: {
      serviceAccountName: '`serviceAccountName` of a SpinApp',
      zeroDelay: 'an `initialDelaySeconds` of 0 is kept',
    },
    objects: { ...GUARDED, charts: SPINKUBE, image: 'ghcr.io/spinkube/spin-operator:v0.5.0' },
  },
  {
    version: '0.6.0',
    date: '2025-06',
    brought: { invocationLimits: '`invocationLimits` of a SpinApp' },
    // It was released with the image of the project's former home.
    objects: { ...GUARDED, charts: SPINFRAMEWORK, image: 'ghcr.io/spinkube/spin-operator:v0.6.0' },
  },
  {
    version: '0.6.1',
    date: '2025-07',
    objects: { ...GUARDED, charts: SPINFRAMEWORK, image: 'ghcr.io/spinframework/spin-operator:v0.6.1' },
  },
]);
