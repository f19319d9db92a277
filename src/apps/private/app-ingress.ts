import { ApiObject } from 'cdk8s';
import { HttpIngressPathType, Ingress, IngressBackend, IngressTls, Service } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { refuseWithoutHttp } from './http-app';
import { adopt } from '../../cluster/private/manifest';
import { suffixedName } from '../../rules/content-hash';
import { Grammar, LABEL_LENGTH, SUBDOMAIN } from '../../rules/grammar';
import { checkHosts, coversHost, OWN_PATH, URL_PATH } from '../../rules/http';
import { annotations, labels } from '../../rules/maps';
import { Report } from '../../rules/problem';
import { REFERENCE } from '../../rules/references';
import { RuleCode } from '../../rules/rule-code';
import { ExposeViaIngressOptions } from '../exposure-ingress';
import { IHttpBackend } from '../http-backend';

/** What an Ingress leads to, and where the Ingress stands. */
export interface IngressSource {
  readonly scope: Construct;
  readonly namespace?: string;

  /** From which the name of a new Ingress is made. */
  readonly name: string;
  readonly backend: IHttpBackend;
}

interface Rule {
  readonly host?: string;
  readonly http?: { readonly paths?: { readonly path?: string }[] };
}

/** The host that stands for a rule without one. */
const ANY = undefined;

/** Leads a path of an Ingress to a Service. */
export function appIngress(source: IngressSource, path: string, options: ExposeViaIngressOptions): Ingress {
  const name = options.name ?? suffixedName(source.name, 'ingress', LABEL_LENGTH);
  const report = new Report(source.scope, options.ingress ? undefined : name);
  const hosts = options.hosts ?? [ANY];
  const before = options.ingress ? rulesOf(options.ingress) : [];
  refuseWithoutHttp(report, source.scope, 'spec.rules');
  report.hold('spec.rules[].http.paths[].path', path, pathGrammar(options));
  checkHosts(report, 'spec.rules[].host', options.hosts ?? []);
  checkEmpty(report, 'spec.rules[].host', options.hosts);
  checkPaths(report, path, hosts, before);
  checkTls(report, options.tls ?? [], [...hosts, ...before.map(({ host }) => host)]);
  const make = options.ingress ? keptIngress(report, source, options) : newIngress(report, source, name, options);
  report.throwIfAny();
  const ingress = make();
  const rule = { path, backend: backendOf(source.backend), pathType: options.pathType ?? HttpIngressPathType.PREFIX };
  hosts.forEach((host) => ingress.addRules({ ...rule, host }));
  ingress.addTls((options.tls ?? []).map(({ hosts: named, secret }) => ({ hosts: named && [...named], secret })));
  return ingress;
}

function newIngress(report: Report, { scope, namespace }: IngressSource, name: string, options: ExposeViaIngressOptions): () => Ingress {
  report.hold('metadata.name', name, SUBDOMAIN);
  report.holdGiven('spec.ingressClassName', options.className, REFERENCE);
  if (scope.node.tryFindChild(name)) {
    report.add({
      field: 'metadata.name',
      value: name,
      rule: 'the app is exposed by an Ingress of this name already',
      fix: 'give that one as ingress to add a path to it, or name this one',
      code: RuleCode.DUPLICATE_KEY,
    });
  }
  const metadata = {
    name,
    namespace,
    labels: labels(report, 'metadata.labels', options.labels),
    annotations: annotations(report, 'metadata.annotations', options.annotations),
  };
  return () => {
    const made = new Ingress(scope, name, { metadata, className: options.className });
    adopt(scope, ApiObject.of(made));
    return made;
  };
}

function keptIngress(report: Report, { namespace }: IngressSource, options: ExposeViaIngressOptions): () => Ingress {
  const ingress = options.ingress!;
  for (const option of (['name', 'className', 'labels', 'annotations'] as const).filter((key) => options[key] !== undefined)) {
    report.add({
      field: option,
      value: options[option],
      rule: 'the Ingress that is given has its own already',
      fix: 'give it to the Ingress, or leave ingress out',
      code: RuleCode.UNUSED_OPTION,
    });
  }
  if (ingress.metadata.namespace !== namespace) {
    report.add({
      field: 'ingress',
      value: ingress.node.path,
      rule: `an Ingress leads to Services of its own namespace, ${ingress.metadata.namespace ?? 'which is not set'}; that of the app is ${namespace ?? 'not set'}`,
      fix: 'use an Ingress of the app\'s namespace, or exposeViaHttpRoute',
      code: RuleCode.UNREACHABLE_BACKEND,
    });
  }
  return () => ingress;
}

function pathGrammar({ pathType }: ExposeViaIngressOptions): Grammar {
  return pathType === HttpIngressPathType.IMPLEMENTATION_SPECIFIC ? OWN_PATH : URL_PATH;
}

function checkEmpty(report: Report, field: string, hosts: readonly string[] | undefined): void {
  if (hosts?.length === 0) {
    report.add({ field, value: [], rule: 'a list without a host stands for none', fix: 'leave hosts out for every host', code: RuleCode.EMPTY_LIST });
  }
}

function checkPaths(report: Report, path: string, hosts: (string | undefined)[], before: Rule[]): void {
  for (const host of hosts) {
    const taken = before.filter((rule) => rule.host === host).some(({ http }) => http?.paths?.some((route) => route.path === path));
    if (taken) {
      report.add({
        field: 'spec.rules[].http.paths[].path',
        value: `${host ?? ''}${path}`,
        rule: 'the Ingress leads this host and path somewhere already',
        fix: 'give another host or path',
        code: RuleCode.DUPLICATE_ROUTE,
      });
    }
  }
}

function checkTls(report: Report, tls: readonly IngressTls[], ruled: (string | undefined)[]): void {
  tls.forEach(({ hosts: named, secret }, index) => {
    const place = `spec.tls[${index}]`;
    const hosts = named ?? [];
    checkEmpty(report, `${place}.hosts`, named);
    report.holdGiven(`${place}.secretName`, secret?.name, REFERENCE);
    checkHosts(report, `${place}.hosts`, hosts);
    const covers = (host: string) => ruled.some((other) => other === ANY || coversHost(host, other) || coversHost(other, host));
    for (const host of hosts.filter((other) => !covers(other))) {
      report.add({
        field: `${place}.hosts`,
        value: host,
        rule: `the rules are for ${ruled.join(', ')}, so nobody asks for this certificate`,
        fix: 'add the host to hosts, or leave it out here',
        code: RuleCode.INVALID_ROUTE,
      });
    }
  });
}

function rulesOf(ingress: Ingress): Rule[] {
  return (ApiObject.of(ingress).toJson() as { spec?: { rules?: Rule[] } }).spec?.rules ?? [];
}

/** The backend of a Service that the operator makes: cdk8s-plus asks a Service for its name and port alone. */
function backendOf({ serviceName, servicePort }: IHttpBackend): IngressBackend {
  return IngressBackend.fromService({ name: serviceName, ports: [{ port: servicePort }] } as unknown as Service);
}
