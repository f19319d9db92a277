import { AllowedHost } from './allowed-host';

/** A variable of an application, from `[variables]`. */
export interface SpinManifestVariable {
  /** Its name. */
  readonly name: string;

  /** Whether a value must be given. A variable that is not required has a default. */
  readonly required: boolean;

  /** Whether its value is a secret. */
  readonly secret: boolean;

  /**
   * Its value where none is given.
   *
   * @default - none: it is required
   */
  readonly defaultValue?: string;

  /**
   * What it is for.
   *
   * @default - not said
   */
  readonly description?: string;
}

/** A file or a pattern of files of a component. */
export interface SpinManifestFile {
  /** The file, folder or pattern. */
  readonly source: string;

  /**
   * Where the component finds it.
   *
   * @default - at the path that it has
   */
  readonly destination?: string;
}

/** Something that a component imports from elsewhere. */
export interface SpinManifestDependency {
  /** What is imported: a package, an interface of one, or a plain name. */
  readonly name: string;

  /**
   * The component of the same application that provides it.
   *
   * @default - none: it comes from a file, an address or a registry
   */
  readonly component?: string;
}

/** A component of an application. */
export interface SpinManifestComponent {
  /** Its id; one that stands inside a trigger has the id that Spin gives it. */
  readonly id: string;

  /**
   * What it does.
   *
   * @default - not said
   */
  readonly description?: string;

  /** Where it may connect to. */
  readonly allowedOutboundHosts: AllowedHost[];

  /** The labels of its key-value stores. */
  readonly keyValueStores: string[];

  /** The labels of its SQLite databases. */
  readonly sqliteDatabases: string[];

  /** The large language models that it calls. */
  readonly aiModels: string[];

  /** The files that it sees. */
  readonly files: SpinManifestFile[];

  /** What it imports. */
  readonly dependencies: SpinManifestDependency[];

  /** Its environment variables. */
  readonly environment: { [name: string]: string };

  /** Its variables by name, each a text in which `{{ name }}` stands for one of the application. */
  readonly variables: { [name: string]: string };
}

/** What starts a component. */
export interface SpinManifestTrigger {
  /** Its type, such as `http` or `redis`. */
  readonly type: string;

  /**
   * Its id.
   *
   * @default - one that Spin makes
   */
  readonly id?: string;

  /**
   * The component that it starts.
   *
   * @default - none: a static response, or a trigger that this library does not know
   */
  readonly component?: string;

  /**
   * The route of an HTTP trigger.
   *
   * @default - none: a private HTTP trigger, or one of another type
   */
  readonly route?: string;

  /**
   * The channel of a Redis trigger.
   *
   * @default - none: a trigger of another type
   */
  readonly channel?: string;

  /**
   * The topic of an MQTT trigger.
   *
   * @default - none: a trigger of another type
   */
  readonly topic?: string;

  /**
   * The server of a Redis or MQTT trigger, or the queue of an SQS trigger; it may be a template.
   *
   * @default - none: a trigger of another type
   */
  readonly address?: string;
}

/** Something in a manifest that only certain releases of Spin take. */
export interface SpinManifestFeature {
  /** Where it stands, such as `component.api.profile`. */
  readonly place: string;

  /** The first release of Spin that knows it. */
  readonly spinVersion: string;

  /**
   * The first release of Spin that refuses it again.
   *
   * @default - none: all later ones know it
   */
  readonly removedIn?: string;
}
