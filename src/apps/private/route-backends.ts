import { Construct } from 'constructs';
import { checkSameCluster } from '../../cluster/private/same-cluster';
import { integer, NAMESPACE, PORT } from '../../rules/grammar';
import { Report } from '../../rules/problem';
import { REFERENCE } from '../../rules/references';
import { RuleCode } from '../../rules/rule-code';
import { HttpRouteBackend } from '../exposure-http-route';
import { IHttpBackend } from '../http-backend';

const MOST_BACKENDS = 16;

/** What the server writes where a reference says no kind. */
const SERVICE = { group: '', kind: 'Service' };

const WEIGHT = integer({
  min: 0,
  max: 1_000_000,
  rule: 'a weight must be an integer from 0 to 1000000',
  fix: 'give the shares as small whole numbers, such as 9 and 1',
  code: RuleCode.INVALID_WEIGHT,
});

/** The Services to which one route leads. */
export class RouteBackends {
  private readonly services = new Map<string, Set<string>>();

  constructor(private readonly route: Construct, private readonly namespace: string | undefined) {}

  /** The Services of other namespaces, by those. */
  foreign(): [string, string[]][] {
    return [...this.services].map(([namespace, names]) => [namespace, [...names]]);
  }

  /** Checks the backends of a rule and writes `backendRefs`. */
  references(report: Report, field: string, backends: readonly HttpRouteBackend[]): object[] {
    if (backends.length > MOST_BACKENDS) {
      report.add({
        field,
        value: backends.length,
        rule: `a rule has at most ${MOST_BACKENDS} backends`,
        fix: 'split the route',
        code: RuleCode.INVALID_ROUTE,
      });
    }
    const weights = backends.map(({ weight }) => weight);
    if (backends.length > 0 && weights.every((weight) => weight === 0)) {
      report.add({
        field,
        value: weights,
        rule: 'all weights are 0, so that the gateway answers every request with an error',
        fix: 'give one of them a weight over 0',
        code: RuleCode.INVALID_WEIGHT,
      });
    }
    return backends.map(({ backend, weight }, index) => {
      report.holdGiven(`${field}[${index}].weight`, weight, WEIGHT);
      return { ...this.reference(report, `${field}[${index}]`, backend), weight: weight ?? 1 };
    });
  }

  /** Checks one backend and writes its reference. */
  reference(report: Report, field: string, backend: IHttpBackend): object {
    const { serviceName: name, servicePort: port, namespace } = backend;
    report.hold(`${field}.name`, name, REFERENCE);
    report.hold(`${field}.port`, port, PORT);
    report.holdGiven(`${field}.namespace`, namespace, NAMESPACE);
    checkSameCluster(report, this.route, { field, made: Construct.isConstruct(backend) ? [backend] : [] });
    if (namespace === this.namespace) {
      return { ...SERVICE, name, port };
    }
    this.take(report, field, backend);
    return { ...SERVICE, name, namespace, port };
  }

  private take(report: Report, field: string, { serviceName, namespace }: IHttpBackend): void {
    if (namespace === undefined || this.namespace === undefined) {
      report.add({
        field,
        value: serviceName,
        rule: `the namespace of the backend is ${namespace ?? 'not set'}, that of the route is ${this.namespace ?? 'not set'}, `
          + 'and a route leads to another namespace only by its name',
        fix: 'set the namespace of both',
        code: RuleCode.UNREACHABLE_BACKEND,
      });
      return;
    }
    const names = this.services.get(namespace) ?? new Set();
    this.services.set(namespace, names.add(serviceName));
  }
}
