import { ApiObject, JsonPatch } from 'cdk8s';
import { Service } from 'cdk8s-plus-28';
import { adopt } from '../../cluster/private/manifest';
import { LABEL_LENGTH, PORT, rfc1035Label } from '../../rules/grammar';
import { Report } from '../../rules/problem';
import { RuleCode } from '../../rules/rule-code';

/** The name of a Service, also of the one that governs a StatefulSet. */
export const SERVICE_NAME = rfc1035Label('the name of a Service', LABEL_LENGTH);

/** Checks the Service that cdk8s-plus made for a workload, and drops what the API server would drop. */
export function settledService(service: Service): Service {
  const report = new Report(service);
  report.hold('metadata.name', service.name, SERVICE_NAME);
  service.ports.forEach(({ name, port, nodePort }, index, { length }) => {
    if (length > 1 && name === undefined) {
      report.add({
        field: `spec.ports[${index}].name`,
        value: name,
        rule: 'a Service with several ports needs a name for each',
        fix: 'name the ports of the containers',
        code: RuleCode.INVALID_NAME,
      });
    }
    report.hold(`spec.ports[${index}].port`, port, PORT);
    report.holdGiven(`spec.ports[${index}].nodePort`, nodePort, PORT);
  });
  report.throwIfAny();
  const object = ApiObject.of(service);
  object.addJsonPatch(JsonPatch.remove('/spec/externalIPs'));
  adopt(service, object);
  return service;
}
