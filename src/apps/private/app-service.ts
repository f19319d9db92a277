import { ApiObject, JsonPatch } from 'cdk8s';
import { IPodSelector, Service, ServiceProps, ServiceType } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { SPIN_PORT } from './health-checks';
import { refuseWithoutHttp } from './http-app';
import { adopt } from '../../cluster/private/manifest';
import { CIDR } from '../../rules/cidr';
import { suffixedName } from '../../rules/content-hash';
import { integer, LABEL_LENGTH, PORT, qualifiedKey, rfc1035Label } from '../../rules/grammar';
import { annotations, labels } from '../../rules/maps';
import { Report } from '../../rules/problem';
import { RuleCode } from '../../rules/rule-code';
import { ExposeOptions, ExposeViaServiceOptions } from '../exposure';

const SERVICE_NAME = rfc1035Label('the name of a Service', LABEL_LENGTH);

const LOAD_BALANCER_CLASS = { ...qualifiedKey('a load balancer class', RuleCode.INVALID_REFERENCE), fix: 'write it as "example.com/name"' };

const NODE_PORT = integer({
  min: 30000,
  max: 32767,
  rule: 'a node port must be an integer from 30000 to 32767',
  fix: 'choose one in that range, or leave it out',
  code: RuleCode.INVALID_PORT,
});

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
  checkOutside(report, type, options);
  const service = {
    name,
    namespace: app.namespace,
    labels: labels(report, 'metadata.labels', options.labels),
    annotations: annotations(report, 'metadata.annotations', options.annotations),
  };
  report.throwIfAny();
  const ports = [{ port, targetPort: SPIN_PORT, nodePort: options.nodePort }];
  return makeService(app, name, { metadata: service, type, selector: app, ports }, options);
}

function makeService(app: ExposedApp, id: string, props: ServiceProps, options: ExposeOptions): Service {
  const { loadBalancerSourceRanges, loadBalancerClass, externalTrafficPolicy } = options;
  const made = new Service(app, id, { ...props, loadBalancerSourceRanges: loadBalancerSourceRanges && [...loadBalancerSourceRanges] });
  const object = ApiObject.of(made);
  // cdk8s-plus writes an empty list here, which the API server drops again.
  object.addJsonPatch(JsonPatch.remove('/spec/externalIPs'));
  for (const [field, value] of Object.entries({ loadBalancerClass, externalTrafficPolicy }).filter(([, given]) => given !== undefined)) {
    object.addJsonPatch(JsonPatch.add(`/spec/${field}`, value));
  }
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

/** What only a Service that is open to the outside has. */
function checkOutside(report: Report, type: ServiceType, options: ExposeOptions): void {
  const { nodePort, loadBalancerSourceRanges, loadBalancerClass, externalTrafficPolicy } = options;
  report.holdGiven('spec.ports[0].nodePort', nodePort, NODE_PORT);
  report.holdGiven('spec.loadBalancerClass', loadBalancerClass, LOAD_BALANCER_CLASS);
  loadBalancerSourceRanges?.forEach((range, index) => report.hold(`spec.loadBalancerSourceRanges[${index}]`, range, CIDR));
  const outside = [ServiceType.NODE_PORT, ServiceType.LOAD_BALANCER].includes(type);
  refuseUnused(report, outside, 'NodePort or LoadBalancer', { 'ports[0].nodePort': nodePort, externalTrafficPolicy });
  refuseUnused(report, type === ServiceType.LOAD_BALANCER, 'LoadBalancer', { loadBalancerSourceRanges, loadBalancerClass });
  if (loadBalancerSourceRanges?.length === 0) {
    report.add({
      field: 'spec.loadBalancerSourceRanges',
      value: [],
      rule: 'an empty list lets everybody in',
      fix: 'leave it out for everybody, or name who may connect',
      code: RuleCode.EMPTY_LIST,
    });
  }
}

function refuseUnused(report: Report, used: boolean, types: string, fields: { readonly [field: string]: unknown }): void {
  for (const [field, value] of Object.entries(fields).filter(([, given]) => !used && given !== undefined)) {
    report.add({
      field: `spec.${field}`,
      value,
      rule: `only a Service of type ${types} has it`,
      fix: 'leave it out, or use another serviceType',
      code: RuleCode.UNUSED_OPTION,
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
