import { isClusterScoped } from '../../../cluster/private/object-index';
import { Phase, PHASES } from '../../../cluster/private/phase';
import { contentHash } from '../../../rules/content-hash';

/** The longest name of a file without its extension: file systems take 255 bytes. */
const LENGTH = 200;

/** Cluster-scoped objects. No namespace has a plus sign, and it sorts before all of them: Namespaces come before what is in them. */
const CLUSTER_FOLDER = '+cluster';

/** Objects of a namespace that the program leaves to whoever applies them. */
const UNSET_FOLDER = '+no-namespace';

/** The name of a phase's folder: numbered by the fixed list of phases, so that it never changes. */
export function phaseFolder(phase: Phase): string {
  return `${PHASES.indexOf(phase) + 1}-${phase}`;
}

/** The folder of an object within its phase. */
export function namespaceFolder({ apiVersion, kind, metadata }: any): string {
  if (isClusterScoped({ group: groupOf(apiVersion), kind })) {
    return CLUSTER_FOLDER;
  }
  return metadata?.namespace === undefined ? UNSET_FOLDER : fileName(String(metadata.namespace));
}

/** A text as the name of a file or folder, in small letters: some file systems know no others. */
export function fileName(text: string): string {
  const name = text.toLowerCase().replace(/[^0-9a-z-_.]+/g, '-').replace(/^[-.]+/, '');
  const fits = name.length > 0 && name.length <= LENGTH;
  return fits ? name : `${name.slice(0, LENGTH) || 'chart'}-${contentHash(text)}`;
}

/** The API group of an object, `core` for that without a name, as cdk8s calls it. */
export function groupOf(apiVersion: unknown): string {
  const [group, version] = String(apiVersion).split('/');
  return version === undefined ? 'core' : group;
}

/** Whether an object is a kustomization for `kubectl apply -k`, which no API server takes. */
export function isKustomization({ apiVersion, kind }: any): boolean {
  return groupOf(apiVersion) === 'kustomize.config.k8s.io' && kind === 'Kustomization';
}
