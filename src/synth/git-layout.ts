import { ArgoCdLayoutOptions } from './argo-cd-layout';
import { FluxLayoutOptions } from './flux-layout';
import { ArgoCdDelivery } from './private/layout/argo-cd-delivery';
import { setDelivery } from './private/layout/deliveries';
import { Delivery } from './private/layout/delivery';
import { FluxDelivery } from './private/layout/flux-delivery';
import { KubectlDelivery } from './private/layout/kubectl-delivery';
import { KustomizeDelivery } from './private/layout/kustomize-delivery';

/**
 * How a `FleetApp` lays out its files in a repository: a folder for each `WasmCluster`, in it one for each phase, in it one for
 * each namespace, and beside them what brings them into the clusters in the order of their phases.
 *
 * The phases are custom resource definitions, cert-manager, operator, executors (with Namespaces and RuntimeClasses), and apps.
 * No name depends on how many charts there are: a chart that is added or removed renames no other file.
 *
 * @see https://github.com/cdk8s-wasm/cdk8s-wasm/blob/main/docs/git-layouts.md
 */
export class GitLayout {
  /** For kubectl: beside the phases of each cluster stands `APPLY.md`, with the commands and what to wait for. */
  public static kubectl(): GitLayout {
    return new GitLayout(new KubectlDelivery());
  }

  /**
   * For overlays with kustomize: each phase and each cluster is a base, which knows what `images`, `replicas` and `namePrefix`
   * mean for SpinApps and their references. Each cluster has `APPLY.md`.
   */
  public static kustomize(): GitLayout {
    return new GitLayout(new KustomizeDelivery());
  }

  /**
   * For Argo CD: every object has the sync wave of its phase, and the folder `argocd` has an Application, or an ApplicationSet for
   * `WasmCluster`s, with the health checks without which waves of SpinApps never end.
   *
   * The manifests stand in the folder `manifests`. Without the option `automated`, nothing is synced until a person starts it.
   *
   * @param options the repository, and how Argo CD is set up
   */
  public static argoCd(options: ArgoCdLayoutOptions): GitLayout {
    return new GitLayout(new ArgoCdDelivery({ ...options, destinations: { ...options.destinations } }));
  }

  /**
   * For Flux 2.5 and later: the folder `flux` has a Kustomization for each phase, which waits for that before it.
   *
   * The manifests stand in the folder `manifests`.
   *
   * @param options the source, and how Flux is set up
   */
  public static flux(options: FluxLayoutOptions): GitLayout {
    return new GitLayout(new FluxDelivery({ ...options, kubeConfigSecrets: { ...options.kubeConfigSecrets } }));
  }

  private constructor(delivery: Delivery) {
    setDelivery(this, delivery);
  }
}
