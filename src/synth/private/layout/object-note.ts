import { ObjectNote } from './delivery';
import { handlerOf } from './handlers';
import { madeBy, needsOf } from './needs';

/** What pages say about an object, read from the object itself. */
export function noteOf(document: any): ObjectNote {
  const { apiVersion, kind, metadata = {}, spec = {} } = document;
  return {
    apiVersion,
    kind,
    namespace: metadata.namespace,
    name: metadata.name,
    size: kind === 'CustomResourceDefinition' ? JSON.stringify(document).length : 0,
    nodeLabels: kind === 'Shim' ? spec.nodeSelector : undefined,
    handler: handlerOf(document),
    executor: kind === 'SpinApp' ? spec.executor : undefined,
    isExternal: kind === 'SpinAppExecutor' && spec.createDeployment === false,
    measuresPods: kind === 'ScaledObject' && measuresPods(spec),
    needs: needsOf(document),
    makes: madeBy(document),
  };
}

function measuresPods({ triggers }: any): boolean {
  return Array.isArray(triggers) && triggers.some((trigger) => ['cpu', 'memory'].includes(trigger?.type));
}
