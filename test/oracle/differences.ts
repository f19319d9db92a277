/**
 * What a Kubernetes API server 1.34 and spin-operator 0.6.1 take, and we refuse on purpose. The other way round stands only what a newer
 * Kubernetes takes, in programs that say they have it.
 */

/** A rule of ours, by its code and the fields where it may go beyond them. */
export interface Difference {
  readonly code: string;
  readonly field: RegExp;

  /** Who fails later, or why the field cannot mean anything. */
  readonly reason: string;
}

/** What the oracle's release of Kubernetes refuses and a newer one takes. */
export const NEWER: readonly { readonly kind: string; readonly message: RegExp; readonly reason: string }[] = [
  {
    kind: 'HorizontalPodAutoscaler',
    message: /^spec\.minReplicas: Invalid value: 0: /,
    reason: 'Kubernetes 1.37 takes 0 where an Object or External metric is measured; before that a test of ours fails for it',
  },
];

const NO_SUCH_NAME = 'no object can have the name, so what is referred to is never there';

export const DIFFERENCES: readonly Difference[] = [
  { code: 'InvalidImage', field: /^spec\.(image|deploymentConfig\.spinImage)$/, reason: 'the kubelet says InvalidImageName, and never starts the pod' },
  {
    code: 'InvalidReference',
    field: /^spec\.(imagePullSecrets\[\d+\]\.name|runtimeConfig\.loadFromSecret|deploymentConfig\.(runtimeClassName|caCertSecret)|runtimeConfig\..*Ref\.(name|key))$/,
    reason: NO_SUCH_NAME,
  },
  { code: 'InvalidStore', field: /^spec\.runtimeConfig\./, reason: 'Spin does not start with a store, option or label that it does not know' },
  { code: 'InvalidVariableName', field: /^spec\.variables\[/, reason: 'a manifest of Spin cannot declare the name, so no component ever reads the value' },
  { code: 'InvalidComponent', field: /^spec\.components\[/, reason: 'no manifest of Spin has a component of such an id, and Spin does not start without one that is asked for' },
  { code: 'InvalidQuantity', field: /^spec\.invocationLimits\.memory$/, reason: 'the shim reads a number of bytes, and does not start with less than none' },
  { code: 'InvalidField', field: /^object\.spec$/, reason: 'an executor that says nothing makes no Deployment, and its apps wait for ever' },
];

const MESSAGE = /^(?:\[[^\]]+\] )?(?<field>.*?): got .*\((?<code>\w+)\)$/s;

/** The difference that a message of ours is, if it is one that is meant. */
export function differenceOf(message: string): Difference | undefined {
  const { field = '', code = '' } = MESSAGE.exec(message)?.groups ?? {};
  return DIFFERENCES.find((difference) => difference.code === code && difference.field.test(field));
}
