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
import { SPIN_OPERATOR } from '../../upstream/spin-operator';

/** The path of a check: the API server takes an empty one for "/", and the kubelet puts the slash before others. */
const CHECKED_PATH: Grammar = {
  accepts: (path) => typeof path === 'string' && path.startsWith('/'),
  rule: 'a path starts with "/", which is put before it',
  fix: 'write it as "/health"',
  code: RuleCode.INVALID_PROBE,
  isAdvice: true,
};

const HEADER_NAME: Grammar = {
  accepts: (name) => typeof name === 'string' && /^[-A-Za-z0-9]+$/.test(name),
  rule: "the name of a header is letters, digits and '-'",
  fix: 'write it as "X-Check"',
  code: RuleCode.INVALID_PROBE,
};

/** The value of a header: the API server takes any, and the kubelet sends no request with control characters. */
const HEADER_VALUE: Grammar = {
  accepts: (value) => typeof value === 'string' && !/[\x00-\x08\x0a-\x1f\x7f]/.test(value),
  rule: 'the value of a header is one line',
  fix: 'put the value in quotes, without a line break',
  code: RuleCode.INVALID_PROBE,
};

/** A number of a check. */
const COUNT: Grammar = integer({
  min: 0,
  rule: 'must be a whole number of at least 0',
  fix: 'give whole seconds or a count',
  code: RuleCode.INVALID_PROBE,
});

/** How often a check of liveness must succeed. */
const AT_ONCE: Grammar = {
  accepts: (count) => !COUNT.accepts(count) || count === 1,
  rule: 'a liveness check succeeds at once: the threshold must be 1',
  fix: 'leave it out',
  code: RuleCode.INVALID_PROBE,
};

/** The numbers of a check for which the API server has defaults. */
const DEFAULTED = ['periodSeconds', 'timeoutSeconds', 'successThreshold', 'failureThreshold'];

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
  const readiness = renderedCheck(report, 'spec.checks.readiness', probes.readiness, probes.readinessHeaders);
  const liveness = renderedCheck(report, 'spec.checks.liveness', probes.liveness, probes.livenessHeaders);
  checkTimes(report, { readiness, liveness });
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

/** Checks the numbers of checks, in which the API server takes 0 for its default. */
export function checkTimes(report: Report, checks: SpinAppSpecChecks): void {
  for (const [name, check] of Object.entries(checks).filter(([, given]) => given)) {
    for (const field of ['initialDelaySeconds', ...DEFAULTED]) {
      report.holdGiven(`spec.checks.${name}.${field}`, check[field], COUNT);
    }
    for (const field of DEFAULTED.filter((number) => check[number] === 0)) {
      const rule = '0 stands for the default';
      report.advise({ field: `spec.checks.${name}.${field}`, value: 0, rule, fix: 'leave it out', code: RuleCode.INVALID_PROBE });
    }
  }
  report.holdGiven('spec.checks.liveness.successThreshold', checks.liveness?.successThreshold || undefined, AT_ONCE);
}

function renderedCheck(report: Report, ...[field, given, headers]: [string, Probe?, Headers?]): SpinAppSpecChecksReadiness | undefined {
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
    initialDelaySeconds: probe.initialDelaySeconds ?? 0,
    periodSeconds: probe.periodSeconds,
    timeoutSeconds: probe.timeoutSeconds,
    successThreshold: probe.successThreshold,
    failureThreshold: unlessDefault(probe.failureThreshold),
  };
}

function checkHttpGet(report: Report, field: string, httpGet: k8s.HttpGetAction): void {
  const { path, host, scheme, port } = httpGet;
  checkPath(report, field, path);
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

/** Checks the path of a check. */
export function checkPath(report: Report, field: string, path: unknown): void {
  report.holdGiven(`${field}.path`, path, CHECKED_PATH);
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
export function checkHeader(report: Report, field: string, { name, value = '' }: { readonly name: unknown; readonly value?: unknown }): void {
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
  if (!checks || !operator || SPIN_OPERATOR.has(operator.version, 'zeroDelay')) {
    return checks;
  }
  const delayed = (probe?: SpinAppSpecChecksReadiness) => probe && { ...probe, initialDelaySeconds: probe.initialDelaySeconds || 1 };
  return { readiness: delayed(checks.readiness), liveness: delayed(checks.liveness) };
}
