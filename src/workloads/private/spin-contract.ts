import { ApiObject } from 'cdk8s';
import { AbstractPod, Container, EnvValue, ResourceProps, Secret, Volume, WorkloadProps } from 'cdk8s-plus-28';
import { CRON_JOB, DEPLOYMENT, JOB, Noun } from './nouns';
import { SpinManifestUse } from './spin-manifest-use';
import { checkOtel } from './spin-otel';
import { checkSpinPort } from './spin-port';
import { runtimeConfigToml } from './spin-runtime-config';
import { runWasm } from './wasm-workload';
import { tooNew } from '../../apps/private/feature-floor';
import { ephemeralStores, runtimeConfigSpec, warnIfEphemeral } from '../../apps/private/runtime-config-spec';
import { checkComponents, instanceMemory } from '../../apps/private/spin-app-spec';
import { FileUser, warnOfStoreFiles } from '../../apps/private/store-files';
import { environmentName, Variables } from '../../apps/private/variables';
import { fittingName } from '../../cluster/private/generated-name';
import { manifest } from '../../cluster/private/manifest';
import { WasmCluster } from '../../cluster/wasm-cluster';
import { Fields, podTemplate } from '../../nodes/private/pod-template';
import { WasmRuntime } from '../../nodes/wasm-runtime';
import { IWasmRuntimeClass, WasmRuntimeClass } from '../../nodes/wasm-runtime-class';
import { contentHash, suffixedName } from '../../rules/content-hash';
import { Report, UnheardReport, validateTree } from '../../rules/problem';
import { checkPullSecrets, REFERENCE } from '../../rules/references';
import { RuleCode } from '../../rules/rule-code';
import { SPIN_SHIM } from '../../upstream/spin-shim';
import { SpinPodOptions } from '../spin-pod';
import { WasmSchedulingOptions } from '../wasm-container';

/** The key of a runtime configuration in its Secret, and its file at the root of the container. */
const CONFIG_FILE = 'runtime-config.toml';

/** The key of CA certificates in their Secret, and where Spin looks for them. */
const CA_FILE = 'ca-certificates.crt';
const CA_PATH = `/etc/ssl/certs/${CA_FILE}`;

type SpinProps = SpinPodOptions & ResourceProps & WorkloadProps & WasmSchedulingOptions;

/** A workload as its files ask: what is written of it, once nothing can grow any more. */
function fileUser(workload: AbstractPod): FileUser {
  const written = ApiObject.of(workload).toJson() as Fields;
  const [main]: Fields[] = podTemplate(written).spec.containers;
  const { replicas = 1, parallelism = 1 } = written.spec;
  const { hasAutoscaler } = workload as { hasAutoscaler?: boolean };
  return { volumeMounts: main.volumeMounts, replicas: Math.max(replicas, parallelism), enableAutoscaling: hasAutoscaler };
}

/** What the operator makes of a SpinApp, for a workload without the operator. */
export class SpinContract {
  private readonly variables: Variables;
  private readonly use?: SpinManifestUse;
  private readonly main: Container;
  private readonly runtimeClass: IWasmRuntimeClass;

  /**
   * @param workload the workload, with the container of `spinProps` first
   * @param noun its kind
   * @param props the application
   */
  constructor(private readonly workload: AbstractPod, noun: Noun, private readonly props: SpinProps) {
    this.variables = new Variables({ place: 'variables', writer: workload.constructor.name });
    this.use = SpinManifestUse.of(workload, props, noun === JOB || noun === CRON_JOB);
    [this.main] = workload.containers;
    this.runtimeClass = this.chooseClass();
    const secret = this.mountRuntimeConfig();
    this.mountCertificates();
    runWasm(workload, {
      noun,
      props,
      image: { image: props.image, command: this.main.command, isOciArtifact: true },
      runtimeClass: this.runtimeClass,
      check: (report) => this.check(report),
      checkPod: noun === DEPLOYMENT && this.use?.hasHttp !== false
        ? (report, template) => checkSpinPort(report, template, this.main.name) : undefined,
      change: (pod) => this.withPullSecrets(pod),
    });
    if (secret) {
      const { name, toml } = secret;
      manifest(workload, {
        apiVersion: 'v1',
        kind: 'Secret',
        metadata: { name, namespace: workload.metadata.namespace },
        immutable: true,
        stringData: { [CONFIG_FILE]: toml },
      }, 'RuntimeConfig');
    }
    warnIfEphemeral(workload, [...ephemeralStores(props.runtimeConfig, 'runtimeConfig'), ...this.use?.ephemeralStores ?? []]);
    validateTree(workload, () => warnOfStoreFiles(workload, props.runtimeConfig?._storeFiles, () => fileUser(workload), ''));
    this.use?.settle((name) => this.variables.get(name));
  }

  /** Adds a Spin variable, unless there is something wrong with it. */
  addVariable(name: string, value: EnvValue): void {
    const report = new Report(this.workload);
    this.takeVariables(report, { [name]: value });
    report.throwIfAny();
  }

  private takeVariables(report: Report, given: { [name: string]: EnvValue } = {}): void {
    this.use?.checkVariables(report, given);
    this.variables.add(report, given);
    if (report.isClean) {
      Object.entries(given).forEach(([name, value]) => this.main.env.addVariable(environmentName(name), value));
    }
  }

  private chooseClass(): IWasmRuntimeClass {
    const { runtimeClass, nodePool } = this.props;
    const { runtimeClassName } = WasmCluster.of(this.workload).nodes;
    return runtimeClass ?? nodePool?.runtimeClass
      ?? WasmRuntimeClass.fromRuntimeClassName(this.workload, 'RuntimeClass', runtimeClassName, { runtime: WasmRuntime.SPIN });
  }

  /** Mounts the runtime configuration; where it is not in a Secret yet, the Secret that it needs. */
  private mountRuntimeConfig(): { readonly name: string; readonly toml: string } | undefined {
    const spec = runtimeConfigSpec(new UnheardReport(this.workload), this.props.runtimeConfig);
    if (!spec) {
      return undefined;
    }
    if (spec.loadFromSecret !== undefined) {
      this.mountFile('spin-runtime-config', spec.loadFromSecret, `/${CONFIG_FILE}`);
      return undefined;
    }
    const toml = runtimeConfigToml(spec);
    const name = suffixedName(this.props.metadata?.name ?? fittingName(ApiObject.of(this.workload).name), contentHash(toml), 253);
    this.mountFile('spin-runtime-config', name, `/${CONFIG_FILE}`);
    return { name, toml };
  }

  private mountCertificates(): void {
    if (this.props.caCertSecret) {
      this.mountFile('spin-ca', this.props.caCertSecret.name, CA_PATH);
    }
  }

  /** Mounts one key of a Secret as a file. */
  private mountFile(name: string, secretName: string, path: string): void {
    const key = path.slice(path.lastIndexOf('/') + 1);
    const secret = Secret.fromSecretName(this.workload, `${name}-secret`, secretName);
    const volume = Volume.fromSecret(this.workload, name, secret, { name, items: { [key]: { path: key } } });
    this.main.mount(path, volume, { subPath: key, readOnly: true });
  }

  private check(report: Report): void {
    const { props, workload } = this;
    this.use?.check(report);
    this.takeVariables(report, props.variables);
    this.checkClass(report);
    checkComponents(report, props.components, { place: 'components', noneIsAll: false });
    instanceMemory(report, props, 'maxInstanceMemory');
    checkPullSecrets(report, props.imagePullSecrets, 'imagePullSecrets');
    report.holdGiven('caCertSecret', props.caCertSecret?.name, REFERENCE);
    checkOtel(report, props.otel);
    const config = runtimeConfigSpec(report, props.runtimeConfig, 'runtimeConfig');
    runtimeConfigToml(config ?? {}, report);
    Object.entries({ otel: 'otel', components: 'components', maxInstanceMemory: 'invocationLimits' } as const)
      .filter(([field]) => props[field as keyof SpinPodOptions] !== undefined)
      .forEach(([field, feature]) => tooNew(report, workload, { field, shim: SPIN_SHIM.first(feature) }));
  }

  private checkClass(report: Report): void {
    const { runtimeClass, nodePool } = this.props;
    const { runtime, runtimeClassName } = this.runtimeClass;
    if (runtimeClass && nodePool) {
      report.add({
        field: 'runtimeClass',
        value: runtimeClassName,
        rule: `a pool has a RuntimeClass of its own, here ${nodePool.runtimeClass.runtimeClassName}`,
        fix: 'give one of runtimeClass and nodePool',
        code: RuleCode.AMBIGUOUS_RUNTIME_CLASS,
      });
    }
    if (runtime && runtime !== WasmRuntime.SPIN) {
      report.add({
        field: 'runtimeClass',
        value: runtimeClassName,
        rule: `a Spin application runs in containerd-shim-spin only, and this class starts ${runtime.binary}`,
        fix: 'give a SpinRuntimeClass, or use the workload of this kind for other Wasm',
        code: RuleCode.WRONG_RUNTIME,
      });
    }
  }

  /** cdk8s-plus writes one pull secret; here all. */
  private withPullSecrets(pod: Fields): Fields {
    const secrets = [...pod.imagePullSecrets ?? [], ...(this.props.imagePullSecrets ?? []).map(({ name }) => ({ name }))];
    return secrets.length > 0 ? { ...pod, imagePullSecrets: secrets } : pod;
  }
}
