import { ClusterNotes } from './delivery';
import { externalExecutors } from './page';

/**
 * The health of a SpinApp. The operator copies the conditions of its Deployment, so that Progressing stays true after a rollout (reason
 * NewReplicaSetAvailable), and says Unknown until there is one. Argo CD's own check waits for Progressing to end, or calls it degraded.
 *
 * An app has no status at all while its executor lets the operator make no Deployment.
 */
function spinAppHealth(external: readonly string[]): string {
  const known = external.map((executor) => `  [${JSON.stringify(executor)}] = true,\n`).join('');
  return `local health = { status = "Progressing", message = "waiting for the operator" }
local withoutDeployment = {
${known}}
local executor = "/" .. ((obj.spec or {}).executor or "")
if withoutDeployment[(obj.metadata.namespace or "") .. executor] or withoutDeployment[executor] then
  health.status = "Healthy"
  health.message = "the executor leaves the Deployment to others"
  return health
end
local conditions = {}
for _, condition in ipairs((obj.status or {}).conditions or {}) do
  conditions[condition.type] = condition
end
local available = conditions.Available or {}
local progressing = conditions.Progressing or {}
health.message = available.message or health.message
if obj.metadata.deletionTimestamp then
  health.message = "being deleted"
elseif progressing.reason == "ProgressDeadlineExceeded" then
  health.status = "Degraded"
  health.message = progressing.message
elseif available.status == "True" and progressing.reason ~= "ReplicaSetUpdated" then
  health.status = "Healthy"
end
return health
`;
}

/** The health of an Application in another one: what Argo CD itself found, which its waves have ignored since 1.8. */
const APPLICATION_HEALTH = `local health = { status = "Progressing", message = "waiting for its first sync" }
local found = (obj.status or {}).health
if found and found.status then
  health.status = found.status
  health.message = found.message
end
return health
`;

/** The part of Argo CD's configuration that waves need. It is applied server-side, so that the rest stays as it is. */
export function healthChecks(namespace: string, clusters: readonly ClusterNotes[]): object {
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'argocd-cm', namespace, labels: { 'app.kubernetes.io/part-of': 'argocd' } },
    data: {
      'resource.customizations.health.argoproj.io_Application': APPLICATION_HEALTH,
      'resource.customizations.health.core.spinkube.dev_SpinApp': spinAppHealth(externalExecutors(clusters)),
    },
  };
}
