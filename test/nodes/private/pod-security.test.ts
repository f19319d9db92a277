import { ApiObject, App, Chart, JsonPatch } from 'cdk8s';
import { AbstractPod, Namespace, Volume } from 'cdk8s-plus-28';
import { ComponentSource, PodSecurityLevel, SpinKubeInstall, SpinKubeVersion, WasmApp, WasmImage, WasmPod, WasmRuntimeClass, WasmValidation } from '../../../src';
import { chartOf, failureOf, synth, yamlOf } from '../../support/synth';
import { rawApp } from '../../validation/raw';

const CONFINED = {
  allowPrivilegeEscalation: false, runAsNonRoot: true, capabilities: { drop: ['ALL'] }, seccompProfile: { type: 'RuntimeDefault' },
};

function enforcing(chart: Chart, level: string): Chart {
  const labels = { 'pod-security.kubernetes.io/enforce': level };
  new Namespace(new Chart(chart.node.root as App, 'site'), 'namespace', { metadata: { name: 'apps', labels } });
  return chart;
}

/** A pod with one container, both of which say what is given and nothing else of their security. */
function pod(chart: Chart, spec: object = {}, container: object = {}): AbstractPod {
  const made = new WasmPod(chart, 'app', {
    image: WasmImage.container('hello:v1'), runtimeClass: WasmRuntimeClass.fromRuntimeClassName(chart, 'class', 'wasm'),
  });
  const contents = Object.entries({ securityContext: {}, ...spec }).map(([field, value]) => JsonPatch.add(`/spec/${field}`, value));
  const own = Object.entries({ securityContext: {}, ...container }).map(([field, value]) => JsonPatch.add(`/spec/containers/0/${field}`, value));
  ApiObject.of(made).addJsonPatch(...contents, ...own);
  return made;
}

const context = (securityContext: object) => ({ securityContext });
const hostPath = { volumes: [{ name: 'data', emptyDir: {} }, { name: 'host', hostPath: { path: '/data' } }] };

describe('a namespace of level baseline', () => {
  test.each<[string, object, object]>([
    ['nothing of it', {}, {}],
    ['what is allowed', {
      hostNetwork: false,
      volumes: [{ name: 'data', emptyDir: {} }, { name: 'nfs', nfs: { server: 'files', path: '/' } }],
      ...context({ sysctls: [{ name: 'net.ipv4.tcp_syncookies', value: '1' }], seLinuxOptions: { type: 'container_t', level: 's0' } }),
    }, {
      ports: [{ containerPort: 80, hostPort: 0 }],
      ...context({ privileged: false, procMount: 'Default', capabilities: { add: ['CHOWN', 'NET_BIND_SERVICE'] }, seccompProfile: { type: 'Localhost' } }),
    }],
    ['an unmasked /proc in a user namespace', { hostUsers: false }, context({ procMount: 'Unmasked' })],
  ])('takes a pod that says %s', (_what, spec, container) => {
    const chart = enforcing(chartOf(), 'baseline');
    pod(chart, spec, container);
    expect(yamlOf(chart.node.root)).toContain('kind: Pod');
  });

  test.each<[string, object, object, string]>([
    ['spec.hostNetwork: got true', { hostNetwork: true }, {}, 'only false'],
    ['spec.hostPID: got true', { hostPID: true }, {}, 'only false'],
    ['spec.hostIPC: got true', { hostIPC: true }, {}, 'only false'],
    ['spec.volumes[1]: got "hostPath"', hostPath, {}, 'all but "hostPath"'],
    ['spec.securityContext.sysctls[0].name: got "net.core.somaxconn"', context({ sysctls: [{ name: 'net.core.somaxconn', value: '1' }] }), {},
      'only "kernel.shm_rmid_forced", '],
    ['spec.securityContext.seccompProfile.type: got "Unconfined"', context({ seccompProfile: { type: 'Unconfined' } }), {}, 'all but "Unconfined"'],
    ['spec.securityContext.seLinuxOptions.user: got "root"', context({ seLinuxOptions: { user: 'root' } }), {}, 'only ""'],
    ['spec.containers["main"].ports[0].hostPort: got 8080', {}, { ports: [{ containerPort: 80, hostPort: 8080 }] }, 'only 0'],
    ['spec.containers["main"].securityContext.privileged: got true', {}, context({ privileged: true }), 'only false'],
    ['spec.containers["main"].securityContext.procMount: got "Unmasked"', {}, context({ procMount: 'Unmasked' }), 'only "Default"'],
    ['spec.containers["main"].securityContext.capabilities.add[1]: got "NET_ADMIN"', {}, context({ capabilities: { add: ['CHOWN', 'NET_ADMIN'] } }),
      'only "AUDIT_WRITE", '],
    ['spec.containers["main"].securityContext.appArmorProfile.type: got "Unconfined"', {}, context({ appArmorProfile: { type: 'Unconfined' } }),
      'only "RuntimeDefault", "Localhost"'],
  ])('fails with %s', (message, spec, container, taken) => {
    expect(failureOf((chart) => pod(enforcing(chart, 'baseline'), spec, container)).split('\n')).toEqual([expect.stringContaining(
      `[test/app] ${message}; site/namespace/Resource enforces PodSecurity level baseline, which takes ${taken}`,
    )]);
  });

  test('holds init containers too, and says how to mend it', () => {
    const initContainers = [{ name: 'fetch', image: 'curl:v1', securityContext: { privileged: true } }];
    expect(failureOf((chart) => pod(enforcing(chart, 'baseline'), { initContainers }))).toBe(
      '[test/app] spec.initContainers["fetch"].securityContext.privileged: got true; site/namespace/Resource enforces PodSecurity level baseline, '
      + 'which takes only false; leave it out, or use another level or namespace (RestrictedNamespace)',
    );
  });

  test.each(['privileged', 'constructor'])('is another than %s', (level) => {
    const chart = enforcing(chartOf(), level);
    pod(chart, { hostNetwork: true, ...hostPath });
    expect(yamlOf(chart.node.root)).toContain('hostNetwork: true');
  });
});

describe('a namespace of level restricted', () => {
  const refused = (spec: object, container: object) => failureOf((chart) => pod(enforcing(chart, 'restricted'), spec, container));
  const level = 'site/namespace/Resource enforces PodSecurity level restricted, which';

  test.each<[string, object, object]>([
    ['all of it in the container', { volumes: [{ name: 'data', emptyDir: {} }] }, context({ ...CONFINED, capabilities: { add: ['NET_BIND_SERVICE'], drop: ['ALL'] } })],
    ['half of it for all containers', context({ runAsNonRoot: true, seccompProfile: { type: 'Localhost' } }),
      context({ allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } })],
    ['to run as root of a user namespace', { hostUsers: false }, context({ ...CONFINED, runAsNonRoot: false, runAsUser: 0 })],
  ])('takes a pod that says %s', (_what, spec, container) => {
    const chart = enforcing(chartOf(), 'restricted');
    pod(chart, spec, container);
    expect(yamlOf(chart.node.root)).toContain('kind: Pod');
  });

  test('fails with what level baseline refuses too, once', () => {
    expect(refused({ hostPID: true, ...hostPath }, context({ ...CONFINED, capabilities: { add: ['SYS_ADMIN'], drop: ['ALL'] } })).split('\n')).toEqual([
      expect.stringContaining(`spec.hostPID: got true; ${level} takes only false`),
      expect.stringContaining(`spec.volumes[1]: got "hostPath"; ${level} takes only "configMap", "csi", `),
      expect.stringContaining(`spec.containers["main"].securityContext.capabilities.add[0]: got "SYS_ADMIN"; ${level} takes only "NET_BIND_SERVICE"`),
    ]);
  });

  test('fails with volumes and capabilities of level baseline', () => {
    expect(refused({ volumes: [{ name: 'nfs', nfs: { server: 'files', path: '/' } }] }, context({
      ...CONFINED, capabilities: { add: ['CHOWN'], drop: ['ALL'] },
    })).split('\n')).toEqual([
      expect.stringContaining('spec.volumes[0]: got "nfs"'),
      expect.stringContaining('capabilities.add[0]: got "CHOWN"'),
    ]);
  });

  test('fails with a pod whose containers each undo what it says', () => {
    expect(refused(context({ runAsNonRoot: false, seccompProfile: { type: 'Unconfined' } }), context(CONFINED))).toBe(
      `[test/app] spec.securityContext: got {"runAsNonRoot":false,"seccompProfile":{"type":"Unconfined"}}; ${level} wants runAsNonRoot: true, `
      + 'seccompProfile.type: RuntimeDefault; say so, or use level baseline or another namespace (RestrictedNamespace)',
    );
  });

  test('fails once with an unconfined container', () => {
    expect(refused({}, context({ ...CONFINED, seccompProfile: { type: 'Unconfined' } })).split('\n')).toHaveLength(1);
  });
});

describe('an app in a namespace of level baseline', () => {
  const message = 'spec.volumes[0]: got "hostPath"; site/namespace/Resource enforces PodSecurity level baseline, which takes all but "hostPath"; '
    + 'leave it out, or use another level or namespace (RestrictedNamespace)';
  const app = (chart: Chart) => new WasmApp(chart, 'api', { image: 'registry.example.com/api:v1' });

  test('mounts what is not the host\'s', () => {
    const chart = enforcing(chartOf(), 'baseline');
    app(chart).mount('/data', Volume.fromEmptyDir(chart, 'volume', 'data'));
    expect(synth(chart.node.root).map(({ kind }) => kind)).toContain('SpinApp');
  });

  test('fails with a mount of the host', () => {
    expect(failureOf((chart) => app(enforcing(chart, 'baseline')).mount('/data', Volume.fromHostPath(chart, 'volume', 'data', { path: '/data' }))))
      .toBe(`[test/api] ${message}`);
  });

  test('fails in a namespace of an install', () => {
    expect(failureOf((chart) => {
      new SpinKubeInstall(chart.node.root, 'spinkube', {
        version: SpinKubeVersion.V0_6_1,
        certManager: ComponentSource.existing(),
        appNamespaces: ['apps'],
        appNamespaceOptions: { apps: { podSecurity: PodSecurityLevel.BASELINE } },
      });
      app(chart).mount('/data', Volume.fromHostPath(chart, 'volume', 'data', { path: '/data' }));
    })).toContain('[test/api] spec.volumes[0]: got "hostPath"; ');
  });

  test('fails where no construct made it', () => {
    expect(failureOf((chart) => {
      rawApp(enforcing(chart, 'baseline'), {
        volumes: [{ name: 'data', hostPath: { path: '/data' } }], volumeMounts: [{ name: 'data', mountPath: '/data' }],
      });
      WasmValidation.of(chart);
    })).toContain(message);
  });
});
