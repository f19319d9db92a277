import { Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import { bytes, canonicalBytes, canonicalCpu, milliCpus, shownSize } from '../rules/quantity';

/** How KEDA's metric is compared with its threshold. */
export enum KedaMetricType {
  /** The metric divided by the number of pods. */
  AVERAGE_VALUE = 'AverageValue',

  /** The metric as it is. */
  VALUE = 'Value',

  /** A percentage of what the pods request; for cpu and memory alone. */
  UTILIZATION = 'Utilization',
}

/** A reference to credentials that KEDA reads. They stand in an object of its own, never in the trigger. */
export class KedaAuthentication {
  /**
   * A TriggerAuthentication of the app's namespace.
   *
   * @param name its name
   * @see https://keda.sh/docs/latest/concepts/authentication/
   */
  public static triggerAuthentication(name: string): KedaAuthentication {
    return new KedaAuthentication('TriggerAuthentication', name);
  }

  /**
   * A ClusterTriggerAuthentication.
   *
   * @param name its name
   */
  public static clusterTriggerAuthentication(name: string): KedaAuthentication {
    return new KedaAuthentication('ClusterTriggerAuthentication', name);
  }

  private constructor(
    /** The kind of the object. */
    public readonly kind: string,
    /** Its name. */
    public readonly name: string,
  ) {}
}

/** Options of `KedaTrigger.cron`. */
export interface CronTriggerOptions {
  /** When the pods come, five fields such as "0 8 * * 1-5". Written to `start`. */
  readonly start: string;

  /** When they go again. Written to `end`. Must not equal the start. */
  readonly end: string;

  /** The time zone of both, a name of the IANA database such as "Europe/Berlin". Written to `timezone`. */
  readonly timeZone: string;

  /** How many pods run in between, at least 1 and at most the maximum. Written to `desiredReplicas`. */
  readonly desiredReplicas: number;
}

/** Options of `KedaTrigger.prometheus`. */
export interface PrometheusTriggerOptions {
  /** The address of Prometheus, without credentials. Written to `serverAddress`. */
  readonly serverAddress: string;

  /** A PromQL query that yields one number. Written to `query`. */
  readonly query: string;

  /** The number for each pod at which another comes, of at least 0.001. Written to `threshold`. */
  readonly threshold: number;

  /**
   * The number above which the first pod comes. Written to `activationThreshold`.
   *
   * @default - KEDA's own, 0
   */
  readonly activationThreshold?: number;

  /**
   * The namespace for queries of servers with tenants. Written to `namespace`.
   *
   * @default - none
   */
  readonly namespace?: string;

  /**
   * Whether an answer without data counts as 0, and not as a failure. Written to `ignoreNullValues`.
   *
   * @default - KEDA's own, true
   */
  readonly ignoreNullValues?: boolean;

  /**
   * How KEDA signs in. Written to `authenticationRef`.
   *
   * @default - it does not
   */
  readonly authentication?: KedaAuthentication;
}

/** Options of `KedaTrigger.of`. */
export interface KedaTriggerOptions {
  /**
   * What its scaler reads. KEDA takes texts alone, so write "5" for 5. Fails for a password or token: give `authentication`.
   *
   * @default - none
   */
  readonly metadata?: { [key: string]: string };

  /**
   * How KEDA signs in. Written to `authenticationRef`.
   *
   * @default - it does not
   */
  readonly authentication?: KedaAuthentication;

  /**
   * How the metric is compared. Written to `metricType`.
   *
   * @default - KEDA's own, AverageValue
   */
  readonly metricType?: KedaMetricType;

  /**
   * The trigger's name, unique among those of the app. Written to `name`.
   *
   * @default - none
   */
  readonly name?: string;

  /**
   * Whether the autoscaler reads what KEDA has polled last. Written to `useCachedMetrics`. Not for cpu, memory and cron.
   *
   * @default - KEDA's own, false
   */
  readonly useCachedMetrics?: boolean;
}

/** A trigger as `spec.triggers[]` of a ScaledObject holds it. */
export interface KedaTriggerConfig extends KedaTriggerOptions {
  /** The scaler. */
  readonly type: string;
}

/**
 * What KEDA watches to scale an app.
 *
 * @see https://keda.sh/docs/latest/scalers/
 */
export class KedaTrigger {
  /**
   * CPU use, in percent of what the app requests. Needs a CPU request (or limit) on the app.
   *
   * @param percent the percentage at which another pod comes, a whole number of at least 1
   */
  public static cpuUtilization(percent: number): KedaTrigger {
    return new KedaTrigger({ type: 'cpu', metricType: KedaMetricType.UTILIZATION, metadata: { value: String(percent) } });
  }

  /**
   * CPU use of each pod. Needs a CPU request (or limit) on the app.
   *
   * @param cpu the CPU at which another pod comes
   */
  public static cpuAverage(cpu: Cpu): KedaTrigger {
    const milli = milliCpus(cpu);
    const value = milli === undefined ? cpu.amount : canonicalCpu(milli);
    return new KedaTrigger({ type: 'cpu', metricType: KedaMetricType.AVERAGE_VALUE, metadata: { value } });
  }

  /**
   * Memory use, in percent of what the app requests. Needs a memory request (or limit) on the app.
   *
   * @param percent the percentage at which another pod comes, a whole number of at least 1
   */
  public static memoryUtilization(percent: number): KedaTrigger {
    return new KedaTrigger({ type: 'memory', metricType: KedaMetricType.UTILIZATION, metadata: { value: String(percent) } });
  }

  /**
   * Memory use of each pod. Needs a memory request (or limit) on the app.
   *
   * @param memory the memory at which another pod comes
   */
  public static memoryAverage(memory: Size): KedaTrigger {
    const amount = bytes(memory);
    const value = amount === undefined ? shownSize(memory) : canonicalBytes(amount);
    return new KedaTrigger({ type: 'memory', metricType: KedaMetricType.AVERAGE_VALUE, metadata: { value } });
  }

  /**
   * A time of day or week.
   *
   * @param options when, where and how many
   * @see https://keda.sh/docs/latest/scalers/cron/
   */
  public static cron(options: CronTriggerOptions): KedaTrigger {
    const { start, end, timeZone: timezone, desiredReplicas } = options;
    return new KedaTrigger({ type: 'cron', metadata: { timezone, start, end, desiredReplicas: String(desiredReplicas) } });
  }

  /**
   * The answer to a query of Prometheus.
   *
   * @param options the server, the query and its threshold
   * @see https://keda.sh/docs/latest/scalers/prometheus/
   */
  public static prometheus(options: PrometheusTriggerOptions): KedaTrigger {
    const { threshold, activationThreshold, ignoreNullValues, authentication, ...rest } = options;
    return new KedaTrigger({
      type: 'prometheus',
      authentication,
      metadata: given({
        ...rest,
        threshold: String(threshold),
        activationThreshold: activationThreshold?.toString(),
        ignoreNullValues: ignoreNullValues?.toString(),
      }),
    });
  }

  /**
   * Any scaler of KEDA, by its name.
   *
   * @param type the scaler, such as "kafka"
   * @param options what it reads
   */
  public static of(type: string, options: KedaTriggerOptions = {}): KedaTrigger {
    return new KedaTrigger({ ...options, type, metadata: { ...options.metadata } });
  }

  private constructor(private readonly config: KedaTriggerConfig) {}

  /** What a ScaledObject says of it. */
  public toTriggerConfig(): KedaTriggerConfig {
    return { ...this.config, metadata: { ...this.config.metadata } };
  }
}

function given(metadata: { [key: string]: string | undefined }): { [key: string]: string } {
  return Object.fromEntries(Object.entries(metadata).filter(([, value]) => value !== undefined)) as { [key: string]: string };
}
