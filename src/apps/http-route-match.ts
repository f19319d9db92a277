/** How a path is compared. */
export class HttpPathMatch {
  /**
   * Paths that begin with this one, by whole segments: "/shop" stands for "/shop/cart" and not for "/shopping".
   *
   * @param path an absolute path
   */
  public static prefix(path: string): HttpPathMatch {
    return new HttpPathMatch('PathPrefix', path);
  }

  /**
   * This path alone.
   *
   * @param path an absolute path
   */
  public static exact(path: string): HttpPathMatch {
    return new HttpPathMatch('Exact', path);
  }

  /**
   * Paths that a regular expression describes. Not all gateways take it, and each has its own dialect.
   *
   * @param pattern the expression
   */
  public static regex(pattern: string): HttpPathMatch {
    return new HttpPathMatch('RegularExpression', pattern);
  }

  private constructor(
    /** Gateway API's word for how it compares. */
    public readonly type: string,
    /** The path or expression. */
    public readonly value: string,
  ) {}
}

/** How the value of a header or query parameter is compared. */
export class HttpValueMatch {
  /**
   * This value alone.
   *
   * @param value the value
   */
  public static exact(value: string): HttpValueMatch {
    return new HttpValueMatch('Exact', value);
  }

  /**
   * Values that a regular expression describes. Not all gateways take it, and each has its own dialect.
   *
   * @param pattern the expression
   */
  public static regex(pattern: string): HttpValueMatch {
    return new HttpValueMatch('RegularExpression', pattern);
  }

  private constructor(
    /** Gateway API's word for how it compares. */
    public readonly type: string,
    /** The value or expression. */
    public readonly value: string,
  ) {}
}

/** The methods of HTTP. */
export enum HttpMethod {
  /** Read. */
  GET = 'GET',
  /** Read the headers. */
  HEAD = 'HEAD',
  /** Hand in. */
  POST = 'POST',
  /** Store. */
  PUT = 'PUT',
  /** Remove. */
  DELETE = 'DELETE',
  /** Open a tunnel. */
  CONNECT = 'CONNECT',
  /** Ask what is possible. */
  OPTIONS = 'OPTIONS',
  /** Echo. */
  TRACE = 'TRACE',
  /** Change in part. */
  PATCH = 'PATCH',
}

/** Requests that a rule of an HTTPRoute is for: those that meet all that is given. */
export interface HttpRouteMatch {
  /**
   * Their path. Written to `matches[].path`.
   *
   * @default - Gateway API's own: every path
   */
  readonly path?: HttpPathMatch;

  /**
   * Their method. Written to `matches[].method`.
   *
   * @default - every method
   */
  readonly method?: HttpMethod;

  /**
   * Their headers by name. Written to `matches[].headers`. At most 16.
   *
   * @default - any
   */
  readonly headers?: { [name: string]: HttpValueMatch };

  /**
   * Their query parameters by name. Written to `matches[].queryParams`. At most 16.
   *
   * @default - any
   */
  readonly queryParams?: { [name: string]: HttpValueMatch };
}
