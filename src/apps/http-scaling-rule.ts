/** Requests that belong to an app: those that meet all that is given. */
export interface HttpScalingRule {
  /**
   * Their hosts: DNS names, wildcards such as "*.acme.com", or "*" for all.
   *
   * @default - every host
   */
  readonly hosts?: string[];

  /**
   * How their paths begin.
   *
   * @default - every path
   */
  readonly pathPrefixes?: string[];

  /**
   * Their headers, by name, with exactly this value.
   *
   * @default - any
   */
  readonly headers?: { [name: string]: string };
}
