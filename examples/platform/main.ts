import { Chart, Size } from 'cdk8s';
import { Cpu, Probe } from 'cdk8s-plus-28';
import {
  ComponentSource, FleetApp, GitLayout, NamespaceOptions, PodSecurityLevel, ShimRelease, SpinKubeInstall, SpinKubeInstallProps,
  SpinKubeVersion, SpinShimOptions, WasmApp,
} from 'cdk8s-wasm';

// SpinKube for one cluster, in four ways. Each is whole and ends with one app; docs/platform.md says what must be there before
const REPOSITORY = 'https://git.example.com/platform/clusters.git';
const CERT_MANAGER = '1.21.1';
const CERT_MANAGER_RELEASE = `https://github.com/cert-manager/cert-manager/releases/download/v${CERT_MANAGER}/cert-manager.yaml`;
const IMAGE = 'ghcr.io/spinkube/containerd-shim-spin/examples/spin-rust-hello:v0.13.0';

// The newest shim whose SHA-256 is published, for nodes labelled spin=true: `kubectl label node <name> spin=true`
const SHIM: SpinShimOptions = { release: ShimRelease.SPIN_0_23_0, nodeSelector: { spin: 'true' } };

// The quota counts requests and limits, so that each app of the namespace needs them
const NAMESPACE = 'wasm-apps';
const NAMESPACE_OPTIONS: NamespaceOptions = {
  podSecurity: PodSecurityLevel.BASELINE,
  quota: { cpuRequest: Cpu.units(2), memoryRequest: Size.gibibytes(1), memoryLimit: Size.gibibytes(2), pods: 50 },
};

/** How one of the four differs from the others. */
interface Variant {
  readonly layout: GitLayout;
  readonly install: Omit<SpinKubeInstallProps, 'version'>;
  readonly image?: string;
}

const VARIANTS: { [name: string]: Variant } = {
  // by kubectl, as its APPLY.md says: all as objects, but for cert-manager's released file, which kubectl downloads
  bundled: {
    layout: GitLayout.kubectl(),
    install: {
      certManager: ComponentSource.manifestUrl(CERT_MANAGER_RELEASE),
      runtimeClassManager: SHIM,
    },
  },

  // by the Argo CD of the cluster, in the namespace argocd, which may read the repository: it installs charts, wave by wave
  argocd: {
    layout: GitLayout.argoCd({ repoUrl: REPOSITORY, path: 'dist/platform/argocd', targetRevision: 'main', automated: true }),
    install: {
      certManager: ComponentSource.argoCd({ version: CERT_MANAGER }),
      operator: { source: ComponentSource.argoCd() },
      runtimeClassManager: { ...SHIM, source: ComponentSource.argoCd() },
    },
  },

  // by the Flux (2.6 or later) of the cluster, in flux-system with a GitRepository `clusters`: it installs charts, phase by phase
  flux: {
    layout: GitLayout.flux({ sourceName: 'clusters', path: 'dist/platform/flux' }),
    install: {
      certManager: ComponentSource.flux({ version: CERT_MANAGER }),
      operator: { source: ComponentSource.flux() },
      runtimeClassManager: { ...SHIM, source: ComponentSource.flux() },
    },
  },

  // by kubectl without the internet: images, the shim and cert-manager's file come from a mirror, `<mirror>/<their host>/<path>`.
  // A certificate of your own, by `WebhookCertificates.fromSecret()`, would do without cert-manager
  airgap: {
    layout: GitLayout.kubectl(),
    install: {
      certManager: ComponentSource.manifestUrl(CERT_MANAGER_RELEASE),
      runtimeClassManager: SHIM,
      mirror: { host: 'mirror.example.com', keepHosts: true },
    },
    image: `mirror.example.com/${IMAGE}`,
  },
};

// Several apps of one program need a folder each, below that of cdk8s-cli
const output = process.env.CDK8S_OUTDIR ?? 'dist';

for (const [name, { layout, install, image = IMAGE }] of Object.entries(VARIANTS)) {
  const app = new FleetApp({ outdir: `${output}/${name}`, layout });
  new SpinKubeInstall(app, 'spinkube', {
    version: SpinKubeVersion.V0_6_1,
    appNamespaces: [NAMESPACE],
    appNamespaceOptions: { [NAMESPACE]: NAMESPACE_OPTIONS },
    ...install,
  });
  new WasmApp(new Chart(app, 'hello', { namespace: NAMESPACE }), 'hello', {
    metadata: { name: 'hello' },
    image,
    readiness: Probe.fromHttpGet('/.well-known/spin/health'),
    resources: {
      cpu: { request: Cpu.millis(100) },
      memory: { request: Size.mebibytes(64), limit: Size.mebibytes(128) },
    },
  });
  app.synth();
}
