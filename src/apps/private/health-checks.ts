import { Container, k8s, Probe } from 'cdk8s-plus-28';
import { IConstruct } from 'constructs';
import { HEALTH_PATH } from './manifest-routes';
import { ManifestUse, ManifestUseProps } from './manifest-use';
import { SpinAppSpecChecks, SpinAppSpecChecksReadiness } from '../../../imports';
import { WasmCluster } from '../../cluster/wasm-cluster';
import { byKey, sortedMap } from '../../rules/by-key';
import { Grammar, integer } from '../../rules/grammar';
import { Report } from '../../rules/problem';
import { RuleCode } from '../../rules/rule-code';

/** The path of a check. */
export const CHECKED_PATH: Grammar = {
  accepts: (path) => typeof path === 'string' && path.startsWith('/'),
  rule: 'a path must start with "/"',
  fix: 'write it as "/health"',
  code: RuleCode.INVALID_PROBE,
};

const HEADER_NAME: Grammar = {
  accepts: (name) => typeof name === 'string' && /^[-A-Za-z0-9]+$/.test(name),
  rule: "the name of a header is letters, digits and '-'",
  fix: 'write it as "X-Check"',
  code: RuleCode.INVALID_PROBE,
};

const HEADER_VALUE: Grammar = {
  accepts: (value) => typeof value === 'string' && !/[\r\n\0]/.test(value),
  rule: 'the value of a header is one line',
  fix: 'put the value in quotes, without a line break',
  code: RuleCode.INVALID_PROBE,
};

/** The one port that SpinApp checks. */
export const SPIN_PORT = 80;

/** The checks of an app, and what a request of each says beside its path. */
export interface HealthProbes {
  readonly readiness?: Probe;
  readonly liveness?: Probe;
  readonly readinessHeaders?: Headers;
  readonly livenessHeaders?: Headers;
}

type Headers = { readonly [name: string]: string };

/** Renders `spec.checks`; what SpinApp cannot express is a problem, never dropped. */
export function healthChecks(report: Report, probes: HealthProbes): SpinAppSpecChecks | undefined {
  const readiness = check(report, 'spec.checks.readiness', probes.readiness, probes.readinessHeaders);
  const liveness = check(report, 'spec.checks.liveness', probes.liveness, probes.livenessHeaders);
  checkLiveness(report, liveness?.successThreshold);
  return readiness || liveness ? { readiness, liveness } : undefined;
}

/** The probes of an app with the default one: where Spin itself answers, for an app whose manifest has an HTTP trigger. */
export function withDefaultReadiness<P extends DefaultedProbes>(props: P): P {
  const isHttp = ManifestUse.of(props)?.hasHttp ?? false;
  return isHttp && props.readiness === undefined && props.defaultReadiness !== false
    ? { ...props, readiness: Probe.fromHttpGet(HEALTH_PATH) }
    : props;
}

interface DefaultedProbes extends ManifestUseProps {
  readonly readiness?: Probe;
  readonly defaultReadiness?: boolean;
}

/** Kubernetes refuses a liveness check that must succeed more than once. */
export function checkLiveness(report: Report, successThreshold: unknown = 1): void {
  if (successThreshold !== 1) {
    report.add({
      field: 'spec.checks.liveness.successThreshold',
      value: successThreshold,
      rule: 'a liveness check succeeds at once: the threshold must be 1',
      fix: 'leave it out',
      code: RuleCode.INVALID_PROBE,
    });
  }
}

function check(report: Report, ...[field, given, headers]: [string, Probe?, Headers?]): SpinAppSpecChecksReadiness | undefined {
  const httpHeaders = checkHeaders(report, `${field}.httpGet.httpHeaders`, headers);
  if (!given) {
    checkUnused(report, `${field}.httpGet.httpHeaders`, headers);
    return undefined;
  }
  const probe = rendered(report, field, given);
  if (!probe) {
    return undefined;
  }
  if (!probe.httpGet) {
    const kind = probe.exec ? 'a command' : 'a TCP connection';
    unsupported(report, field, kind, 'a SpinApp is checked by HTTP GET only', 'use Probe.fromHttpGet');
    return undefined;
  }
  checkHttpGet(report, `${field}.httpGet`, probe.httpGet);
  return {
    // The operator's webhook turns a missing list into a null that its own schema refuses.
    httpGet: { path: probe.httpGet.path!, httpHeaders },
    // SpinApp waits 10 seconds where cdk8s-plus and Kubernetes mean none.
    initialDelaySeconds: number(report, `${field}.initialDelaySeconds`, probe.initialDelaySeconds ?? 0, 0),
    periodSeconds: number(report, `${field}.periodSeconds`, probe.periodSeconds),
    timeoutSeconds: number(report, `${field}.timeoutSeconds`, probe.timeoutSeconds),
    successThreshold: number(report, `${field}.successThreshold`, probe.successThreshold),
    failureThreshold: number(report, `${field}.failureThreshold`, unlessDefault(probe.failureThreshold)),
  };
}

function checkHttpGet(report: Report, field: string, httpGet: k8s.HttpGetAction): void {
  const { path, host, scheme, port } = httpGet;
  report.hold(`${field}.path`, path, CHECKED_PATH);
  if (scheme === 'HTTPS') {
    unsupported(report, `${field}.scheme`, scheme, 'Spin speaks plain HTTP inside the cluster', 'leave the scheme out');
  }
  if (host !== undefined) {
    unsupported(report, `${field}.host`, host, 'a SpinApp is checked at its own pods', 'leave the host out');
  }
  if (port.value !== SPIN_PORT) {
    unsupported(report, `${field}.port`, port.value, `a SpinApp is checked at port ${SPIN_PORT}, where Spin listens`, 'leave the port out');
  }
}

function unsupported(report: Report, ...[field, value, rule, fix]: [string, unknown, string, string]): void {
  report.add({ field, value, rule, fix, code: RuleCode.UNSUPPORTED_PROBE });
}

function checkHeaders(report: Report, field: string, headers: Headers = {}): { name: string; value: string }[] {
  return byKey(headers).map(([name, value]) => {
    checkHeader(report, field, { name, value });
    return { name, value };
  });
}

/** Checks a header as Kubernetes does, and that it carries no secret. */
export function checkHeader(report: Report, field: string, { name, value }: { readonly name: unknown; readonly value: unknown }): void {
  report.hold(`${field} name`, name, HEADER_NAME);
  if (/^((proxy-)?authorization|cookie|.*(api-?key|token|secret).*)$/i.test(String(name))) {
    report.add({
      field: `${field}[${JSON.stringify(name)}]`,
      value: '…',
      rule: 'a check cannot read a Secret, and what proves an identity does not stand in a manifest',
      fix: 'check a path that needs none',
      code: RuleCode.SECRET_IN_CLEAR,
    });
  } else {
    report.hold(`${field}[${JSON.stringify(name)}]`, value, HEADER_VALUE);
  }
}

function checkUnused(report: Report, field: string, headers: Headers = {}): void {
  if (Object.keys(headers).length > 0) {
    report.add({ field, value: sortedMap(headers), rule: 'they go with a check, and there is none', fix: 'give the Probe too', code: RuleCode.UNUSED_OPTION });
  }
}

function number(report: Report, field: string, value?: number, min = 1): number | undefined {
  if (value !== undefined) {
    report.hold(field, value, integer({
      min,
      rule: `must be a whole number of at least ${min}`,
      fix: 'give whole seconds or a count',
      code: RuleCode.INVALID_PROBE,
    }));
  }
  return value;
}

/** cdk8s-plus writes its default of three failures, which is SpinApp's too. */
function unlessDefault(failures?: number): number | undefined {
  return failures === 3 ? undefined : failures;
}

/** cdk8s-plus shows what a probe is only by rendering it for a container, which fails for parts of a second. */
function rendered(report: Report, field: string, probe: Probe): k8s.Probe | undefined {
  const container = new Container({ image: 'spin', resources: {} });
  try {
    return (probe as unknown as { _toKube(container: Container): k8s.Probe })._toKube(container);
  } catch (error) {
    report.add({
      field,
      value: String((error as Error).message),
      rule: 'the times of a probe are whole seconds',
      fix: 'use Duration.seconds',
      code: RuleCode.INVALID_PROBE,
    });
    return undefined;
  }
}

/** Checks as an operator stores them: 0.4.0 drops a delay of 0, and its CRD then says 10. */
export function storedChecks(app: IConstruct, checks?: SpinAppSpecChecks): SpinAppSpecChecks | undefined {
  const operator = WasmCluster.of(app).operatorVersion;
  if (!checks || !operator || operator.includes('0.5.0')) {
    return checks;
  }
  const delayed = (probe?: SpinAppSpecChecksReadiness) => probe && { ...probe, initialDelaySeconds: probe.initialDelaySeconds || 1 };
  return { readiness: delayed(checks.readiness), liveness: delayed(checks.liveness) };
}
