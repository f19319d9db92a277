/**
 * What the API server asks of one object of Kubernetes beyond its schema, as far as we make such objects.
 */
import { BlockList, isIPv6 } from 'node:net';
import { at, isMap, listOf, mapOf, mapsOf, problem, repeated } from './load';
import { DATA_KEY, DNS_LABEL, grammarProblems, labelProblems } from './names';
import { podProblems, podTemplateOf, portProblems, tolerationProblems } from './pods';
import { selects } from './selector';

type Rule = (object: any) => string[];

const RULES: { [kind: string]: Rule | undefined } = {
  ConfigMap: dataProblems,
  CustomResourceDefinition: definitionProblems,
  DaemonSet: selectorProblems,
  NetworkPolicy: networkPolicyProblems,
  Deployment: selectorProblems,
  ReplicaSet: selectorProblems,
  RuntimeClass: runtimeClassProblems,
  Secret: dataProblems,
  Service: serviceProblems,
  StatefulSet: selectorProblems,
};

/** The problems of an object of Kubernetes. */
export function objectProblems(object: any): string[] {
  return [...podProblems(object), ...RULES[object.kind]?.(object) ?? []];
}

function dataProblems(object: any): string[] {
  return ['data', 'binaryData', 'stringData'].flatMap((field) =>
    Object.keys(mapOf(object[field])).flatMap((key) => grammarProblems(`${field} key`, key, DATA_KEY)));
}

function definitionProblems({ metadata, spec }: any): string[] {
  const name = `${spec?.names?.plural}.${spec?.group}`;
  const stored = mapsOf(spec?.versions).filter(({ storage }) => storage === true).map((version) => version.name);
  return [
    ...(metadata?.name === name ? [] : [problem('metadata.name', metadata?.name, `must be ${name}`)]),
    ...(stored.length === 1 ? [] : [problem('spec.versions', stored, 'must have one version with storage: true')]),
  ];
}

function selectorProblems(object: any): string[] {
  const selector = mapOf(object.spec?.selector);
  const labels = podTemplateOf(object)?.labels ?? {};
  if (Object.keys({ ...selector.matchLabels }).length + listOf(selector.matchExpressions).length === 0) {
    return [problem('spec.selector', selector, 'must not be empty')];
  }
  return selects(selector, labels) ? [] : [problem('spec.selector', selector, `must match the template's labels ${JSON.stringify(labels)}`)];
}

function runtimeClassProblems({ handler, scheduling }: any): string[] {
  return [
    ...grammarProblems('handler', handler, DNS_LABEL),
    ...labelProblems('scheduling.nodeSelector', scheduling?.nodeSelector),
    ...tolerationProblems('scheduling.tolerations', scheduling?.tolerations),
  ];
}

function networkPolicyProblems({ spec }: any): string[] {
  return mapsOf(spec?.egress).flatMap((rule, index) => [
    ...mapsOf(rule.ports).flatMap(({ port, endPort }, place) => endPortProblems(at('spec.egress', index, 'ports', place, 'endPort'), port, endPort)),
    ...mapsOf(rule.to).flatMap(({ ipBlock }, place) => listOf(ipBlock?.except).filter((network) => !isWithin(network, ipBlock.cidr))
      .map((network) => problem(at('spec.egress', index, 'to', place, 'ipBlock', 'except'), network, `must be within ${ipBlock.cidr}, and smaller`))),
  ]);
}

function endPortProblems(path: string, port: unknown, endPort: unknown): string[] {
  const fits = endPort === undefined || (Number.isInteger(port) && Number.isInteger(endPort) && Number(endPort) >= Number(port));
  return fits ? [] : [problem(path, endPort, 'must be a port from that of port on, which must be a number')];
}

/** Whether a network lies within another, and is smaller. */
function isWithin(network: string, outer: string): boolean {
  const [[address, length], [around, wider]] = [network.split('/'), outer.split('/')];
  const family = isIPv6(around) ? 'ipv6' : 'ipv4';
  const list = new BlockList();
  list.addSubnet(around, Number(wider), family);
  return isIPv6(address) === isIPv6(around) && Number(length) > Number(wider) && list.check(address, family);
}

function serviceProblems({ spec }: any): string[] {
  const ports = mapsOf(spec?.ports);
  const needsPorts = isMap(spec) && spec.type !== 'ExternalName' && spec.clusterIP !== 'None';
  return [
    ...(ports.length === 0 && needsPorts ? ['spec.ports: required'] : []),
    ...labelProblems('spec.selector', spec?.selector),
    ...repeated(ports.map(({ name }) => name)).map((name) => problem('spec.ports', name, 'must be the name of one port only')),
    ...ports.flatMap(({ name, port, targetPort }, index) => [
      ...(name === undefined && ports.length === 1 ? [] : grammarProblems(at('spec.ports', index, 'name'), name, DNS_LABEL)),
      ...portProblems(at('spec.ports', index, 'port'), port),
      ...portProblems(at('spec.ports', index, 'targetPort'), targetPort),
    ]),
  ];
}
