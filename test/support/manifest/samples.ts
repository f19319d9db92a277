/**
 * Objects that a cluster takes, rich in fields, of every kind that the checks know. Each call makes them afresh.
 */

/** Objects that fit together in one cluster. */
export function samples(): any[] {
  return [...clusterObjects(), ...workloads(), ...networking(), ...policies(), ...accounts(), ...certificates(), ...spinObjects(), ...traffic()];
}

/** An object in its default shape: `object('v1', 'ConfigMap', { data: {} })`. */
export function object(apiVersion: string, kind: string, fields: object = {}, metadata: object = {}): any {
  return { apiVersion, kind, metadata: { name: 'sample', namespace: 'team', ...metadata }, ...fields };
}

/** A container with all that pods of ours have. */
export function container(fields: object = {}): any {
  return {
    name: 'main',
    image: 'registry.example/app:1.0',
    command: ['/app.wasm'],
    args: ['--serve'],
    ports: [{ name: 'http', containerPort: 8080, protocol: 'TCP' }],
    env: [
      { name: 'MODE', value: 'edge' },
      { name: 'POD_IP', valueFrom: { fieldRef: { fieldPath: 'status.podIP' } } },
      { name: 'MEMORY', valueFrom: { resourceFieldRef: { resource: 'limits.memory', divisor: '1Mi' } } },
      { name: 'TOKEN', valueFrom: { secretKeyRef: { name: 'tokens', key: 'api', optional: true } } },
      { name: 'LEVEL', valueFrom: { configMapKeyRef: { name: 'settings', key: 'level' } } },
    ],
    envFrom: [{ prefix: 'A_', configMapRef: { name: 'settings' } }, { secretRef: { name: 'tokens', optional: true } }],
    resources: { requests: { cpu: '250m', memory: '64Mi' }, limits: { cpu: '1', memory: '1Gi' } },
    readinessProbe: { httpGet: { path: '/', port: 'http', httpHeaders: [{ name: 'Host', value: 'x' }] }, failureThreshold: 3 },
    livenessProbe: { tcpSocket: { port: 8080 }, successThreshold: 1 },
    startupProbe: { exec: { command: ['true'] } },
    lifecycle: { preStop: { exec: { command: ['sleep', '1'] } } },
    securityContext: { runAsNonRoot: true, runAsUser: 65532, capabilities: { drop: ['ALL'] }, seccompProfile: { type: 'RuntimeDefault' } },
    volumeMounts: [{ name: 'cache', mountPath: '/cache' }, { name: 'conf', mountPath: '/etc/app/app.toml', subPath: 'app.toml', readOnly: true }],
    ...fields,
  };
}

/** A pod's spec with volumes of all sorts, placement and DNS. */
export function podSpec(fields: object = {}): any {
  return {
    runtimeClassName: 'wasmtime',
    serviceAccountName: 'runner',
    initContainers: [{ name: 'warm-up', image: 'registry.example/warm:1.0' }],
    containers: [container()],
    nodeSelector: { 'kubernetes.io/arch': 'arm64' },
    tolerations: [{ key: 'edge', operator: 'Exists', effect: 'NoSchedule' }, { operator: 'Exists', tolerationSeconds: 30, effect: 'NoExecute' }],
    affinity: {
      nodeAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: {
          nodeSelectorTerms: [{ matchExpressions: [{ key: 'zone', operator: 'In', values: ['a'] }] }],
        },
      },
      podAntiAffinity: {
        preferredDuringSchedulingIgnoredDuringExecution: [
          { weight: 1, podAffinityTerm: { topologyKey: 'kubernetes.io/hostname', labelSelector: { matchLabels: { app: 'web' } } } },
        ],
      },
    },
    topologySpreadConstraints: [
      { maxSkew: 1, topologyKey: 'zone', whenUnsatisfiable: 'ScheduleAnyway', labelSelector: { matchLabels: { app: 'web' } } },
    ],
    volumes: [
      { name: 'cache', emptyDir: { medium: 'Memory', sizeLimit: '64Mi' } },
      { name: 'conf', configMap: { name: 'settings', items: [{ key: 'level', path: 'app.toml', mode: 256 }], defaultMode: 420 } },
      { name: 'keys', secret: { secretName: 'tokens', optional: true } },
      { name: 'disk', persistentVolumeClaim: { claimName: 'data', readOnly: true } },
      { name: 'host', hostPath: { path: '/opt', type: 'Directory' } },
      { name: 'info', downwardAPI: { items: [{ path: 'labels', fieldRef: { fieldPath: 'metadata.labels' } }] } },
      { name: 'store', csi: { driver: 'secrets-store.csi.k8s.io', readOnly: true, volumeAttributes: { secretProviderClass: 'x' } } },
      {
        name: 'all',
        projected: {
          sources: [
            { serviceAccountToken: { path: 'token', expirationSeconds: 3600, audience: 'a' } },
            { configMap: { name: 'settings' } },
            { secret: { name: 'tokens' } },
            { downwardAPI: { items: [{ path: 'cpu', resourceFieldRef: { containerName: 'main', resource: 'limits.cpu', divisor: '1m' } }] } },
          ],
        },
      },
      {
        name: 'scratch',
        ephemeral: {
          volumeClaimTemplate: { metadata: { labels: { a: 'b' } }, spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } } },
        },
      },
    ],
    imagePullSecrets: [{ name: 'registry' }],
    hostAliases: [{ ip: '10.0.0.1', hostnames: ['one'] }],
    dnsConfig: { options: [{ name: 'ndots', value: '2' }] },
    securityContext: { fsGroup: 1000, sysctls: [{ name: 'net.ipv4.ip_unprivileged_port_start', value: '0' }] },
    terminationGracePeriodSeconds: 5,
    enableServiceLinks: false,
    priorityClassName: 'high',
    ...fields,
  };
}

/** A template of such pods. */
export function template(fields: object = {}, labels: object = { app: 'web' }): any {
  return { metadata: { labels, annotations: { 'prometheus.io/scrape': 'true' } }, spec: podSpec(fields) };
}

/** A Deployment of such pods. */
export function deployment(fields: object = {}): any {
  return object('apps/v1', 'Deployment', {
    spec: {
      replicas: 2,
      selector: { matchLabels: { app: 'web' } },
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: '25%', maxUnavailable: 0 } },
      template: template(),
      ...fields,
    },
  }, { labels: { 'app.kubernetes.io/name': 'web' }, annotations: { 'argocd.argoproj.io/sync-wave': '1' } });
}

/** A SpinApp with all of its fields. */
export function spinApp(fields: object = {}, metadata: object = {}): any {
  const secretKeyRef = { name: 'tokens', key: 'api' };
  return object('core.spinkube.dev/v1alpha1', 'SpinApp', {
    spec: {
      image: 'ghcr.io/acme/hello:1.0.0',
      executor: 'spin',
      replicas: 2,
      enableAutoscaling: false,
      components: ['hello'],
      serviceAccountName: 'runner',
      imagePullSecrets: [{ name: 'registry' }],
      resources: { requests: { cpu: '100m', memory: '64Mi' }, limits: { cpu: '500m', memory: '128Mi' } },
      invocationLimits: { memory: '64Mi' },
      checks: {
        readiness: { httpGet: { path: '/health', httpHeaders: [{ name: 'Accept', value: '*/*' }] }, initialDelaySeconds: 0 },
        liveness: { httpGet: { path: '/health', httpHeaders: [] }, successThreshold: 1 },
      },
      variables: [{ name: 'greeting', value: 'hi' }, { name: 'api_key', valueFrom: { secretKeyRef } }],
      runtimeConfig: {
        keyValueStores: [{ name: 'default', type: 'redis', options: [{ name: 'url', valueFrom: { secretKeyRef } }] }],
        sqliteDatabases: [{ name: 'default', type: 'libsql', options: [{ name: 'url', value: 'http://db' }] }],
        llmCompute: { type: 'remote_http', options: [{ name: 'url', value: 'http://llm' }] },
      },
      volumes: [{ name: 'assets', configMap: { name: 'settings' } }, { name: 'tmp', emptyDir: { sizeLimit: '1Gi' } }],
      volumeMounts: [{ name: 'assets', mountPath: '/assets' }, { name: 'tmp', mountPath: '/tmp' }],
      podLabels: { team: 'edge' },
      podAnnotations: { 'example.com/note': 'any text' },
      deploymentAnnotations: { 'example.com/owner': 'team' },
      serviceAnnotations: { 'example.com/lb': 'internal' },
      ...fields,
    },
  }, { name: 'hello', ...metadata });
}

/** A SpinAppExecutor. */
export function executor(deploymentConfig: object | undefined = { runtimeClassName: 'wasmtime-spin-v2' }, createDeployment = true): any {
  return object('core.spinkube.dev/v1alpha1', 'SpinAppExecutor', { spec: { createDeployment, deploymentConfig } }, { name: 'spin' });
}

/** A CustomResourceDefinition with most of what a schema can say. */
export function definition(schema: object = {}): any {
  return object('apiextensions.k8s.io/v1', 'CustomResourceDefinition', {
    spec: {
      group: 'example.com',
      names: { kind: 'Gadget', listKind: 'GadgetList', plural: 'gadgets', singular: 'gadget', shortNames: ['gg'] },
      scope: 'Namespaced',
      versions: [{
        name: 'v1',
        served: true,
        storage: true,
        additionalPrinterColumns: [{ name: 'Ready', type: 'integer', jsonPath: '.status.ready' }],
        subresources: { status: {}, scale: { specReplicasPath: '.spec.replicas', statusReplicasPath: '.status.replicas' } },
        schema: {
          openAPIV3Schema: {
            type: 'object',
            required: ['spec'],
            properties: {
              spec: {
                'type': 'object',
                'properties': {
                  list: { 'type': 'array', 'items': { type: 'string', pattern: '^a' }, 'x-kubernetes-list-type': 'set', 'maxItems': 3 },
                  map: { type: 'object', additionalProperties: { type: 'integer', format: 'int32', minimum: 0 } },
                  open: { 'type': 'object', 'x-kubernetes-preserve-unknown-fields': true },
                  size: { 'anyOf': [{ type: 'integer' }, { type: 'string' }], 'x-kubernetes-int-or-string': true },
                  mode: { type: 'string', enum: ['a', 'b'], default: 'a' },
                },
                'x-kubernetes-validations': [{ rule: 'self.mode != "c"', message: 'no c' }],
              },
            },
            ...schema,
          },
        },
      }],
    },
  }, { name: 'gadgets.example.com', namespace: undefined });
}

function clusterObjects(): any[] {
  const scoped = { namespace: undefined };
  const webhook = {
    name: 'check.example.com',
    admissionReviewVersions: ['v1'],
    clientConfig: { service: { name: 'web', namespace: 'team', path: '/check', port: 443 }, caBundle: 'YQ==' },
    failurePolicy: 'Fail',
    sideEffects: 'None',
    rules: [{ apiGroups: ['apps'], apiVersions: ['v1'], operations: ['CREATE'], resources: ['deployments'], scope: '*' }],
    namespaceSelector: { matchExpressions: [{ key: 'env', operator: 'NotIn', values: ['dev'] }] },
    matchConditions: [{ name: 'leases', expression: 'true' }],
  };
  return [
    object('v1', 'Namespace', {}, { name: 'team', namespace: undefined, labels: { 'pod-security.kubernetes.io/enforce': 'baseline' } }),
    object('node.k8s.io/v1', 'RuntimeClass', {
      handler: 'wasmtime',
      overhead: { podFixed: { cpu: '10m', memory: '16Mi' } },
      scheduling: { nodeSelector: { 'node-role': 'edge' }, tolerations: [{ key: 'edge', operator: 'Exists', effect: 'NoSchedule' }] },
    }, { name: 'wasmtime', namespace: undefined }),
    object('admissionregistration.k8s.io/v1', 'MutatingWebhookConfiguration', { webhooks: [{ ...webhook, reinvocationPolicy: 'Never' }] }, scoped),
    object('admissionregistration.k8s.io/v1', 'ValidatingWebhookConfiguration', { webhooks: [webhook] }, scoped),
    object('storage.k8s.io/v1', 'StorageClass', { provisioner: 'example.com/disk', parameters: { type: 'fast' } }, scoped),
    object('scheduling.k8s.io/v1', 'PriorityClass', { value: 10, globalDefault: false }, scoped),
    definition(),
  ];
}

function workloads(): any[] {
  const selector = { matchLabels: { app: 'web' } };
  const jobSpec = { backoffLimit: 1, ttlSecondsAfterFinished: 60, template: template({ restartPolicy: 'Never' }) };
  const claim = { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } }, storageClassName: 'fast' };
  const mounts = [{ name: 'data', mountPath: '/data' }];
  return [
    object('v1', 'Pod', { spec: podSpec() }, { labels: { app: 'pod' } }),
    deployment(),
    object('apps/v1', 'StatefulSet', {
      spec: {
        serviceName: 'web',
        selector: { matchExpressions: [{ key: 'app', operator: 'In', values: ['web'] }] },
        template: template({ containers: [container({ volumeMounts: mounts })] }),
        volumeClaimTemplates: [{ apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata: { name: 'data' }, spec: claim }],
      },
    }),
    object('apps/v1', 'DaemonSet', { spec: { selector, template: template(), updateStrategy: { rollingUpdate: { maxUnavailable: '10%' } } } }),
    object('batch/v1', 'Job', { spec: jobSpec }),
    object('batch/v1', 'CronJob', { spec: { schedule: '0 * * * *', timeZone: 'Etc/UTC', concurrencyPolicy: 'Forbid', jobTemplate: { spec: jobSpec } } }),
    object('v1', 'PersistentVolumeClaim', { spec: claim }),
    object('v1', 'ConfigMap', { data: { 'level': 'info', 'app.toml': 'a = 1\n' }, immutable: true }),
    object('v1', 'Secret', { type: 'Opaque', stringData: { api: 'x' }, data: { key: 'YQ==' } }),
  ];
}

function networking(): any[] {
  return [
    object('v1', 'Service', {
      spec: {
        type: 'LoadBalancer',
        clusterIP: '10.0.0.7',
        clusterIPs: ['10.0.0.7'],
        externalTrafficPolicy: 'Local',
        loadBalancerSourceRanges: ['10.0.0.0/8'],
        sessionAffinityConfig: { clientIP: { timeoutSeconds: 10 } },
        selector: { app: 'web' },
        ports: [{ name: 'http', port: 80, targetPort: 'http', appProtocol: 'http' }, { name: 'admin', port: 81, targetPort: 8081 }],
      },
    }),
    object('networking.k8s.io/v1', 'Ingress', {
      spec: {
        ingressClassName: 'nginx',
        tls: [{ hosts: ['a.example'], secretName: 'tls' }],
        rules: [{ host: 'a.example', http: { paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name: 'sample', port: { name: 'http' } } } }] } }],
      },
    }),
    object('networking.k8s.io/v1', 'NetworkPolicy', {
      spec: {
        podSelector: { matchLabels: { app: 'web' } },
        policyTypes: ['Ingress', 'Egress'],
        ingress: [{ from: [{ namespaceSelector: {}, podSelector: { matchLabels: { app: 'a' } } }], ports: [{ port: 'http', protocol: 'TCP' }] }],
        egress: [{ to: [{ ipBlock: { cidr: '10.0.0.0/8', except: ['10.1.0.0/16'] } }], ports: [{ port: 80, endPort: 90 }] }],
      },
    }),
  ];
}

function policies(): any[] {
  return [
    object('autoscaling/v2', 'HorizontalPodAutoscaler', {
      spec: {
        scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'sample' },
        minReplicas: 1,
        maxReplicas: 5,
        metrics: [
          { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 80 } } },
          { type: 'Pods', pods: { metric: { name: 'hits', selector: { matchLabels: { a: 'b' } } }, target: { type: 'AverageValue', averageValue: '1500m' } } },
        ],
        behavior: { scaleDown: { stabilizationWindowSeconds: 60, policies: [{ type: 'Pods', value: 1, periodSeconds: 15 }] } },
      },
    }),
    object('policy/v1', 'PodDisruptionBudget', { spec: { minAvailable: '50%', selector: { matchLabels: { app: 'web' } } } }),
    object('v1', 'ResourceQuota', { spec: { hard: { 'requests.cpu': '4', 'pods': '10' }, scopes: ['NotTerminating'] } }),
    object('v1', 'LimitRange', { spec: { limits: [{ type: 'Container', default: { cpu: '100m' }, max: { memory: '1Gi' } }] } }),
  ];
}

function accounts(): any[] {
  const rules = [{ apiGroups: [''], resources: ['pods'], resourceNames: ['a'], verbs: ['get'] }];
  const subjects = [{ kind: 'ServiceAccount', name: 'runner', namespace: 'team' }];
  const roleRef = { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'reader' };
  const scoped = { name: 'team:reader', namespace: undefined };
  return [
    object('v1', 'ServiceAccount', { automountServiceAccountToken: false, imagePullSecrets: [{ name: 'registry' }] }),
    object('rbac.authorization.k8s.io/v1', 'Role', { rules }),
    object('rbac.authorization.k8s.io/v1', 'RoleBinding', { roleRef, subjects }),
    object('rbac.authorization.k8s.io/v1', 'ClusterRole', { rules: [{ nonResourceURLs: ['/metrics'], verbs: ['get'] }] }, scoped),
    object('rbac.authorization.k8s.io/v1', 'ClusterRoleBinding', { roleRef: { ...roleRef, kind: 'ClusterRole' }, subjects }, scoped),
  ];
}

function certificates(): any[] {
  return [
    object('cert-manager.io/v1', 'Issuer', { spec: { selfSigned: {} } }),
    object('cert-manager.io/v1', 'ClusterIssuer', { spec: { ca: { secretName: 'root' } } }, { namespace: undefined }),
    object('cert-manager.io/v1', 'Certificate', {
      spec: {
        secretName: 'tls',
        dnsNames: ['web.team.svc'],
        duration: '2160h',
        issuerRef: { kind: 'Issuer', name: 'sample' },
        privateKey: { algorithm: 'ECDSA', size: 256, rotationPolicy: 'Always' },
        usages: ['server auth'],
      },
    }),
  ];
}

function spinObjects(): any[] {
  const otel = { exporter_otlp_endpoint: 'http://otel:4318', exporter_otlp_traces_endpoint: 'http://otel:4318' };
  return [
    executor({ runtimeClassName: 'wasmtime', caCertSecret: 'ca', installDefaultCACerts: true, otel }),
    spinApp(),
    object('v1', 'Service', {
      spec: { selector: { 'core.spinkube.dev/app-name': 'hello', 'team': 'edge' }, ports: [{ port: 80, targetPort: 'http-app' }] },
    }, { name: 'hello-lb' }),
  ];
}

function traffic(): any[] {
  const group = 'gateway.networking.k8s.io';
  const direction = { policies: [{ type: 'Pods', value: 1, periodSeconds: 15 }], selectPolicy: 'Max', stabilizationWindowSeconds: 60 };
  return [
    object('keda.sh/v1alpha1', 'ScaledObject', {
      spec: {
        scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'hello' },
        minReplicaCount: 1,
        fallback: { failureThreshold: 3, replicas: 2 },
        advanced: { horizontalPodAutoscalerConfig: { behavior: { scaleUp: direction, scaleDown: direction } } },
        triggers: [{ type: 'kafka', metadata: { topic: 'a' }, authenticationRef: { name: 'kafka' } }],
      },
    }),
    object('http.keda.sh/v1beta1', 'InterceptorRoute', {
      spec: {
        target: { service: 'hello', port: 80 },
        rules: [{ hosts: ['a.example'], paths: [{ value: '/' }], headers: [{ name: 'x', value: 'y' }] }],
        scalingMetric: { concurrency: { targetValue: 5 }, requestRate: { targetValue: 5, window: '1m' } },
        coldStart: { fallback: { service: { name: 'wait', port: 80 } } },
        timeouts: { readiness: '10s' },
        staticRoutes: [{ rules: [{ paths: [{ value: '/up' }] }], response: { statusCode: 204, bodyFromConfigMap: { name: 'a' } }, responseMode: 'Always' }],
      },
    }),
    object('http.keda.sh/v1alpha1', 'HTTPScaledObject', {
      spec: { hosts: ['a.example'], scaleTargetRef: { name: 'hello', service: 'hello', port: 80 }, replicas: { min: 0, max: 5 } },
    }),
    object(`${group}/v1`, 'HTTPRoute', {
      spec: {
        parentRefs: [{ name: 'public', namespace: 'gateways', sectionName: 'https' }],
        hostnames: ['a.example'],
        rules: [{
          matches: [{ path: { type: 'PathPrefix', value: '/' }, headers: [{ type: 'Exact', name: 'x', value: 'y' }] }],
          filters: [{ type: 'URLRewrite', urlRewrite: { hostname: 'b.example', path: { type: 'ReplacePrefixMatch', replacePrefixMatch: '/x' } } }],
          backendRefs: [{ name: 'hello', port: 80, weight: 1 }],
          timeouts: { request: '10s' },
        }],
      },
    }),
    object(`${group}/v1beta1`, 'ReferenceGrant', {
      spec: { from: [{ group, kind: 'HTTPRoute', namespace: 'team' }], to: [{ group: '', kind: 'Service', name: 'hello' }] },
    }),
  ];
}
