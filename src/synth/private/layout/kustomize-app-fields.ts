/** A place of a field: its path, and the kind that has it. */
export interface FieldSpec {
  readonly path: string;
  readonly group?: string;
  readonly kind: string;
}

const APP_LABEL = 'core.spinkube.dev\\/app-name';

const GATEWAY = 'gateway.networking.k8s.io';
const HTTP_ROUTE = { group: GATEWAY, kind: 'HTTPRoute' };
const SCALED_OBJECT = { group: 'keda.sh', kind: 'ScaledObject' };
const HTTP_SCALED_OBJECT = { group: 'http.keda.sh', kind: 'HTTPScaledObject' };
const INTERCEPTOR_ROUTE = { group: 'http.keda.sh', kind: 'InterceptorRoute' };
const NETWORK_POLICY = { group: 'networking.k8s.io', kind: 'NetworkPolicy' };

/** Where kinds that kustomize does not know name a Service: that of an app, or another one. */
const TO_SERVICES: readonly FieldSpec[] = [
  { path: 'spec/rules/backendRefs/name', ...HTTP_ROUTE },
  { path: 'spec/rules/filters/requestMirror/backendRef/name', ...HTTP_ROUTE },
  { path: 'spec/to/name', group: GATEWAY, kind: 'ReferenceGrant' },
  { path: 'spec/target/service', ...INTERCEPTOR_ROUTE },
  { path: 'spec/coldStart/fallback/service/name', ...INTERCEPTOR_ROUTE },
  { path: 'spec/scaleTargetRef/service', ...HTTP_SCALED_OBJECT },
  { path: 'spec/coldStartTimeoutFailoverRef/service', ...HTTP_SCALED_OBJECT },
];

/** Where KEDA names what it scales. */
const TO_SCALED: readonly FieldSpec[] = [
  { path: 'spec/scaleTargetRef/name', ...SCALED_OBJECT },
  { path: 'spec/scaleTargetRef/name', ...HTTP_SCALED_OBJECT },
];

/** What names an app: by the Deployment and Service that the operator makes under its name, and by its label. */
const TO_APPS: readonly FieldSpec[] = [
  { path: 'spec/scaleTargetRef/name', group: 'autoscaling', kind: 'HorizontalPodAutoscaler' },
  ...TO_SCALED,
  { path: 'spec/rules/http/paths/backend/service/name', group: 'networking.k8s.io', kind: 'Ingress' },
  { path: 'spec/defaultBackend/service/name', group: 'networking.k8s.io', kind: 'Ingress' },
  ...TO_SERVICES,
  { path: `spec/selector/${APP_LABEL}`, kind: 'Service' },
  { path: `spec/selector/matchLabels/${APP_LABEL}`, group: 'policy', kind: 'PodDisruptionBudget' },
  { path: `spec/podSelector/matchLabels/${APP_LABEL}`, ...NETWORK_POLICY },
  { path: `spec/ingress/from/podSelector/matchLabels/${APP_LABEL}`, ...NETWORK_POLICY },
  { path: `spec/egress/to/podSelector/matchLabels/${APP_LABEL}`, ...NETWORK_POLICY },
  ...ofCilium(),
];

/** The references to apps and Services, and by KEDA to what it needs. */
export function appReferences(): object[] {
  return [
    { kind: 'SpinApp', group: 'core.spinkube.dev', fieldSpecs: TO_APPS },
    { kind: 'Service', version: 'v1', fieldSpecs: TO_SERVICES },
    { kind: 'Deployment', group: 'apps', fieldSpecs: TO_SCALED },
    { kind: 'StatefulSet', group: 'apps', fieldSpecs: TO_SCALED },
    { kind: 'InterceptorRoute', group: INTERCEPTOR_ROUTE.group, fieldSpecs: [{ path: 'spec/triggers/metadata/interceptorRoute', ...SCALED_OBJECT }] },
  ];
}

/** The selectors of a Cilium policy, which may say of a label that it is one of Kubernetes. */
function ofCilium(): FieldSpec[] {
  const selectors = ['endpointSelector', 'ingress/fromEndpoints', 'ingressDeny/fromEndpoints', 'egress/toEndpoints', 'egressDeny/toEndpoints'];
  return selectors.flatMap((selector) => ['', 'k8s:'].map((source) => (
    { path: `spec/${selector}/matchLabels/${source}${APP_LABEL}`, group: 'cilium.io', kind: 'CiliumNetworkPolicy' }
  )));
}
