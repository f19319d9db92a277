import { Service } from 'cdk8s-plus-28';
import { NAMESPACE, PORT, rfc1123Label } from '../rules/grammar';
import { holdAll } from '../rules/problem';
import { RuleCode } from '../rules/rule-code';

/** A Service to which routes lead: that of a `WasmApp`, or any other by `HttpBackend`. */
export interface IHttpBackend {
  /** The name of the Service. */
  readonly serviceName: string;

  /** Its port, by number: the Service of a `WasmApp` has no port names. */
  readonly servicePort: number;

  /** Its namespace, where one is set. */
  readonly namespace?: string;
}

/** Where a Service is that is known by name. */
export interface HttpBackendOptions {
  /**
   * Its port.
   *
   * @default 80
   */
  readonly port?: number;

  /**
   * Its namespace.
   *
   * @default - none is set: that of the route, where that has none set either
   */
  readonly namespace?: string;
}

const SERVICE_NAME = rfc1123Label('the name of a Service', RuleCode.INVALID_REFERENCE);

/** A Service that is no `WasmApp`'s, as the backend of a route. */
export class HttpBackend implements IHttpBackend {
  /**
   * A Service of cdk8s-plus, by its first port.
   *
   * @param service the Service
   */
  public static fromService(service: Service): HttpBackend {
    return new HttpBackend(service.name, service.port, service.metadata.namespace);
  }

  /**
   * A Service that is made elsewhere.
   *
   * @param serviceName its name
   * @param options its port and namespace
   * @throws for a name, port or namespace that no Service has
   */
  public static fromServiceName(serviceName: string, options: HttpBackendOptions = {}): HttpBackend {
    const { port = 80, namespace } = options;
    holdAll('HttpBackend', [
      { field: 'serviceName', value: serviceName, grammar: SERVICE_NAME },
      { field: 'options.port', value: port, grammar: PORT },
      ...(namespace === undefined ? [] : [{ field: 'options.namespace', value: namespace, grammar: NAMESPACE }]),
    ]);
    return new HttpBackend(serviceName, port, namespace);
  }

  private constructor(
    /** The name of the Service. */
    public readonly serviceName: string,
    /** Its port. */
    public readonly servicePort: number,
    /** Its namespace, where one is set. */
    public readonly namespace?: string,
  ) {}
}
