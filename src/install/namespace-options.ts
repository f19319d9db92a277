import { Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';

/** What a namespace lets its pods do. */
export enum PodSecurityLevel {
  /** Everything. */
  PRIVILEGED = 'privileged',

  /** What most images need. */
  BASELINE = 'baseline',

  /** Non-root without capabilities. The pods of SpinApps are refused: a SpinApp has no security context. */
  RESTRICTED = 'restricted',
}

/** How much the pods of a namespace may claim. At least one amount is needed. */
export interface NamespaceQuota {
  /**
   * CPU that all pods may request. Written to `hard["requests.cpu"]`: every app then needs a request for CPU.
   *
   * @default - any amount
   */
  readonly cpuRequest?: Cpu;

  /**
   * The CPU limits of all pods. Written to `hard["limits.cpu"]`: every app then needs a limit for CPU.
   *
   * @default - any amount
   */
  readonly cpuLimit?: Cpu;

  /**
   * Memory that all pods may request. Written to `hard["requests.memory"]`: every app then needs a request for memory.
   *
   * @default - any amount
   */
  readonly memoryRequest?: Size;

  /**
   * The memory limits of all pods. Written to `hard["limits.memory"]`: every app then needs a limit for memory.
   *
   * @default - any amount
   */
  readonly memoryLimit?: Size;

  /**
   * How many pods there may be. Written to `hard.pods`. An integer of at least 1.
   *
   * @default - any number
   */
  readonly pods?: number;
}

/** How a namespace is made, or that it is there. */
export interface NamespaceOptions {
  /**
   * Whether the namespace is there already, so that no Namespace is made. Cannot be combined with the other options.
   *
   * @default false
   */
  readonly existing?: boolean;

  /**
   * Labels of the Namespace. Written to `metadata.labels`.
   *
   * @default - none
   */
  readonly labels?: { [key: string]: string };

  /**
   * What the namespace lets its pods do. Written to the label `pod-security.kubernetes.io/enforce`.
   *
   * @default - as the cluster has it
   * @see https://kubernetes.io/docs/concepts/security/pod-security-standards/
   */
  readonly podSecurity?: PodSecurityLevel;

  /**
   * How much its pods may claim. Makes a ResourceQuota of the name `quota`.
   *
   * @default - any amount
   * @see https://kubernetes.io/docs/concepts/policy/resource-quotas/
   */
  readonly quota?: NamespaceQuota;
}
