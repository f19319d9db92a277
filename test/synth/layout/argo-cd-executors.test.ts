import { Chart } from 'cdk8s';
import { GitLayout, SpinAppExecutor, WasmCluster } from '../../../src';
import { failure, Files, laidOut } from '../support/fleet-program';

/** An executor `spin` in a cluster and namespace. */
interface Made {
  readonly cluster: string;
  readonly namespace?: string;
  readonly createDeployment: boolean;
}

function filesOf(...executors: Made[]): Files {
  return laidOut({ layout: GitLayout.argoCd({ repoUrl: 'https://git.example.com/fleet.git' }) }, (app) => {
    for (const { cluster: id, namespace, createDeployment } of executors) {
      const cluster = app.node.tryFindChild(id) as WasmCluster ?? new WasmCluster(app, id);
      const chart = new Chart(cluster, `in-${namespace}`, { namespace });
      new SpinAppExecutor(chart, 'spin', { metadata: { name: 'spin' }, createDeployment, spinImage: 'ghcr.io/acme/spin:v1' });
    }
  });
}

const north = { cluster: 'north', namespace: 'shop', createDeployment: false };
const south = { cluster: 'south', namespace: 'shop', createDeployment: true };

const message = (name: string, external: string, other: string) =>
  `[] executor ${name}: got "createDeployment false in the cluster ${external}, and not in ${other}"; `
  + 'Argo CD has one health check for the apps of all clusters, and would call those of the other cluster Healthy without a look; '
  + 'give the executor another name in one of the two clusters (InvalidLayout)';

describe('an Argo CD layout', () => {
  it('fails for an executor that makes Deployments in one cluster and leaves them to others in another, once', () => {
    expect(failure(() => filesOf(north, south, { ...north, cluster: 'west' }))).toBe(message('shop/spin', 'north', 'south'));
  });

  it('fails for one that may be in any namespace', () => {
    expect(failure(() => filesOf({ ...north, namespace: undefined }, south))).toBe(message('spin', 'north', 'south'));
  });

  it('takes executors on which clusters agree, and those of several namespaces', () => {
    const files = filesOf(north, { ...south, createDeployment: false }, { ...south, namespace: 'mail' }, { ...north, cluster: 'west', namespace: 'mails' });
    expect(files['argocd/config/argocd-cm.yaml']).toContain('{\n      ["mails/spin"] = true,\n      ["shop/spin"] = true,\n    }');
  });
});
