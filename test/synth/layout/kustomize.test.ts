import { spinOperatorCrds } from '../../../crds/spin-operator';
import { GitLayout } from '../../../src';
import { kustomizeConfig } from '../../../src/synth/private/layout/kustomize-config';
import { laidOut, objectIn, platform, twoClusters } from '../support/fleet-program';

const files = laidOut({ layout: GitLayout.kustomize() }, platform);

describe('the bases of a kustomize layout', () => {
  it('are one for each phase, with all of its files, and one for all', () => {
    expect(objectIn(files, 'kustomization.yaml')).toEqual({
      apiVersion: 'kustomize.config.k8s.io/v1beta1',
      kind: 'Kustomization',
      resources: ['1-crds', '2-cert-manager', '3-operator', '4-executors', '5-apps'],
    });
    expect(objectIn(files, '5-apps/kustomization.yaml')).toEqual({
      apiVersion: 'kustomize.config.k8s.io/v1beta1',
      kind: 'Kustomization',
      resources: ['bare/bare.k8s.yaml', 'shop/cart.k8s.yaml'],
      configurations: ['kustomizeconfig.yaml'],
    });
  });

  it('name each file that is there, once, and none that is not', () => {
    const phases = objectIn(files, 'kustomization.yaml').resources;
    const named = phases.flatMap((phase: string) => objectIn(files, `${phase}/kustomization.yaml`).resources.map((name: string) => `${phase}/${name}`));
    const isOfBase = (name: string) => /^(\d-[a-z-]+\/)?(kustomization|kustomizeconfig)\.yaml$/.test(name) || name === 'APPLY.md';
    expect(named.map((name: string) => (name in files ? name : `${name}/kustomization.yaml`)).sort())
      .toEqual(Object.keys(files).filter((name) => !isOfBase(name)));
  });

  it('hold a released file in a folder of its own', () => {
    expect(objectIn(files, '2-cert-manager/kustomization.yaml').resources).toEqual(['+kustomize/cert-manager']);
  });

  it('are in the folder of each cluster', () => {
    const two = laidOut({ layout: GitLayout.kustomize() }, twoClusters);
    expect(objectIn(two, 'south/kustomization.yaml')).toEqual(objectIn(files, 'kustomization.yaml'));
  });

  it('are applied whole, phase by phase', () => {
    const commands = files['APPLY.md'].split('\n').filter((line) => line.startsWith('kubectl') && line.includes(' -k '));
    expect(commands).toEqual([
      ...['1-crds', '2-cert-manager', '3-operator', '4-executors', '5-apps'].map((phase) => `kubectl apply -k ${phase}`),
      ...['5-apps', '4-executors', '3-operator', '2-cert-manager', '1-crds'].map((phase) => `kubectl delete --ignore-not-found -k ${phase}`),
    ]);
    expect(files['APPLY.md']).not.toContain(' -f ');
  });
});

describe('what kustomize is told of SpinKube', () => {
  const config: any = kustomizeConfig();
  const written = objectIn(files, '5-apps/kustomizeconfig.yaml');
  const specs: any[] = [...config.images, ...config.replicas, ...config.nameReference.flatMap(({ fieldSpecs }: any) => fieldSpecs)];

  it('stands in each phase', () => {
    expect(written).toEqual(JSON.parse(JSON.stringify(config)));
    expect(Object.keys(files).filter((name) => name.endsWith('/kustomizeconfig.yaml'))).toHaveLength(5);
  });

  it('has the fields that images and replicas mean, and makes none where an app is autoscaled', () => {
    expect(written.images).toEqual([
      { path: 'spec/image', group: 'core.spinkube.dev', kind: 'SpinApp' },
      { path: 'spec/deploymentConfig/spinImage', group: 'core.spinkube.dev', kind: 'SpinAppExecutor' },
    ]);
    expect(written.replicas).toEqual([{ path: 'spec/replicas', group: 'core.spinkube.dev', kind: 'SpinApp' }]);
  });

  it('has fields that the definitions have', () => {
    const schemas = Object.fromEntries(spinOperatorCrds(() => true)
      .map(({ spec }: any) => [spec.names.kind, spec.versions[0].schema.openAPIV3Schema]));
    const ours = specs.filter(({ group }) => group === 'core.spinkube.dev');
    expect(ours.length).toBeGreaterThan(15);
    expect(ours.filter(({ kind, path }) => fieldOf(schemas[kind], path)?.type === undefined)).toEqual([]);
  });

  it('has every field of the definitions that names another object', () => {
    const [executor, app] = ['SpinAppExecutor', 'SpinApp'].map((kind) => {
      const { spec }: any = spinOperatorCrds(() => true).find((crd: any) => crd.spec.names.kind === kind);
      return pathsIn(spec.versions[0].schema.openAPIV3Schema.properties.spec, 'spec').filter(isReference);
    });
    const told = (kind: string) => specs.filter((each) => each.kind === kind).map(({ path }) => path);
    expect(app.filter((path) => !told('SpinApp').includes(path))).toEqual([]);
    expect(executor.filter((path) => !told('SpinAppExecutor').includes(path))).toEqual([]);
    expect(app).toEqual(expect.arrayContaining(['spec/executor', 'spec/runtimeConfig/loadFromSecret', 'spec/imagePullSecrets/name']));
    expect(executor).toEqual(['spec/deploymentConfig/runtimeClassName', 'spec/deploymentConfig/caCertSecret']);
  });
});

/** A field of a schema by kustomize's path, which goes through lists without a word. */
function fieldOf(schema: any, path: string): any {
  return path.split('/').reduce((found, name) => {
    const { properties } = found?.items ?? found ?? {};
    return properties?.[name];
  }, schema);
}

function pathsIn(schema: any, path: string): string[] {
  const { properties } = schema.items ?? schema;
  return properties ? Object.entries(properties).flatMap(([name, inner]) => pathsIn(inner, `${path}/${name}`)) : [path];
}

/** Whether a field is the name of an object that a SpinApp can have: other volumes name what stands outside of Kubernetes. */
function isReference(path: string): boolean {
  return [
    /(KeyRef|imagePullSecrets)\/name$/, /(executor|loadFromSecret|caCertSecret|runtimeClassName|serviceAccountName|claimName)$/,
    /secret\/secretName$/, /(volumes|sources)\/(configMap|secret)\/name$/,
  ].some((pattern) => pattern.test(path));
}
