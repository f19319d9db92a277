import { EnvValue } from 'cdk8s-plus-28';
import { Report } from '../../rules/problem';
import { checkKeyReference } from '../../rules/references';
import { holdUrl, HTTP } from '../../rules/url';
import { SpinOtelOptions } from '../spin-pod';

/** Checks where telemetry goes. */
export function checkOtel(report: Report, otel: SpinOtelOptions = {}): void {
  for (const [option, url] of endpoints(otel)) {
    holdUrl(report, `otel.${option}`, url, { schemes: HTTP, fix: 'use headers, which come from a Secret', isAdvice: true });
  }
  if (otel.headers) {
    checkKeyReference(report, 'otel.headers', EnvValue.fromSecretValue(otel.headers).valueFrom);
  }
}

/** Says to the shim where telemetry goes. */
export function otelVariables(otel: SpinOtelOptions = {}): { [name: string]: EnvValue } {
  return {
    ...Object.fromEntries(endpoints(otel).map(([option, url]) => [variableOf(option), EnvValue.fromValue(url)])),
    ...(otel.headers && { OTEL_EXPORTER_OTLP_HEADERS: EnvValue.fromSecretValue(otel.headers) }),
  };
}

/** The given endpoints by option. */
function endpoints({ endpoint, tracesEndpoint, metricsEndpoint, logsEndpoint }: SpinOtelOptions): [string, string][] {
  return Object.entries({ endpoint, tracesEndpoint, metricsEndpoint, logsEndpoint })
    .filter((entry): entry is [string, string] => entry[1] !== undefined);
}

/** `OTEL_EXPORTER_OTLP_TRACES_ENDPOINT` for `tracesEndpoint`. */
function variableOf(option: string): string {
  return `OTEL_EXPORTER_OTLP_${option.replace(/[A-Z]/g, '_$&').toUpperCase()}`;
}
