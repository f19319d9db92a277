import { IConfigMap } from 'cdk8s-plus-28';
import { HttpScalingRule } from './http-scaling-rule';

/** When a static answer is given. */
export enum HttpStaticResponseMode {
  /** Always: the app never sees the request. */
  ALWAYS = 'Always',

  /** While no pod of the app is ready. */
  WHEN_UNAVAILABLE = 'WhenUnavailable',
}

/** The text of a static answer. */
export class HttpStaticBody {
  /**
   * A text that stands in the route.
   *
   * @param text at most 32,768 characters
   */
  public static fromText(text: string): HttpStaticBody {
    return new HttpStaticBody(text);
  }

  /**
   * A text of a ConfigMap in the namespace of the app.
   *
   * It must carry the label `http.keda.sh/response-body: "true"`: without it, without the ConfigMap or without the key the answer is 500.
   *
   * @param configMap the ConfigMap
   * @param key its key; by default the path of the request without its first slash, and "index.html" for "/"
   */
  public static fromConfigMap(configMap: IConfigMap, key?: string): HttpStaticBody {
    return new HttpStaticBody(undefined, configMap, key);
  }

  private constructor(
    /** The text, where it stands in the route. */
    public readonly text?: string,
    /** The ConfigMap that holds it. */
    public readonly configMap?: IConfigMap,
    /** The key in the ConfigMap. */
    public readonly key?: string,
  ) {}
}

/** What the interceptor answers by itself. */
export interface HttpStaticResponse {
  /**
   * The status. Written to `statusCode`. From 100 to 599.
   *
   * @default - the add-on's own, 200
   */
  readonly statusCode?: number;

  /**
   * The text. Written to `body` or `bodyFromConfigMap`.
   *
   * @default - an empty one
   */
  readonly body?: HttpStaticBody;

  /**
   * Headers, by name. Written to `headers`.
   *
   * @default - those that follow from the text
   */
  readonly headers?: { [name: string]: string };
}

/** Requests that the interceptor answers by itself, and that start no pod: health checks, redirects, a page while there is no pod. */
export interface HttpStaticRoute {
  /** The requests, among those of the app: at least one rule. Written to `rules`. */
  readonly rules: HttpScalingRule[];

  /** The answer. Written to `response`. */
  readonly response: HttpStaticResponse;

  /**
   * When it is given. Written to `responseMode`.
   *
   * @default - the add-on's own, HttpStaticResponseMode.WHEN_UNAVAILABLE
   */
  readonly responseMode?: HttpStaticResponseMode;
}
