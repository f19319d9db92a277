/**
 * The stable code of each rule. It ends every error and warning in brackets and never changes its meaning.
 */
export enum RuleCode {
  /** `replicas` is no positive integer. The webhook refuses 0 and unset. */
  INVALID_REPLICAS = 'InvalidReplicas',

  /** Fixed replicas beside an autoscaler. The webhook refuses the pair. */
  REPLICAS_WITH_AUTOSCALER = 'ReplicasWithAutoscaler',

  /** More than one autoscaler on one app. They would fight over its Deployment. */
  DUPLICATE_AUTOSCALER = 'DuplicateAutoscaler',

  /** A name that the kind, or what its controller makes from it, cannot carry. */
  INVALID_NAME = 'InvalidName',

  /** An id that this library uses itself. */
  RESERVED_ID = 'ReservedId',

  /** A construct of another WasmCluster, whose objects this one does not have. */
  OTHER_CLUSTER = 'OtherCluster',

  /** A WasmCluster with nothing below it, or with props that nothing below it reads. */
  EMPTY_CLUSTER = 'EmptyCluster',

  /** A construct in no WasmCluster, in a program that has one, whose props do not reach it. */
  BESIDE_CLUSTER = 'BesideCluster',

  /** A type of Service that leads to no pods. */
  UNSUPPORTED_SERVICE_TYPE = 'UnsupportedServiceType',

  /** An address that is no URL of a scheme that works there. Telemetry that goes nowhere is a warning. */
  INVALID_URL = 'InvalidUrl',

  /** A reference to a Secret, ConfigMap or service account by a name or key that none can have. */
  INVALID_REFERENCE = 'InvalidReference',

  /** An option that the chosen release has no use for. */
  UNUSED_OPTION = 'UnusedOption',

  /** A user or group that is no number from 0 on, root where non-root is asked, or rights that contradict each other. */
  INVALID_USER = 'InvalidUser',

  /** A pod that cdk8s-plus fails to render. */
  UNRENDERABLE_POD = 'UnrenderablePod',

  /** A construct without a chart above it, whose file would take its objects. */
  NO_CHART = 'NoChart',

  /** A pod that the PodSecurity level of its namespace forbids, such as that of any app under restricted. */
  RESTRICTED_NAMESPACE = 'RestrictedNamespace',

  /** An app without the resources that a quota of its namespace asks for. */
  QUOTA_WITHOUT_RESOURCES = 'QuotaWithoutResources',

  /** A dependency on something outside every chart, which no file comes after. */
  DEPENDENCY_OUTSIDE_CHART = 'DependencyOutsideChart',

  /** Two contents for one file of a synthesis. */
  FILE_COLLISION = 'FileCollision',

  /** A construct or dependency that comes or goes while objects are rendered, too late for their files. */
  LATE_CHANGE = 'LateChange',

  /** A namespace that is no RFC 1123 label, or that is not set where another names it. */
  INVALID_NAMESPACE = 'InvalidNamespace',

  /** A string that is no image reference. */
  INVALID_IMAGE = 'InvalidImage',

  /** Warning: an image by a tag that moves, or by none. */
  MUTABLE_IMAGE_TAG = 'MutableImageTag',

  /** A check that SpinApp cannot express: it has HTTP GET on port 80 only. */
  UNSUPPORTED_PROBE = 'UnsupportedProbe',

  /** A probe's number, path or header that Kubernetes refuses or cannot send. One that it mends is a warning. */
  INVALID_PROBE = 'InvalidProbe',

  /** An amount that Kubernetes refuses, of a resource that no container has, or a divisor that its resource does not have. One that it rounds is a warning. */
  INVALID_QUANTITY = 'InvalidQuantity',

  /** A request is over its limit, or not equal to it where nobody shares the resource, or an amount outside of a LimitRange of its namespace. The pods would be refused for ever. */
  REQUEST_OVER_LIMIT = 'RequestOverLimit',

  /** The memory of one invocation is over that of the container. */
  INSTANCE_MEMORY_OVER_LIMIT = 'InstanceMemoryOverLimit',

  /** A variable name outside Spin's grammar. Spin would never find it. One in upper case works, and is a warning. */
  INVALID_VARIABLE_NAME = 'InvalidVariableName',

  /** A variable name that already has the prefix which the operator adds. */
  PREFIXED_VARIABLE_NAME = 'PrefixedVariableName',

  /** Two variables that become one after upper-casing. */
  VARIABLE_COLLISION = 'VariableCollision',

  /** A variable without value and source, such as an unset process variable. In YAML, where it may be meant, a warning. */
  EMPTY_VARIABLE = 'EmptyVariable',

  /** A key that was given twice where upstream takes one. */
  DUPLICATE_KEY = 'DuplicateKey',

  /** A volume name that the operator uses itself. */
  RESERVED_VOLUME = 'ReservedVolume',

  /** A mount that hides what the operator or the shim puts there, or that Kubernetes refuses. An odd spelling of a path is a warning. */
  INVALID_MOUNT = 'InvalidMount',

  /** A source of a volume that the API server refuses with the pod: a path, mode, partition, driver or address of the wrong form. */
  INVALID_VOLUME = 'InvalidVolume',

  /** A Service that would be overwritten by the one the operator makes for a SpinApp. */
  SERVICE_NAME_COLLISION = 'ServiceNameCollision',

  /** A Deployment that the operator would take for the one it makes for a SpinApp: it would fail on it for ever, or delete it. */
  DEPLOYMENT_NAME_COLLISION = 'DeploymentNameCollision',

  /** A port outside 1 to 65535, or one on which the containers of a pod do not agree. */
  INVALID_PORT = 'InvalidPort',

  /** A label key or value outside Kubernetes' grammar. One that the operator lays its own over is a warning. */
  INVALID_LABEL = 'InvalidLabel',

  /** An annotation key outside Kubernetes' grammar, or an annotation with which what the operator makes would be refused or never settle. */
  INVALID_ANNOTATION = 'InvalidAnnotation',

  /** An executor that is not in the app's namespace. The webhook refuses the app. */
  EXECUTOR_NAMESPACE = 'ExecutorNamespace',

  /** Warning: an executor that nobody named has the name of one in another namespace, and operators up to 0.6.1 keep it while that one has apps. */
  SHARED_EXECUTOR_NAME = 'SharedExecutorName',

  /** A namespace that declares several executors and an app that names none. */
  AMBIGUOUS_EXECUTOR = 'AmbiguousExecutor',

  /** `executor` together with `nodePool`: a pool brings its own executor. */
  EXECUTOR_WITH_NODE_POOL = 'ExecutorWithNodePool',

  /** An executor with both or neither of RuntimeClass and spinImage. */
  EXECUTOR_TARGET = 'ExecutorTarget',

  /** A runtime that cannot run what is asked of it. */
  WRONG_RUNTIME = 'WrongRuntime',

  /** Annotations for a Deployment or pods that the executor does not let the operator make. */
  ANNOTATIONS_WITHOUT_DEPLOYMENT = 'AnnotationsWithoutDeployment',

  /** A RuntimeClass handler that is no DNS label. */
  INVALID_HANDLER = 'InvalidHandler',

  /** A RuntimeClass handler other than the one that the nodes' installer wrote. */
  HANDLER_MISMATCH = 'HandlerMismatch',

  /** Warning: a runtime without a release since 2024. */
  UNMAINTAINED_RUNTIME = 'UnmaintainedRuntime',

  /** A toleration that the API server refuses. */
  INVALID_TOLERATION = 'InvalidToleration',

  /** A secret value given in clear text. */
  SECRET_IN_CLEAR = 'SecretInClear',

  /** An option of a store that the operator cannot pass on, or from a source that it cannot read. */
  INVALID_STORE = 'InvalidStore',

  /** Warning: a store that a restart empties. */
  EPHEMERAL_STORE = 'EphemeralStore',

  /** Warning: a store in a file, where the app has or may have several pods. */
  SHARED_STORE_FILE = 'SharedStoreFile',

  /** A component id outside Spin's grammar. */
  INVALID_COMPONENT = 'InvalidComponent',

  /** An empty list where upstream wants at least one entry. */
  EMPTY_LIST = 'EmptyList',

  /** A field that the cluster's operator or shim does not know yet. */
  FIELD_TOO_NEW = 'FieldTooNew',

  /** A field that the Spin of this cluster's shim no longer takes. */
  FIELD_REMOVED = 'FieldRemoved',

  /** A version that this library does not know. */
  UNKNOWN_VERSION = 'UnknownVersion',

  /** What is no X.509 certificate as PEM. */
  INVALID_CERTIFICATE = 'InvalidCertificate',

  /** The certificate of the webhooks from two places. */
  CERTIFICATE_SOURCE = 'CertificateSource',

  /** A source that a component does not have, or that needs another kind of app. */
  COMPONENT_SOURCE = 'ComponentSource',

  /** An install that states the nodes after a construct has taken other ones. */
  NODES_STATED_LATE = 'NodesStatedLate',

  /** A file that does not hold the CRDs of a release. */
  INVALID_CRD_FILE = 'InvalidCrdFile',

  /** An install and its cluster that name different operator versions. */
  VERSION_CONFLICT = 'VersionConflict',

  /** More than one SpinKubeInstall in a cluster. */
  DUPLICATE_INSTALL = 'DuplicateInstall',

  /** An app namespace that is the operator's, or that is given twice. */
  INVALID_APP_NAMESPACE = 'InvalidAppNamespace',

  /** A namespace that is made only after the executor that lives in it. */
  NAMESPACE_AFTER_EXECUTOR = 'NamespaceAfterExecutor',

  /** Two objects of one kind, name and namespace in one cluster. */
  DUPLICATE_OBJECT = 'DuplicateObject',

  /** A probe or hook that runs a command. runwasi shims cannot exec. */
  EXEC_UNSUPPORTED = 'ExecUnsupported',

  /** An OCI artefact without a command: it has no entrypoint of its own. */
  MISSING_COMMAND = 'MissingCommand',

  /** A scalar that YAML readers take for something else. */
  AMBIGUOUS_SCALAR = 'AmbiguousScalar',

  /** Text that was cut inside a character. kubectl refuses each file with such a half. */
  INVALID_TEXT = 'InvalidText',

  /** A download location that is no plain HTTPS address. */
  INVALID_LOCATION = 'InvalidLocation',

  /** A SHA-256 that is no 64 hexadecimal digits. */
  INVALID_DIGEST = 'InvalidDigest',

  /** Values of a Helm chart that no object can hold. */
  INVALID_VALUES = 'InvalidValues',

  /** A mirror that is no registry host. */
  INVALID_MIRROR = 'InvalidMirror',

  /** A Shim that selects nodes by the label in which runtime-class-manager writes its own state. */
  SHIM_SELECTS_ITSELF = 'ShimSelectsItself',

  /** A rollout strategy that runtime-class-manager does not implement. */
  UNSUPPORTED_ROLLOUT = 'UnsupportedRollout',

  /** A `runtime_type` that is no dotted name, or by which containerd looks for another binary. */
  INVALID_RUNTIME_TYPE = 'InvalidRuntimeType',

  /** The path of a shim that is none. */
  INVALID_SHIM_PATH = 'InvalidShimPath',

  /** A Kubernetes distribution that this library does not know. */
  UNKNOWN_DISTRIBUTION = 'UnknownDistribution',

  /** A form of containerd configuration that the distribution does not read. */
  UNSUPPORTED_CONFIG_FORM = 'UnsupportedConfigForm',

  /** Warning: a drop-in that under containerd 1 replaces all settings of the CRI plugin. */
  REPLACING_IMPORT = 'ReplacingImport',

  /** A handler that the distribution writes itself where it finds the shim. With a second table of it containerd does not start. */
  DETECTED_HANDLER = 'DetectedHandler',

  /** A RuntimeClass whose handler no containerd configuration of the cluster has. */
  HANDLER_NOT_CONFIGURED = 'HandlerNotConfigured',

  /** Warning: a handler of a containerd configuration that no RuntimeClass of the cluster names. */
  UNUSED_HANDLER = 'UnusedHandler',

  /** A Git layout that cannot be written, or that its delivery could not read. */
  INVALID_LAYOUT = 'InvalidLayout',

  /** A path of a URL that is not absolute or not normal, or one in a repository that is absolute or leads out of it. */
  INVALID_PATH = 'InvalidPath',

  /** What waits for something that is applied only in a later phase. */
  PHASE_CONFLICT = 'PhaseConflict',

  /** Warning: a dependency between charts of one phase, which the Git layout does not keep. */
  LOST_ORDER = 'LostOrder',

  /** An override that changes nothing, is given twice, or that no app of the program reads. */
  INVALID_OVERRIDE = 'InvalidOverride',

  /** A spin.toml that cannot be read, or that Spin would refuse. */
  INVALID_SPIN_MANIFEST = 'InvalidSpinManifest',

  /** An entry of `allowed_outbound_hosts` outside Spin's grammar. */
  INVALID_ALLOWED_HOST = 'InvalidAllowedHost',

  /** A trigger that the Spin shim does not run, or not as a SpinApp. */
  UNSUPPORTED_TRIGGER = 'UnsupportedTrigger',

  /** A component that the manifest does not have, or that nothing starts. */
  UNKNOWN_COMPONENT = 'UnknownComponent',

  /** A component that another one calls, and that no HTTP trigger starts. Each call would fail. */
  UNCALLABLE_COMPONENT = 'UncallableComponent',

  /** A kept component that calls one which is left out. Spin would not start. */
  DROPPED_COMPONENT = 'DroppedComponent',

  /** A variable that the manifest does not declare. */
  UNKNOWN_VARIABLE = 'UnknownVariable',

  /** A variable that the manifest requires and nobody gives. */
  MISSING_VARIABLE = 'MissingVariable',

  /** A store or model of the manifest without a runtime configuration. Spin would not start, or each call would fail. */
  MISSING_STORE = 'MissingStore',

  /** An HTTP check, Service or route for an app without an HTTP trigger. */
  NO_HTTP_TRIGGER = 'NoHttpTrigger',

  /** A path that no route of the manifest serves. */
  UNSERVED_PATH = 'UnservedPath',

  /** Warning: a route that another one replaces, or that Spin keeps for itself. */
  UNREACHABLE_ROUTE = 'UnreachableRoute',

  /** An egress policy for an app of which nothing says where it goes. */
  EGRESS_WITHOUT_HOSTS = 'EgressWithoutHosts',

  /** An allowed host, or the server of a trigger, with a variable whose value is not known at synthesis. */
  UNRESOLVED_HOST = 'UnresolvedHost',

  /** Warning: a destination of the app that its egress policy cannot know. */
  UNKNOWN_DESTINATION = 'UnknownDestination',

  /** Warning: an egress policy that lets through more than the allowed hosts say, or less. */
  INEXACT_EGRESS = 'InexactEgress',

  /** An image without a digest in a cluster that demands them. */
  MISSING_DIGEST = 'MissingDigest',

  /** An image lock that cannot be read, or holds something else than images and digests. */
  INVALID_IMAGE_LOCK = 'InvalidImageLock',

  /** A terminal. runwasi shims refuse it. */
  TTY_UNSUPPORTED = 'TtyUnsupported',

  /** An annotation by which another runtime finds Wasm. */
  FOREIGN_ANNOTATION = 'ForeignAnnotation',

  /** A GPU or another device in a pod for WebAssembly. */
  EXTENDED_RESOURCE = 'ExtendedResource',

  /** Overhead written to a pod, which the API server does itself. */
  POD_OVERHEAD = 'PodOverhead',

  /** A pod that wants other nodes than its RuntimeClass. */
  NODE_SELECTOR_CONFLICT = 'NodeSelectorConflict',

  /** A workload with two RuntimeClasses. */
  AMBIGUOUS_RUNTIME_CLASS = 'AmbiguousRuntimeClass',

  /** A schedule or time zone that Kubernetes or KEDA cannot read. */
  INVALID_SCHEDULE = 'InvalidSchedule',

  /** A restart policy that the kind of workload cannot have. */
  INVALID_RESTART_POLICY = 'InvalidRestartPolicy',

  /** A number of a workload outside what Kubernetes takes. */
  INVALID_COUNT = 'InvalidCount',

  /** A topology spread constraint that the scheduler cannot read. */
  INVALID_SPREAD = 'InvalidSpread',

  /** Warning: a Spin pod in which no container can be written to, as the shim does. */
  READ_ONLY_ROOT = 'ReadOnlyRoot',

  /** Warning: a plain image with a memory limit that may kill it, again and again, while its module is compiled. */
  SMALL_MEMORY_LIMIT = 'SmallMemoryLimit',

  /** An autoscaler whose minimum or maximum is out of range, or whose minimum is over its maximum. */
  INVALID_REPLICA_RANGE = 'InvalidReplicaRange',

  /** A minimum of 0 pods under an autoscaler that cannot start the first one. */
  NO_SCALE_TO_ZERO = 'NoScaleToZero',

  /** An autoscaler that measures use of what the app does not request. */
  USE_WITHOUT_REQUEST = 'UseWithoutRequest',

  /** A metric or its target that the autoscaler refuses or never gets. */
  INVALID_METRIC = 'InvalidMetric',

  /** Scaling rules that the API server refuses. */
  INVALID_SCALING_RULES = 'InvalidScalingRules',

  /** A KEDA trigger that its scaler refuses. */
  INVALID_TRIGGER = 'InvalidTrigger',

  /** A length of time outside its range, or finer than its field. */
  INVALID_DURATION = 'InvalidDuration',

  /** A way to an app at zero pods that wakes none. */
  BYPASSED_INTERCEPTOR = 'BypassedInterceptor',

  /** A host that is no DNS name, or an address that is none. */
  INVALID_HOST = 'InvalidHost',

  /** Two routes for the same requests, or two apps behind the interceptor with the same. */
  DUPLICATE_ROUTE = 'DuplicateRoute',

  /** A part of a route that gateways or ingress controllers refuse. An InterceptorRoute that gets no request is a warning. */
  INVALID_ROUTE = 'InvalidRoute',

  /** A weight outside 0 to 1,000,000, or weights that are all 0. */
  INVALID_WEIGHT = 'InvalidWeight',

  /** A range of addresses that is no CIDR block. */
  INVALID_CIDR = 'InvalidCidr',

  /** A backend in a namespace that the route cannot name. */
  UNREACHABLE_BACKEND = 'UnreachableBackend',

  /** A field that the custom resource does not have. kubectl refuses it, and a server that is told not to drops it. A patch of an object of ours may bring one, with a warning. */
  UNKNOWN_FIELD = 'UnknownField',

  /** Warning: a selector by a label of spin-operator before 0.4.0, which nothing in the cluster has any more. */
  FORMER_LABEL = 'FormerLabel',

  /** A field of another type than the custom resource says, or one that it needs and is not there. */
  INVALID_FIELD = 'InvalidField',

  /** A property in cdk8s.yaml that `WasmValidationPlugin` does not have, or of another type. */
  INVALID_PLUGIN = 'InvalidPlugin',

  /** A synthesis by cdk8s-cli that left no file for `WasmValidationPlugin`. */
  NO_MANIFESTS = 'NoManifests',

  /** A reference to an object that is made in another namespace only, or that nobody makes and nobody says to exist. */
  UNRESOLVED_REFERENCE = 'UnresolvedReference',

  /** A key that the Secret or ConfigMap of the tree does not have. */
  MISSING_KEY = 'MissingKey',

  /** An autoscaler that cannot reach the Deployment of its app, or that fights with the operator over it. */
  AUTOSCALER_TARGET = 'AutoscalerTarget',

  /** A `runtime-config.toml` that is no TOML, or in which Spin would refuse something. */
  INVALID_TOML = 'InvalidToml',

  /** A disruption budget without exactly one amount, or with an amount that is none. */
  INVALID_DISRUPTION_BUDGET = 'InvalidDisruptionBudget',

  /** Warning: a disruption budget that lets no pod go, so that no node is ever drained. */
  BLOCKING_DISRUPTION_BUDGET = 'BlockingDisruptionBudget',

  /** Defaults of a scope that already has apps without them. */
  LATE_DEFAULTS = 'LateDefaults',
  /** A peer of a connection for whose pods no policy can be written. */
  INVALID_PEER = 'InvalidPeer',

  /** Warning: a release that is newer than those that this library knows, or of which it does not know what is in it. */
  NEWER_RELEASE = 'NewerRelease',

  /** Warning: a containerd configuration of version 2 for nodes whose containerd writes a newer one. */
  OLD_CONFIG_VERSION = 'OldConfigVersion',

  /** Metrics of an operator that serves none, or that stands in another namespace. */
  NO_OPERATOR_METRICS = 'NoOperatorMetrics',
}
