import { EnvValue } from 'cdk8s-plus-28';
import { AllowedHostKind } from '../../manifest/allowed-host';
import { hostFault } from '../../manifest/private/host-fault';
import { SpinManifest } from '../../manifest/spin-manifest';
import { SpinManifestComponent } from '../../manifest/spin-manifest-parts';
import { byKey } from '../../rules/by-key';
import { isUnresolved, Problem, Report } from '../../rules/problem';
import { RuleCode } from '../../rules/rule-code';

/** Holds variables that are given to the ones that a manifest declares, and secret ones to coming from a Secret. */
export function checkVariables(
  report: Report,
  { variables }: SpinManifest,
  ...[place, given]: [string, { readonly [name: string]: EnvValue }]
): void {
  for (const [name, { value, valueFrom }] of byKey(given)) {
    const declared = variables.find((variable) => variable.name === name.toLowerCase());
    const field = `${place}variables[${JSON.stringify(name)}]`;
    if (!declared) {
      report.add({
        field,
        value: name,
        rule: 'the manifest declares no variable of this name, and no component can read it',
        fix: variables.length > 0 ? `use one of ${variables.map((variable) => variable.name).join(', ')}` : 'leave it out',
        code: RuleCode.UNKNOWN_VARIABLE,
      });
    } else if (declared.secret && (value !== undefined || valueFrom?.configMapKeyRef)) {
      report.add({
        field,
        value: value === undefined ? 'a ConfigMap' : 'a plain value',
        rule: 'the manifest calls this variable secret, and a secret does not stand in a manifest',
        fix: 'use EnvValue.fromSecretValue',
        code: RuleCode.SECRET_IN_CLEAR,
      });
    }
  }
}

/** Holds the allowed hosts of components to being hosts with the variables that are given. */
export function checkHosts(
  report: Report,
  { manifest, components }: { readonly manifest: SpinManifest; readonly components: readonly SpinManifestComponent[] },
  variable: (name: string) => EnvValue | undefined,
): void {
  for (const { id, allowedOutboundHosts } of components) {
    for (const { text } of allowedOutboundHosts.filter(({ kind }) => kind === AllowedHostKind.TEMPLATE)) {
      const problem = hostFault(text, (name) => valueOf(manifest, variable, name));
      if (problem) {
        report.add({ ...problem, field: `manifest: component.${id}.allowed_outbound_hosts` });
      }
    }
  }
}

/** The value of a variable, if it is no secret and stands in the program or in the manifest. */
export function valueOf({ variables }: SpinManifest, variable: (name: string) => EnvValue | undefined, name: string): string | undefined {
  const declared = variables.find((known) => known.name === name);
  const given = variable(name);
  const value: unknown = given ? given.value : declared?.defaultValue;
  return declared?.secret || isUnresolved(value) ? undefined : value as string | undefined;
}

/** The problems of variables that a manifest requires and that are not given. */
export function missingVariables({ variables }: SpinManifest, place: string, isGiven: (name: string) => boolean): Problem[] {
  return variables.filter(({ name, required }) => required && !isGiven(name)).map(({ name, secret }) => ({
    field: `${place}variables[${JSON.stringify(name)}]`,
    value: undefined,
    rule: 'the manifest requires this variable, and Spin does not start without it',
    fix: secret ? 'give it by EnvValue.fromSecretValue' : 'give it in variables, or by addVariable',
    code: RuleCode.MISSING_VARIABLE,
  }));
}
