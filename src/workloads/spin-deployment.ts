import { Deployment, DeploymentExposeViaServiceOptions, DeploymentProps, EnvValue, Probe, Service } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { DEPLOYMENT } from './private/nouns';
import { SpinContract } from './private/spin-contract';
import { named } from './private/spin-manifest-use';
import { probeAt } from './private/spin-port';
import { httpTrigger, spinProps } from './private/spin-props';
import { settledService } from './private/workload-service';
import { SpinPodOptions } from './spin-pod';
import { WasmSchedulingOptions } from './wasm-container';
import { withDefaultReadiness } from '../apps/private/health-checks';
import { refuseWithoutHttp } from '../apps/private/http-app';
import { Report } from '../rules/problem';

/** Properties of `SpinDeployment`: a cdk8s-plus Deployment whose first container runs a Spin application. */
export interface SpinDeploymentProps extends DeploymentProps, SpinPodOptions, WasmSchedulingOptions {
  /**
   * Where Spin listens. Written to `SPIN_HTTP_LISTEN_ADDR` and to the container's `ports`; probes and Services follow. From 1 to 65535.
   *
   * Another one is needed beside a sidecar at port 80, and for a user other than root where containerd keeps low ports for root.
   * A sidecar at the same port fails, and so does a `SPIN_HTTP_LISTEN_ADDR` of `envVariables` with another one.
   *
   * @default 80, as the operator's pods have it
   */
  readonly port?: number;

  /**
   * When the application takes traffic. Written to `readinessProbe`; without a port it goes to `port`. A command fails.
   *
   * @default - as soon as it runs; with a manifest that has an HTTP trigger, when Spin answers
   */
  readonly readiness?: Probe;

  /**
   * Whether a Deployment whose manifest has an HTTP trigger is checked where Spin itself answers, unless `readiness` is given.
   *
   * @default true
   */
  readonly defaultReadiness?: boolean;

  /**
   * When the container is restarted. Written to `livenessProbe`; without a port it goes to `port`. A command fails.
   *
   * @default - when it ends
   */
  readonly liveness?: Probe;

  /**
   * When the other probes begin. Written to `startupProbe`; without a port it goes to `port`. A command fails.
   *
   * @default - at once
   */
  readonly startup?: Probe;
}

/**
 * A Spin application without the operator: a Deployment of the pod that the operator would make for a SpinApp.
 *
 * It takes what SpinApp has no field for: affinity, spread, priority, a strategy, init containers, sidecars, volumes of any kind.
 * It has no Service until it is exposed. Its container is root unless said otherwise, as the operator's are. Another user can be given, where
 * containerd lets every user have low ports, as containerd 2 does. It is gone two seconds after its deletion.
 *
 * @see https://github.com/spinframework/containerd-shim-spin
 */
export class SpinDeployment extends Deployment {
  private readonly contract: SpinContract;

  /**
   * @param scope the scope
   * @param id the id
   * @param props the application and the rest of the Deployment
   */
  constructor(scope: Construct, id: string, props: SpinDeploymentProps) {
    super(scope, id, spinProps(withDefaultReadiness(named(props)), httpTrigger(props.port)));
    probeAt(this.containers[0], props.port);
    this.contract = new SpinContract(this, DEPLOYMENT, named(props));
  }

  /**
   * Adds a Spin variable. Written to `env` as `SPIN_VARIABLE_<NAME>`.
   *
   * @param name its name in spin.toml
   * @param value its value or source
   * @throws for a name outside Spin's grammar, or one that is given already
   */
  public addVariable(name: string, value: EnvValue): void {
    this.contract.addVariable(name, value);
  }

  /**
   * Exposes the application by a Service, as in cdk8s-plus.
   *
   * @param options its name, type and ports
   * @returns the Service
   * @throws for a name or port that no Service has, and for a manifest without an HTTP trigger
   */
  public exposeViaService(options: DeploymentExposeViaServiceOptions = {}): Service {
    const report = new Report(this);
    refuseWithoutHttp(report, this, 'spec.selector');
    report.throwIfAny();
    return settledService(super.exposeViaService(options));
  }
}
