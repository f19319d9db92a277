import { webhookTrust } from './operator-certificate';
import { OperatorContext } from './operator-context';

const KINDS = [
  { kind: 'spinapp', plural: 'spinapps' },
  { kind: 'spinappexecutor', plural: 'spinappexecutors' },
];

const CONFIGURATIONS = [
  { configuration: 'MutatingWebhookConfiguration', name: 'mutating-webhook-configuration', verb: 'mutate' },
  { configuration: 'ValidatingWebhookConfiguration', name: 'validating-webhook-configuration', verb: 'validate' },
];

/** The webhooks that guard SpinApps and executors. */
export function operatorWebhooks(context: OperatorContext): void {
  for (const { configuration, name, verb } of CONFIGURATIONS) {
    context.make('admissionregistration.k8s.io/v1', configuration, name, {
      metadata: { annotations: webhookTrust(context).annotations },
      webhooks: KINDS.map((guarded) => webhook(context, verb, guarded)),
    });
  }
}

function webhook(context: OperatorContext, verb: string, { kind, plural }: { kind: string; plural: string }) {
  return {
    name: `${verb[0]}${kind}.kb.io`,
    admissionReviewVersions: ['v1'],
    clientConfig: {
      caBundle: webhookTrust(context).caBundle,
      service: {
        name: context.named('webhook-service'),
        namespace: context.namespace,
        path: `/${verb}-core-spinkube-dev-v1alpha1-${kind}`,
      },
    },
    failurePolicy: 'Fail',
    // the list is replaced as a whole: the scope that the server would write into it would be a change at each apply
    rules: [{ apiGroups: ['core.spinkube.dev'], apiVersions: ['v1alpha1'], operations: ['CREATE', 'UPDATE'], resources: [plural], scope: '*' }],
    sideEffects: 'None',
  };
}
