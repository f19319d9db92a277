import { OtlpBackend } from '../otlp-backend';

/** What settles the configuration of the Collector. */
export interface CollectorSettings {
  readonly backend: OtlpBackend;
  readonly interval: string;

  /** The image of the Collector, whose version says what its components are called. */
  readonly image: string;
  readonly checks: readonly { readonly url: string }[];
}

/** The ports of the Collector. */
export const PORTS = { grpc: 4317, http: 4318, health: 13133 };

/** The label by which the operator marks the pods of an app. */
const APP_LABEL = 'core.spinkube.dev/app-name';

/** What components are called since 0.152, where all three had been renamed; the former names are aliases that it warns of. */
const NAMES = { spans: 'span_metrics', pods: 'k8s_attributes', checks: 'http_check' };
const FORMER_NAMES: typeof NAMES = { spans: 'spanmetrics', pods: 'k8sattributes', checks: 'httpcheck' };
const RENAMED = 152;

/** What an image calls its components; one whose tag is no version is taken for a newer one. */
function namesIn(image: string): typeof NAMES {
  const [, minor] = /:v?0\.(\d+)\.\d+[^/]*$/.exec(image) ?? [];
  return minor !== undefined && Number(minor) < RENAMED ? FORMER_NAMES : NAMES;
}

/** The variable from which the Collector takes the value of a header. */
export function headerVariable(header: string): string {
  return `OTLP_HEADER_${header.toUpperCase().replace(/[^A-Z0-9]/g, '_')}`;
}

/**
 * The configuration of the Collector.
 *
 * Spin calls every app by one name, and a SpinApp cannot say another: the pod that sends is what tells apps apart.
 */
export function collectorConfig({ backend, interval, image, checks }: CollectorSettings) {
  const names = namesIn(image);
  const checked = checks.length > 0;
  const fromPods = (...exporters: string[]) =>
    ({ receivers: ['otlp'], processors: ['memory_limiter', names.pods, 'resource', 'batch'], exporters });
  return {
    extensions: { health_check: { endpoint: `0.0.0.0:${PORTS.health}` } },
    receivers: {
      otlp: { protocols: { grpc: { endpoint: `0.0.0.0:${PORTS.grpc}` }, http: { endpoint: `0.0.0.0:${PORTS.http}` } } },
      ...(checked && { [names.checks]: { collection_interval: interval, targets: checks.map(({ url }) => ({ endpoint: literal(url), method: 'GET' })) } }),
    },
    processors: {
      memory_limiter: { check_interval: '1s', limit_percentage: 80, spike_limit_percentage: 20 },
      [names.pods]: {
        extract: {
          metadata: ['k8s.namespace.name', 'k8s.pod.name', 'k8s.node.name'],
          labels: [{ tag_name: APP_LABEL, key: APP_LABEL, from: 'pod' }],
        },
        pod_association: [{ sources: [{ from: 'connection' }] }],
      },
      resource: { attributes: [{ key: 'service.name', from_attribute: APP_LABEL, action: 'upsert' }] },
      batch: {},
    },
    // Spin calls no span an error because of its status code, and answers checks of health by routes of its own
    connectors: { [names.spans]: { dimensions: [{ name: 'http.response.status_code' }, { name: 'http.route' }] } },
    exporters: {
      otlp_http: {
        endpoint: literal(backend.endpoint),
        ...(backend._encoding && { encoding: backend._encoding }),
        ...(Object.keys(backend._headers).length > 0 && { headers: headers(backend) }),
      },
    },
    service: {
      extensions: ['health_check'],
      pipelines: {
        'traces': fromPods('otlp_http', names.spans),
        'metrics': fromPods('otlp_http'),
        'logs': fromPods('otlp_http'),
        // what is made here comes from no pod
        'metrics/made': {
          receivers: [names.spans, ...(checked ? [names.checks] : [])], processors: ['memory_limiter', 'batch'], exporters: ['otlp_http'],
        },
      },
    },
  };
}

/** A text in which the Collector finds no variables. */
function literal(text: string): string {
  return text.replace(/\$/g, '$$$$');
}

function headers(backend: OtlpBackend): { [name: string]: string } {
  return Object.fromEntries(Object.keys(backend._headers).map((header) => [header, `\${env:${headerVariable(header)}}`]));
}
