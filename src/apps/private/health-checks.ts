import { Container, k8s, Probe } from 'cdk8s-plus-28';
import { HEALTH_PATH } from './manifest-routes';
import { ManifestUse, ManifestUseProps } from './manifest-use';
import { SpinAppSpecChecks, SpinAppSpecChecksReadiness } from '../../../imports';
import { SpinKubeVersion } from '../../cluster/spinkube-version';
import { integer } from '../../rules/grammar';
import { Report } from '../../rules/problem';
import { RuleCode } from '../../rules/rule-code';

/** The one port that SpinApp checks. */
export const SPIN_PORT = 80;

/** Renders `spec.checks`; what SpinApp cannot express is a problem, never dropped. */
export function healthChecks(report: Report, probes: { readiness?: Probe; liveness?: Probe }): SpinAppSpecChecks | undefined {
  const readiness = check(report, 'spec.checks.readiness', probes.readiness);
  const liveness = check(report, 'spec.checks.liveness', probes.liveness);
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

function checkLiveness(report: Report, successThreshold = 1): void {
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

function check(report: Report, field: string, given?: Probe): SpinAppSpecChecksReadiness | undefined {
  if (!given) {
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
    httpGet: { path: probe.httpGet.path!, httpHeaders: [] },
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
  if (!path?.startsWith('/')) {
    report.add({
      field: `${field}.path`,
      value: path,
      rule: 'a path must start with "/"',
      fix: 'write it as "/health"',
      code: RuleCode.INVALID_PROBE,
    });
  }
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
export function storedChecks(operator?: SpinKubeVersion, checks?: SpinAppSpecChecks): SpinAppSpecChecks | undefined {
  if (!checks || !operator || operator.includes('0.5.0')) {
    return checks;
  }
  const delayed = (probe?: SpinAppSpecChecksReadiness) => probe && { ...probe, initialDelaySeconds: probe.initialDelaySeconds || 1 };
  return { readiness: delayed(checks.readiness), liveness: delayed(checks.liveness) };
}
