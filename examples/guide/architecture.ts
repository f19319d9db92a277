import { App, Chart, Size } from 'cdk8s';
import {
  ConfigMap, Cpu, Deployment, EnvValue, IPersistentVolumeClaim, Namespaces, NetworkPolicy, NetworkPolicyPort, NetworkPolicyTrafficDefault,
  PersistentVolumeAccessMode, PersistentVolumeClaim, Pods, PodConnectionsIsolation, Probe, Secret, Service, StatefulSet, Volume,
} from 'cdk8s-plus-28';
import { WasmApp, WasmNodePool } from 'cdk8s-wasm';

const NAMESPACE = 'mixed-apps';
const SMALL = { cpu: { request: Cpu.millis(50) }, memory: { request: Size.mebibytes(64), limit: Size.mebibytes(256) } };
const TINY = { cpu: { request: Cpu.millis(10), limit: Cpu.millis(100) }, memory: { request: Size.mebibytes(16), limit: Size.mebibytes(64) } };

/** The guide's architecture: containers on standard nodes, Wasm on nodes for it, and who may call whom. */
export function architecture(app: App): void {
  // Wasm-enabled nodes, whose taint keeps the containers on the others; their class comes before the executor that names it
  const nodePool = new WasmNodePool(new Chart(app, 'wasm-nodes'), 'wasm-nodes', {
    nodeSelector: { 'node-type': 'wasm' },
    tolerations: [{ key: 'wasm', operator: 'Exists', effect: 'NoSchedule' }],
  });
  const apps = new Chart(app, 'mixed-wasm', { namespace: NAMESPACE });
  const wasm = (name: string) => new WasmApp(apps, name, {
    metadata: { name }, image: `my-registry.com/${name}:v1`, nodePool, resources: TINY,
  });
  const auth = wasm('auth-service');
  const edge = wasm('edge-functions');
  const transformer = wasm('data-transformer');

  const chart = new Chart(app, 'mixed-containers', { namespace: NAMESPACE });
  const gateway = apiGateway(chart, auth, edge);
  const database = databaseOf(chart);
  const queue = messageQueue(chart);
  // the spin.toml of the transformer takes it up as a variable, and allows it as a host
  transformer.addVariable('queue_url', EnvValue.fromValue(`mqtt://${queue.service.name}:${queue.service.port}`));

  // the arrows of the picture, and nothing else
  new NetworkPolicy(chart, 'deny-all', {
    metadata: { name: 'deny-all' },
    selector: Pods.all(chart, 'all-pods'),
    ingress: { default: NetworkPolicyTrafficDefault.DENY },
    egress: { default: NetworkPolicyTrafficDefault.DENY },
  });
  auth.connections.allowFrom(gateway);
  edge.connections.allowFrom(gateway);
  transformer.connections.allowTo(queue);
  // NATS keeps its messages itself: the arrow is for what you put into its pod that stores them
  queue.connections.allowTo(database);
  queue.connections.allowTo(clusterDns(chart), {
    isolation: PodConnectionsIsolation.POD, ports: [NetworkPolicyPort.udp(53), NetworkPolicyPort.tcp(53)],
  });
}

/** nginx, which starts once the Services that it names are there. */
function apiGateway(chart: Chart, auth: WasmApp, edge: WasmApp): Deployment {
  const templates = new ConfigMap(chart, 'gateway-templates', {
    metadata: { name: 'gateway-templates' },
    data: {
      'default.conf.template': [
        'server {',
        '  listen 8080;',
        '  location = /healthz { return 200; }',
        '  location /auth/ { proxy_pass ${AUTH_URL}/; }',
        '  location / { proxy_pass ${EDGE_FUNCTIONS_URL}/; }',
        '}',
        '',
      ].join('\n'),
    },
  });
  const gateway = new Deployment(chart, 'api-gateway', {
    metadata: { name: 'api-gateway' },
    securityContext: { user: 101, group: 101 },
    containers: [{
      image: 'nginxinc/nginx-unprivileged:1.27.5-alpine',
      portNumber: 8080,
      envVariables: { AUTH_URL: EnvValue.fromValue(auth.url), EDGE_FUNCTIONS_URL: EnvValue.fromValue(edge.url) },
      readiness: Probe.fromHttpGet('/healthz', { port: 8080 }),
      resources: SMALL,
      volumeMounts: [
        { path: '/etc/nginx/templates', volume: Volume.fromConfigMap(chart, 'gateway-templates-volume', templates), readOnly: true },
        scratch(chart, 'gateway-conf', '/etc/nginx/conf.d'), // filled in from the templates
        scratch(chart, 'gateway-tmp', '/tmp'),
      ],
    }],
  });
  gateway.exposeViaService({ name: 'api-gateway' });
  return gateway;
}

/** Postgres, with its volume and a password from the Secret `database`, which is not in the repository. */
function databaseOf(chart: Chart): StatefulSet {
  const password = Secret.fromSecretName(chart, 'database-secret', 'database');
  return new StatefulSet(chart, 'database', {
    metadata: { name: 'database' },
    service: headless(chart, 'database', 5432),
    securityContext: { user: 999, group: 999, fsGroup: 999 },
    containers: [{
      image: 'postgres:17.5',
      portNumber: 5432,
      envVariables: {
        PGDATA: EnvValue.fromValue('/var/lib/postgresql/data/pgdata'), // a volume has a lost+found of its own
        POSTGRES_PASSWORD: EnvValue.fromSecretValue({ secret: password, key: 'password' }),
      },
      startup: Probe.fromTcpSocket({ failureThreshold: 60 }), // ten minutes for the first start, which must not be cut short
      readiness: Probe.fromCommand(['pg_isready', '--username=postgres']),
      resources: SMALL,
      volumeMounts: [
        { path: '/var/lib/postgresql/data', volume: Volume.fromPersistentVolumeClaim(chart, 'database-volume', claim(chart, 'database')) },
        scratch(chart, 'database-run', '/var/run/postgresql'),
        scratch(chart, 'database-tmp', '/tmp'),
      ],
    }],
  });
}

/** NATS, which takes MQTT from Spin. */
function messageQueue(chart: Chart): StatefulSet {
  const config = new ConfigMap(chart, 'queue-config', {
    metadata: { name: 'message-queue' },
    data: { 'nats.conf': 'server_name: message-queue\nhttp: 8222\njetstream { store_dir: /data }\nmqtt { port: 1883 }\n' },
  });
  return new StatefulSet(chart, 'message-queue', {
    metadata: { name: 'message-queue' },
    service: headless(chart, 'message-queue', 1883),
    securityContext: { user: 1000, group: 1000, fsGroup: 1000 },
    containers: [{
      image: 'nats:2.10.24-alpine',
      args: ['--config', '/etc/nats/nats.conf'],
      portNumber: 1883,
      readiness: Probe.fromHttpGet('/healthz', { port: 8222 }),
      resources: SMALL,
      volumeMounts: [
        { path: '/etc/nats', volume: Volume.fromConfigMap(chart, 'queue-config-volume', config), readOnly: true },
        { path: '/data', volume: Volume.fromPersistentVolumeClaim(chart, 'queue-volume', claim(chart, 'message-queue')) },
      ],
    }],
  });
}

function headless(chart: Chart, name: string, port: number): Service {
  return new Service(chart, `${name}-service`, { metadata: { name }, clusterIP: 'None', ports: [{ port }] });
}

function claim(chart: Chart, name: string): IPersistentVolumeClaim {
  return new PersistentVolumeClaim(chart, `${name}-claim`, {
    metadata: { name }, storage: Size.gibibytes(1), accessModes: [PersistentVolumeAccessMode.READ_WRITE_ONCE],
  });
}

function scratch(chart: Chart, name: string, path: string) {
  return { path, volume: Volume.fromEmptyDir(chart, name, name) };
}

function clusterDns(chart: Chart): Pods {
  const namespaces = Namespaces.select(chart, 'kube-system', { names: ['kube-system'] });
  return Pods.select(chart, 'kube-dns', { labels: { 'k8s-app': 'kube-dns' }, namespaces });
}
