import { SpinKubeVersion } from '../../cluster/spinkube-version';

/** What differs between the releases of the spin-operator beside its CRDs. */
export interface OperatorRelease {
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

/** The one table of releases: the newest comes first. */
const RELEASES: ReadonlyArray<readonly [SpinKubeVersion, OperatorRelease]> = [
  [SpinKubeVersion.V0_6_1, { ...GUARDED, charts: SPINFRAMEWORK, image: 'ghcr.io/spinframework/spin-operator:v0.6.1' }],
  // 0.6.0 was released with the image of the project's former home.
  [SpinKubeVersion.V0_6_0, { ...GUARDED, charts: SPINFRAMEWORK, image: 'ghcr.io/spinkube/spin-operator:v0.6.0' }],
  [SpinKubeVersion.V0_5_0, { ...GUARDED, charts: SPINKUBE, image: 'ghcr.io/spinkube/spin-operator:v0.5.0' }],
  [SpinKubeVersion.V0_4_0, {
    charts: SPINKUBE,
    image: 'ghcr.io/spinkube/spin-operator:v0.4.0',
    args: ['--health-probe-bind-address=:8082', '--metrics-bind-address=127.0.0.1:8080', '--leader-elect', '--enable-webhooks'],
    metricsService: 'controller-manager-metrics-service',
    metricsTarget: 'https',
    metricsRole: { name: 'proxy-role', binding: 'proxy-rolebinding' },
    // The registry that the release names is gone; this is the proxy's own.
    proxyImage: 'quay.io/brancz/kube-rbac-proxy:v0.15.0',
  }],
];

/** The release of a version; a custom one is like another, with its own tag. */
export function operatorRelease(version: SpinKubeVersion): OperatorRelease {
  const release = RELEASES.find(([known]) => known === (version.basedOn ?? version))![1];
  return version.basedOn ? { ...release, image: release.image.replace(/:[^:]*$/, `:v${version.version}`) } : release;
}
