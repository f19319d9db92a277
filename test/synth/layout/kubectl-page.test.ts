import { ApiObject, Chart, JsonPatch } from 'cdk8s';
import { ComponentSource, GitLayout, NodeProvisioning, ShimRelease, SpinAppExecutor, SpinKubeInstall, SpinKubeVersion, WasmApp, WasmCluster, WasmShim, RuntimeClassManager } from '../../../src';
import { markPhase, Phase } from '../../../src/cluster/private/phase';
import { commandsIn, EXECUTOR_END, handlerCheck } from '../support/commands';
import { laidOut, platform, released, twoClusters } from '../support/fleet-program';

const layout = GitLayout.kubectl();

describe('the page for kubectl', () => {
  const files = laidOut({ layout }, platform);
  const page = files['APPLY.md'];

  it('has a command for each phase, and waits for what is in it', () => {
    expect(commandsIn(page.split('## Uninstall')[0])).toEqual([
      'kubectl apply -R -f 1-crds',
      'kubectl wait --for=condition=Established --timeout=5m crd/spinappexecutors.core.spinkube.dev crd/spinapps.core.spinkube.dev',
      'kubectl apply -k 2-cert-manager-kustomize/cert-manager',
      'kubectl wait --for=condition=Available --timeout=5m -n cert-manager deployment --all',
      'kubectl apply -R -f 3-operator',
      'kubectl wait --for=condition=Ready --timeout=5m -n spin-operator certificates.cert-manager.io/spin-operator-serving-cert',
      'kubectl rollout status --timeout=5m -n spin-operator deployment/spin-operator-controller-manager',
      'kubectl apply -R -f 4-executors',
      '# RuntimeClass wasmtime-spin-v2',
      handlerCheck('spin'),
      'kubectl apply -R -f 5-apps',
      'kubectl wait --for=condition=Available --timeout=5m -n shop spinapps.core.spinkube.dev/cart',
    ]);
  });

  it('removes the phases in reverse', () => {
    expect(commandsIn(page.split('## Uninstall')[1])).toEqual([
      'kubectl delete --ignore-not-found -R -f 5-apps',
      'kubectl delete --ignore-not-found -n bare spinappexecutors.core.spinkube.dev/external',
      'kubectl delete --ignore-not-found -n shop spinappexecutors.core.spinkube.dev/shop-spin',
      'kubectl delete --ignore-not-found -R -f 4-executors',
      'kubectl delete --ignore-not-found -R -f 3-operator',
      'kubectl delete --ignore-not-found -k 2-cert-manager-kustomize/cert-manager',
      'kubectl delete --ignore-not-found -R -f 1-crds',
      ...EXECUTOR_END,
    ]);
  });

  it('stands in the folder of each cluster and names it', () => {
    const two = laidOut({ layout }, twoClusters);
    expect(two['north/APPLY.md']).toBe(page.replace('# How to apply this\n', '# How to apply this to the cluster north\n'));
  });

  it('leaves folders for kubectl to YAML of objects alone', () => {
    const applied = Object.keys(files).filter((name) => /^\d-[a-z-]+\//.test(name) && !name.includes('-kustomize/'));
    expect(applied.filter((name) => !name.endsWith('.k8s.yaml'))).toEqual([]);
    expect(applied.filter((name) => files[name].includes('kustomize.config.k8s.io'))).toEqual([]);
  });

  it('waits for nothing that never comes: an app without a Deployment of the operator', () => {
    expect(page).not.toContain('queue');
  });

  it.each([['kubectl', layout, '-R -f'], ['kustomize', GitLayout.kustomize(), '-k']])('applies a phase of such apps alone too, for %s', (_, one, flag) => {
    const text = laidOut({ layout: one }, (app) => {
      const chart = new Chart(app, 'bare', { namespace: 'bare' });
      new SpinAppExecutor(chart, 'executor', { metadata: { name: 'external' }, spinImage: 'ghcr.io/acme/spin:v3', createDeployment: false });
      new WasmApp(chart, 'queue', { metadata: { name: 'queue' }, image: 'ghcr.io/acme/queue:v1' });
    })['APPLY.md'];
    expect(commandsIn(text.split('## 5. Apps')[1].split('## ')[0])).toEqual([`kubectl apply ${flag} 5-apps`]);
  });

  it('labels the nodes of a shim, and removes shims before what manages them', () => {
    const shims = laidOut({ layout }, (app) => {
      const cluster = new WasmCluster(app, 'edge', { nodes: NodeProvisioning.runtimeClassManager() });
      new RuntimeClassManager(cluster, 'rcm');
      new WasmShim(new Chart(cluster, 'shims'), 'spin', { release: ShimRelease.SPIN_0_24_0, nodeSelector: { spin: 'true', pool: 'edge' } });
    });
    const commands = commandsIn(shims['edge/APPLY.md']);
    expect(commands).toContain('kubectl label node NODE pool=edge spin=true');
    expect(commands).toContain(handlerCheck('spin-v2', 'pool=edge,spin=true'));
    const deletions = commands.filter((command) => command.includes('delete'));
    const deleted = (kind: string) => deletions.findIndex((command) => Object.keys(shims)
      .some((name) => name.startsWith(`edge/${command.split(' -f ')[1]}/`) && shims[name].includes(`\nkind: ${kind}\n`)));
    expect([deleted('Shim'), deleted('Deployment'), deleted('CustomResourceDefinition')]).toEqual([0, 1, 2]);
  });

  it('waits for what Argo CD and Flux install, in the phases of the platform alone', () => {
    const commands = commandsIn(laidOut({ layout }, (app) => {
      new SpinKubeInstall(app, 'spinkube', {
        version: SpinKubeVersion.V0_6_1,
        certManager: ComponentSource.argoCd({ version: '1.14.0' }),
        operator: { source: ComponentSource.flux() },
      });
      new ApiObject(new Chart(app, 'own'), 'app', { apiVersion: 'argoproj.io/v1alpha1', kind: 'Application', metadata: { name: 'own', namespace: 'argocd' } });
    })['APPLY.md']);
    expect(commands.filter((command) => /wait|rollout|apply/.test(command)).slice(2)).toEqual([
      'kubectl apply -R -f 2-cert-manager',
      "kubectl wait --for=jsonpath='{.status.health.status}'=Healthy --timeout=5m -n argocd applications.argoproj.io/cert-manager",
      'kubectl apply -R -f 3-operator',
      'kubectl wait --for=condition=Ready --timeout=5m -n flux-system helmreleases.helm.toolkit.fluxcd.io/spin-operator',
      'kubectl apply -R -f 5-apps',
    ]);
  });

  it('asks once for RuntimeClasses of one handler on the same nodes, and not by words that a shell could misread', () => {
    const text = laidOut({ layout }, (app) => {
      const chart = new Chart(app, 'classes');
      const runtimeClass = (name: string, handler: string, nodeSelector?: object) => new ApiObject(chart, name, {
        apiVersion: 'node.k8s.io/v1', kind: 'RuntimeClass', metadata: { name }, handler, ...(nodeSelector && { scheduling: { nodeSelector } }),
      });
      runtimeClass('wasmtime-spin-v2', 'spin');
      runtimeClass('spin', 'spin', {});
      runtimeClass('edge', 'spin', { 'node-role': 'edge', 'example.com/zone': '' });
      runtimeClass('bad', "'; true '");
      runtimeClass('worse', 'wasmtime', { zone: '$(true)' });
    })['APPLY.md'];
    expect(commandsIn(text.split('## Handlers')[1].split('## ')[0])).toEqual([
      '# RuntimeClass edge', handlerCheck('spin', 'example.com/zone=,node-role=edge'), '# RuntimeClass spin, wasmtime-spin-v2', handlerCheck('spin'),
    ]);
  });

  it('waits for all workloads of a phase, one namespace after the other', () => {
    const text = laidOut({ layout }, (app) => {
      const chart = new Chart(app, 'own');
      markPhase(chart, Phase.OPERATOR);
      [['StatefulSet', 'a'], ['DaemonSet', 'b'], ['Deployment', undefined]].forEach(([kind, namespace]) =>
        new ApiObject(chart, kind!, { apiVersion: 'apps/v1', kind: kind!, metadata: { name: 'own', namespace } }));
    })['APPLY.md'];
    expect(commandsIn(text)).toEqual([
      'kubectl get namespace/a',
      'kubectl get namespace/b',
      'kubectl apply -R -f 3-operator',
      'kubectl rollout status --timeout=5m deployment/own',
      'kubectl rollout status --timeout=5m -n a statefulset/own',
      'kubectl rollout status --timeout=5m -n b daemonset/own',
      'kubectl delete --ignore-not-found -R -f 3-operator',
    ]);
  });

  it('waits after a released file for all that it can know of it', () => {
    const text = laidOut({ layout }, (app) => {
      released(app, 'crds', Phase.CRDS);
      released(app, 'manager', Phase.OPERATOR);
      const named = released(app, 'named', Phase.OPERATOR).node.findChild('kustomization') as ApiObject;
      named.addJsonPatch(JsonPatch.add('/namespace', 'managers'));
    })['APPLY.md'];
    expect(commandsIn(text.split('## Uninstall')[0])).toEqual([
      'kubectl apply -k 1-crds-kustomize/crds',
      'kubectl wait --for=condition=Established --timeout=5m crd --all',
      'kubectl apply -k 3-operator-kustomize/manager',
      'kubectl apply -k 3-operator-kustomize/named',
      'kubectl wait --for=condition=Available --timeout=5m -n managers deployment --all',
    ]);
  });

  it('takes the server for a definition that no annotation can hold, and for no other', () => {
    const of = (length: number) => commandsIn(laidOut({ layout }, (app) => {
      new ApiObject(new Chart(app, 'crd'), 'crd', {
        apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition', metadata: { name: 'a.example.com' }, spec: { description: 'x'.repeat(length) },
      } as any);
    })['APPLY.md'])[0];
    expect(of(260_000)).toBe('kubectl apply --server-side -R -f 1-crds');
    expect(of(170_000)).toBe('kubectl apply -R -f 1-crds');
  });

  it('waits for each app by itself: one without any status yet ends the command', () => {
    const text = laidOut({ layout }, (app) => {
      new SpinKubeInstall(app, 'spinkube', { version: SpinKubeVersion.V0_6_1 });
      ['b', 'a'].forEach((name) => new WasmApp(new Chart(app, name, { namespace: 'shop' }), 'app', { metadata: { name }, image: 'ghcr.io/acme/a:v1' }));
    })['APPLY.md'];
    expect(commandsIn(text).filter((command) => command.includes('condition=Available'))).toEqual(['a', 'b']
      .map((name) => `kubectl wait --for=condition=Available --timeout=5m -n shop spinapps.core.spinkube.dev/${name}`));
  });
});
