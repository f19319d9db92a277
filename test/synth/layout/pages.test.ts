import { ApiObject, Chart, Size } from 'cdk8s';
import { Cpu, Secret } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import {
  FleetApp, GitLayout, KedaTrigger, OtlpBackend, ShimRelease, SpinKubeInstall, SpinKubeVersion, WasmApp, WasmCluster,
  WasmMonitoring, WebhookCertificates,
} from '../../../src';
import { PEM } from '../../install/pem';
import { commandsIn, wrongCommands } from '../support/commands';
import { laidOut, platform, released } from '../support/fleet-program';

/** An app that KEDA scales by its CPU. */
function scaled(scope: Construct, name: string): void {
  const chart = new Chart(scope, name, { namespace: 'shop' });
  const resources = { cpu: { request: Cpu.millis(100) }, memory: { limit: Size.mebibytes(64) } };
  new WasmApp(chart, 'app', { metadata: { name }, image: 'ghcr.io/acme/a:v1', resources }).autoscaleByKeda({ triggers: [KedaTrigger.cpuUtilization(60)], maxReplicas: 9 });
}

/** A cluster with all that a page has commands for. */
function whole(scope: Construct): void {
  released(scope, 'cert-manager');
  const operator = new Chart(scope, 'secrets');
  new SpinKubeInstall(scope, 'spinkube', {
    version: SpinKubeVersion.V0_6_1,
    certificates: WebhookCertificates.fromSecret({ secret: Secret.fromSecretName(operator, 'tls', 'webhook-tls'), caBundle: PEM }),
    runtimeClassManager: { release: ShimRelease.SPIN_0_24_0, nodeSelector: { spin: 'true' } },
    appNamespaces: ['shop', 'monitoring'],
  });
  scaled(scope, 'cart');
  const monitoring = new Chart(scope, 'monitoring', { namespace: 'monitoring' });
  new WasmMonitoring(monitoring, 'monitoring', {
    backend: OtlpBackend.oneUptime({ token: { secret: Secret.fromSecretName(monitoring, 'token', 'oneuptime'), key: 'token' } }),
  });
}

const repository = { repoUrl: 'https://git.example.com/platform.git' };
const LAYOUTS: { readonly [name: string]: () => GitLayout } = {
  'kubectl': () => GitLayout.kubectl(),
  'kustomize': () => GitLayout.kustomize(),
  'Argo CD': () => GitLayout.argoCd(repository),
  'Argo CD by itself': () => GitLayout.argoCd({ ...repository, automated: true }),
  'Flux': () => GitLayout.flux({ sourceName: 'platform' }),
};
const PROGRAMS: { readonly [name: string]: (app: FleetApp) => void } = {
  platform,
  whole,
  wholeTwice: (app) => ['north', 'south'].forEach((id) => whole(new WasmCluster(app, id))),
};

const CASES = [
  ['kubectl', 'platform'],
  ...Object.keys(LAYOUTS).map((layout) => [layout, 'whole']),
  ...['kubectl', 'Argo CD', 'Flux'].map((layout) => [layout, 'wholeTwice']),
];

test.each(CASES)('the pages of the layout for %s have commands alone that kubectl knows, for what is there: %s', (layout, program) => {
  const files = laidOut({ layout: LAYOUTS[layout]() }, PROGRAMS[program]);
  const pages = Object.keys(files).filter((name) => name.endsWith('APPLY.md'));
  const clusters = program === 'wholeTwice' ? ['north', 'south'] : [];
  expect(pages).toHaveLength(layout.startsWith('ku') ? Math.max(clusters.length, 1) : 1);
  for (const name of pages) {
    // those of Argo CD and Flux stand in a folder of their own and speak of the one above
    const folder = layout.startsWith('ku') ? name.slice(0, -'APPLY.md'.length) : '';
    expect(wrongCommands({ files, name, folder, clusters })).toEqual([]);
  }
});

test.each([
  ['kubectl apply -R -f 6-apps', 'no such folder'],
  ['kubectl wait --for=condition=Ready --timeout=5m -n shop spinapps.core.spinkube.dev/cart', 'no such condition: spinapps.core.spinkube.dev/cart'],
  ['kubectl wait --for=condition=Available --timeout=5m -n web spinapps.core.spinkube.dev/cart', 'no such object: spinapps.core.spinkube.dev/cart'],
  ['kubectl rollout status --timeout=5m -n spin-operator deployment/operator', 'no such object'],
  ['kubectl get namespace/shop', 'is made here: namespace/shop'],
  ['kubectl delete all --all', 'no form of command that is known'],
])('fails for the command %s', (command, problem) => {
  const files = laidOut({ layout: GitLayout.kubectl() }, platform);
  expect(wrongCommands({ files: { ...files, page: `\`\`\`sh\n${command}\n\`\`\`\n` }, name: 'page', folder: '' })).toEqual([`${command}: ${problem}`]);
});

describe('an app that KEDA scales by its CPU or memory', () => {
  const program = (app: FleetApp) => {
    new SpinKubeInstall(app, 'spinkube', { version: SpinKubeVersion.V0_6_1, appNamespaces: ['shop'] });
    scaled(app, 'cart');
  };

  test('is applied, awaited and applied once more: the first pass may be refused', () => {
    const [, apps] = laidOut({ layout: GitLayout.kubectl() }, program)['APPLY.md'].split(/## 5\. Apps|## Uninstall/);
    expect(commandsIn(apps).filter((line) => line.startsWith('kubectl'))).toEqual([
      'kubectl apply -R -f 5-apps || true',
      'kubectl wait --for=condition=Available --timeout=5m -n shop spinapps.core.spinkube.dev/cart',
      'kubectl apply -R -f 5-apps',
    ]);
  });

  test('is tried again by Flux at its interval, or when somebody asks', () => {
    const page = (run: (app: FleetApp) => void) => laidOut({ layout: GitLayout.flux({ sourceName: 'platform' }) }, run)['flux/APPLY.md'];
    expect(commandsIn(page(program))).toContain('kubectl annotate --overwrite -n flux-system kustomizations.kustomize.toolkit.fluxcd.io/wasm-apps '
      + 'reconcile.fluxcd.io/requestedAt="$(date +%s)"');
    expect(page(platform)).not.toContain('KEDA');
  });

  test('is applied once where KEDA looks at no pod', () => {
    const page = laidOut({ layout: GitLayout.kubectl() }, (app) => {
      const chart = new Chart(app, 'apps', { namespace: 'shop' });
      new ApiObject(chart, 'scaled', {
        apiVersion: 'keda.sh/v1alpha1', kind: 'ScaledObject', metadata: { name: 'a' }, spec: { scaleTargetRef: { name: 'a' }, triggers: [{ type: 'cron', metadata: {} }] },
      } as any);
    })['APPLY.md'];
    expect(commandsIn(page).filter((line) => line.includes('apply'))).toEqual(['kubectl apply -R -f 5-apps']);
  });
});

describe('executors', () => {
  test('go before the namespaces that wait for them, in each layout with commands of its own', () => {
    for (const layout of ['kubectl', 'kustomize', 'Argo CD']) {
      const files = laidOut({ layout: LAYOUTS[layout]() }, platform);
      const deletions = commandsIn(files[layout === 'Argo CD' ? 'argocd/APPLY.md' : 'APPLY.md'].split('## Uninstall')[1]).filter((line) => line.includes(' delete '));
      const places = ['5-apps', 'spinappexecutors', '4-executors', '3-operator'].map((part) => deletions.findIndex((line) => line.includes(part)));
      expect(places).toEqual([...places].sort((a, b) => a - b));
      expect(places).not.toContain(-1);
    }
  });

  test('are spoken of where there are some', () => {
    const page = (run: (app: FleetApp) => void) => laidOut({ layout: GitLayout.kubectl() }, run)['APPLY.md'];
    expect(page(platform)).toContain('With spin-operator up to 0.6.1');
    expect(page((app) => void new SpinKubeInstall(app, 'spinkube', { version: SpinKubeVersion.V0_6_1 }))).not.toContain('With spin-operator up to 0.6.1');
  });
});

