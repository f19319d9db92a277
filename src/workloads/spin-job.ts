import { Job, JobProps, EnvValue } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { JOB } from './private/nouns';
import { SpinContract } from './private/spin-contract';
import { named } from './private/spin-manifest-use';
import { COMMAND_TRIGGER, once, spinProps } from './private/spin-props';
import { SpinPodOptions } from './spin-pod';
import { WasmSchedulingOptions } from './wasm-container';

/** Properties of `SpinJob`: a cdk8s-plus Job whose first container runs a Spin application. `backoffLimit` is 0 unless given. */
export interface SpinJobProps extends JobProps, SpinPodOptions, WasmSchedulingOptions {}

/**
 * A Spin application with a command trigger that runs to its end, which the operator has no kind for.
 *
 * The work is done once: `backoffLimit` is 0 unless given, and `restartPolicy` Never. The shim takes an exit by `proc_exit(0)`, as Go programs
 * do, for an error, so that the Job fails with exit code 137 though its work is done. The command's arguments are `c` and `/`.
 * An application with an HTTP trigger never ends. Its container is root unless said otherwise, as the operator's are.
 *
 * @see https://github.com/spinframework/containerd-shim-spin
 */
export class SpinJob extends Job {
  private readonly contract: SpinContract;

  /**
   * @param scope the scope
   * @param id the id
   * @param props the application and the rest of the Job
   */
  constructor(scope: Construct, id: string, props: SpinJobProps) {
    super(scope, id, spinProps(once(named(props)), COMMAND_TRIGGER));
    this.contract = new SpinContract(this, JOB, named(props));
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
}
