/**
 * What the API server asks of one object of Kubernetes beyond its schema, as far as we make such objects.
 */
import { at, isMap, listOf, mapOf, mapsOf, problem, repeated } from './load';
import { DATA_KEY, DNS_LABEL, grammarProblems, labelProblems } from './names';
import { podProblems, podTemplateOf, portProblems, tolerationProblems } from './pods';
import { selects } from './selector';

type Rule = (object: any) => string[];

const RULES: { [kind: string]: Rule | undefined } = {
  ConfigMap: dataProblems,
  CustomResourceDefinition: definitionProblems,
  DaemonSet: selectorProblems,
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
