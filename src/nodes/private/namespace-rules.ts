import { ApiObject } from 'cdk8s';
import { Fields, PodTemplate } from './pod-template';
import { checkQuotas } from './quota-rules';
import { ObjectIndex } from '../../cluster/private/object-index';
import { Report } from '../../rules/problem';
import { RuleCode } from '../../rules/rule-code';

const ENFORCED_LEVEL = 'pod-security.kubernetes.io/enforce';

/** What PodSecurity level restricted asks of a container, beside what the API server defaults to. */
const RESTRICTED: { readonly field: string; readonly kept: (own: Fields, pod: Fields) => boolean }[] = [
  { field: 'allowPrivilegeEscalation: false', kept: (own) => own.allowPrivilegeEscalation === false },
  { field: 'runAsNonRoot: true', kept: (own, pod) => (own.runAsNonRoot ?? pod.runAsNonRoot) === true },
  { field: 'a runAsUser other than 0', kept: (own, pod) => (own.runAsUser ?? pod.runAsUser) !== 0 },
  { field: 'capabilities.drop: [ALL]', kept: (own) => own.capabilities?.drop?.includes('ALL') ?? false },
  { field: 'seccompProfile.type: RuntimeDefault', kept: (own, pod) => isConfined(own.seccompProfile ?? pod.seccompProfile) },
];

/** The Namespace objects of the tree that allow only pods of PodSecurity level restricted. */
export function restrictedNamespaces(objects: ObjectIndex, namespace?: string): ApiObject[] {
  return objects.namespaces(namespace).filter(({ metadata }) => metadata.getLabel(ENFORCED_LEVEL) === 'restricted');
}

/** Holds a written pod to what its namespace asks, as far as the tree makes that. */
export function checkPodNamespace(report: Report, objects: ObjectIndex, namespace: string | undefined, template: PodTemplate): void {
  const { spec } = template;
  const restricted = restrictedNamespaces(objects, namespace);
  const containers = containersOf(template);
  for (const { place, own } of containers) {
    restricted.forEach((object) => checkRestricted(report, `${place}.securityContext`, object, [own.securityContext, spec.securityContext]));
  }
  checkQuotas(report, objects, { namespace, spec, containers: containers.map(({ place, own }) => ({ field: `${place}.resources`, resources: own.resources })) });
}

function containersOf({ place, spec }: PodTemplate): { readonly place: string; readonly own: Fields }[] {
  return ['containers', 'initContainers'].flatMap((list) =>
    (spec[list] ?? []).map((own: Fields) => ({ place: `${place}spec.${list}[${JSON.stringify(own.name)}]`, own })));
}

function checkRestricted(report: Report, field: string, namespace: ApiObject, [own = {}, pod = {}]: [Fields?, Fields?]): void {
  const missing = RESTRICTED.filter(({ kept }) => !kept(own, pod)).map(({ field: wanted }) => wanted);
  if (missing.length > 0) {
    report.add({
      field,
      value: own,
      rule: `${namespace.node.path} enforces PodSecurity level restricted, which wants ${missing.join(', ')}`,
      fix: 'say so, or use level baseline or another namespace',
      code: RuleCode.RESTRICTED_NAMESPACE,
    });
  }
}

function isConfined(profile?: Fields): boolean {
  return profile?.type === 'RuntimeDefault' || profile?.type === 'Localhost';
}
