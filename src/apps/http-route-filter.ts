import { IHttpBackend } from './http-backend';

/** Changes of headers. At most 16 of each kind. */
export interface HttpHeaderChanges {
  /**
   * Headers that get this value alone. Written to `set`.
   *
   * @default - none
   */
  readonly set?: { [name: string]: string };

  /**
   * Headers that get this value too. Written to `add`.
   *
   * @default - none
   */
  readonly add?: { [name: string]: string };

  /**
   * Headers that go. Written to `remove`.
   *
   * @default - none
   */
  readonly remove?: string[];
}

/** What becomes of a path. */
export class HttpPathModifier {
  /**
   * The whole path becomes another.
   *
   * @param path an absolute path
   */
  public static fullPath(path: string): HttpPathModifier {
    return new HttpPathModifier('ReplaceFullPath', path);
  }

  /**
   * The prefix that the rule compares becomes another. The rule must compare one prefix in all of its matches.
   *
   * @param path an absolute path
   */
  public static prefix(path: string): HttpPathModifier {
    return new HttpPathModifier('ReplacePrefixMatch', path);
  }

  private constructor(
    /** Gateway API's word for what it replaces. */
    public readonly type: string,
    /** What stands there afterwards. */
    public readonly path: string,
  ) {}
}

/** Where a request is sent instead. */
export interface HttpRewrite {
  /**
   * The host that the backend sees. Written to `hostname`.
   *
   * @default - as it was
   */
  readonly hostname?: string;

  /**
   * The path. Written to `path`.
   *
   * @default - as it was
   */
  readonly path?: HttpPathModifier;
}

/** Where a client is sent. What is left out stays as it was. */
export interface HttpRedirect extends HttpRewrite {
  /**
   * "http" or "https". Written to `scheme`.
   *
   * @default - as it was
   */
  readonly scheme?: string;

  /**
   * The port. Written to `port`.
   *
   * @default - that of the scheme, where one is given; else that of the listener
   */
  readonly port?: number;

  /**
   * 301 for good, or 302 for now. Written to `statusCode`.
   *
   * @default - Gateway API's own, 302, which is written
   */
  readonly statusCode?: number;
}

/** A filter as `rules[].filters[]` of an HTTPRoute holds it. */
export interface HttpRouteFilterConfig {
  /** Its type. */
  readonly type: string;

  /**
   * Its headers.
   *
   * @default - none
   */
  readonly headers?: HttpHeaderChanges;

  /**
   * Its redirect or rewrite.
   *
   * @default - none
   */
  readonly target?: HttpRedirect;

  /**
   * Its mirror.
   *
   * @default - none
   */
  readonly mirror?: IHttpBackend;
}

/** What a gateway does with requests and answers on their way. */
export class HttpRouteFilter {
  /**
   * Changes the headers of requests. Written to `requestHeaderModifier`.
   *
   * @param changes which
   */
  public static requestHeaders(changes: HttpHeaderChanges): HttpRouteFilter {
    return new HttpRouteFilter({ type: 'RequestHeaderModifier', headers: changes });
  }

  /**
   * Changes the headers of answers. Written to `responseHeaderModifier`.
   *
   * @param changes which
   */
  public static responseHeaders(changes: HttpHeaderChanges): HttpRouteFilter {
    return new HttpRouteFilter({ type: 'ResponseHeaderModifier', headers: changes });
  }

  /**
   * Sends clients elsewhere. Written to `requestRedirect`. A rule with it has no backends.
   *
   * @param target where
   */
  public static redirect(target: HttpRedirect): HttpRouteFilter {
    return new HttpRouteFilter({ type: 'RequestRedirect', target });
  }

  /**
   * Changes host and path for the backend. Written to `urlRewrite`. Cannot be combined with a redirect.
   *
   * @param target to what
   */
  public static rewrite(target: HttpRewrite): HttpRouteFilter {
    return new HttpRouteFilter({ type: 'URLRewrite', target });
  }

  /**
   * Sends a copy of each request to a further backend, whose answers nobody reads. Written to `requestMirror`.
   *
   * @param backend such as another `WasmApp`
   */
  public static mirror(backend: IHttpBackend): HttpRouteFilter {
    return new HttpRouteFilter({ type: 'RequestMirror', mirror: backend });
  }

  private constructor(private readonly config: HttpRouteFilterConfig) {}

  /** What an HTTPRoute says of it. */
  public toFilterConfig(): HttpRouteFilterConfig {
    return this.config;
  }
}
