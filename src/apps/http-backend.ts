import { Service } from 'cdk8s-plus-28';

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
   */
  public static fromServiceName(serviceName: string, options: HttpBackendOptions = {}): HttpBackend {
    return new HttpBackend(serviceName, options.port ?? 80, options.namespace);
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
