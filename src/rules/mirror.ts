/**
 * A mirror for a network without the internet: `<host>/<path>` in place of `<their host>/<path>`, for images, charts and
 * downloads.
 */
export interface Mirror {
  /** The host, optionally with a port and a path below it, such as "mirror.example.com/wasm". It must speak HTTPS. */
  readonly host: string;

  /**
   * Whether the mirror keeps the hosts apart, as `<host>/<their host>/<path>`. A port of theirs follows a dash in images and
   * charts, whose paths have no colon.
   *
   * @default false
   */
  readonly keepHosts?: boolean;
}
