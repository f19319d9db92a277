import { ApiObject, JsonPatch } from 'cdk8s';
import { IPodSelector, Service, ServiceType } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { SPIN_PORT } from './health-checks';
import { refuseWithoutHttp } from './http-app';
import { adopt } from '../../cluster/private/manifest';
import { suffixedName } from '../../rules/content-hash';
import { LABEL_LENGTH, PORT, rfc1035Label } from '../../rules/grammar';
import { annotations } from '../../rules/maps';
import { Report } from '../../rules/problem';
import { RuleCode } from '../../rules/rule-code';
import { ExposeViaServiceOptions } from '../exposure';

const SERVICE_NAME = rfc1035Label('the name of a Service', LABEL_LENGTH);

/** An app as its Services see it. */
export interface ExposedApp extends Construct, IPodSelector {
  readonly name: string;
  readonly namespace?: string;
}

/** Makes a Service of an app's own, for the pods that the operator makes. */
export function appService(app: ExposedApp, options: ExposeViaServiceOptions): Service {
  const type = options.serviceType ?? ServiceType.CLUSTER_IP;
  const name = options.name ?? suffixedName(app.name, type.toLowerCase(), LABEL_LENGTH);
  const port = options.port ?? 80;
  const report = new Report(app, name);
  refuseWithoutHttp(report, app, 'spec.selector');
  report.hold('metadata.name', name, SERVICE_NAME);
  report.hold('spec.ports[0].port', port, PORT);
  checkName(report, app, name);
  checkType(report, type);
  const service = { name, namespace: app.namespace, annotations: annotations(report, 'metadata.annotations', options.annotations) };
  report.throwIfAny();
  const made = new Service(app, name, { metadata: service, type, selector: app, ports: [{ port, targetPort: SPIN_PORT }] });
  const object = ApiObject.of(made);
  // cdk8s-plus writes an empty list here, which the API server drops again.
  object.addJsonPatch(JsonPatch.remove('/spec/externalIPs'));
  adopt(app, object);
  return made;
}

function checkName(report: Report, app: ExposedApp, name: string): void {
  if (name === app.name) {
    report.add({
      field: 'metadata.name',
      value: name,
      rule: 'the operator makes a Service of the app\'s own name and overwrites any other',
      fix: 'leave the name out, or use app.serviceName to reach the operator\'s Service',
      code: RuleCode.SERVICE_NAME_COLLISION,
    });
  } else if (SERVICE_NAME.accepts(name) && app.node.tryFindChild(name)) {
    report.add({
      field: 'metadata.name',
      value: name,
      rule: 'the app is exposed by a Service of this name already',
      fix: 'name one of them',
      code: RuleCode.DUPLICATE_KEY,
    });
  }
}

function checkType(report: Report, type: ServiceType): void {
  if (type === ServiceType.EXTERNAL_NAME) {
    report.add({
      field: 'spec.type',
      value: type,
      rule: 'a Service of this type leads to a DNS name, not to pods',
      fix: 'use ClusterIP, NodePort or LoadBalancer',
      code: RuleCode.UNSUPPORTED_SERVICE_TYPE,
    });
  }
}
