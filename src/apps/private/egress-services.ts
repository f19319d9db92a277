import { ApiObject } from 'cdk8s';
import { APP_LABEL } from './egress-rules';
import { SPIN_PORT } from './health-checks';
import { ObjectIndex } from '../../cluster/private/object-index';

/** A Service as its callers see it. */
export interface KnownService {
  /** The labels of its pods; nothing where somebody else says what is behind it. */
  readonly labels?: { readonly [key: string]: string };
  readonly ports: readonly ServicePort[];

  /** Whether its name leads to the pods themselves, at the port that the caller names. */
  readonly headless: boolean;

  /** The name outside the cluster to which it leads. */
  readonly externalName?: string;
}

interface ServicePort {
  readonly port: number;
  readonly targetPort?: number | string;
  readonly protocol?: string;
}

interface ServiceSpec {
  readonly type?: string;
  readonly clusterIP?: string;
  readonly externalName?: string;
  readonly selector?: { readonly [key: string]: string };
  readonly ports?: ServicePort[];
}

/** The Service of a name, if this program makes it, or the operator does for an app of this program. */
export function findService(objects: ObjectIndex, name: string, namespace?: string): KnownService | undefined {
  const [service] = objects.find({ group: 'core', kind: 'Service', namespace, name });
  if (service) {
    return read(service);
  }
  const [app] = objects.find({ group: 'core.spinkube.dev', kind: 'SpinApp', namespace, name });
  return app && { labels: { [APP_LABEL]: name }, ports: [{ port: 80, targetPort: SPIN_PORT }], headless: false };
}

function read(service: ApiObject): KnownService {
  const { type, clusterIP, externalName, selector = {}, ports = [] } = (service.toJson() as { spec?: ServiceSpec }).spec ?? {};
  return {
    labels: Object.keys(selector).length > 0 ? selector : undefined,
    ports,
    headless: clusterIP === 'None',
    externalName: type === 'ExternalName' ? externalName : undefined,
  };
}
