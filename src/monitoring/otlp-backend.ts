import { SecretValue } from 'cdk8s-plus-28';
import { sortedMap } from '../rules/by-key';

/** OneUptime, in the cloud or your own. */
export interface OneUptimeOptions {
  /** The token of a telemetry ingestion key, by reference. Sent as the header `x-oneuptime-token`. */
  readonly token: SecretValue;

  /**
   * The address of OneUptime, without a path.
   *
   * @default "https://oneuptime.com"
   */
  readonly url?: string;
}

/** Any backend that takes OTLP over HTTP. */
export interface OtlpOptions {
  /** The base URL, to which `/v1/traces` and its like are added. It has no secret in it. */
  readonly endpoint: string;

  /**
   * Headers such as a token, by their names, each by reference.
   *
   * @default - none
   */
  readonly headers?: { [name: string]: SecretValue };
}

/**
 * Where telemetry goes from the cluster.
 *
 * @see https://opentelemetry.io/docs/specs/otlp/#otlphttp
 */
export class OtlpBackend {
  /**
   * OneUptime.
   *
   * @param options the token, and where it is
   * @see https://oneuptime.com/docs/telemetry/open-telemetry
   */
  public static oneUptime(options: OneUptimeOptions): OtlpBackend {
    const { token, url = 'https://oneuptime.com' } = options;
    return new OtlpBackend(`${url.replace(/\/+$/, '')}/otlp`, { 'x-oneuptime-token': token }, 'json');
  }

  /**
   * Any backend by its OTLP endpoint.
   *
   * @param options the endpoint and its headers
   */
  public static otlp(options: OtlpOptions): OtlpBackend {
    return new OtlpBackend(options.endpoint, sortedMap(options.headers));
  }

  private constructor(
    /** The base URL. */
    public readonly endpoint: string,

    /** @internal */
    public readonly _headers: { readonly [name: string]: SecretValue },

    /** @internal */
    public readonly _encoding?: 'json',
  ) {}
}
