import { Duration } from 'cdk8s';
import { ClusterNotes, Delivery, fileText, joined, PhaseNotes } from './delivery';
import { healthCheckExprs } from './flux-health';
import { handlersSection } from './handlers';
import { holdClusters, holdName, holdPath, plainPath } from './options';
import { commands, executorEnd, inEachCluster, nodesSection } from './page';
import { prerequisitesSection } from './prerequisites';
import { Rank } from './stated-order';
import { Phase } from '../../../cluster/private/phase';
import { byKey } from '../../../rules/by-key';
import { NAMESPACE } from '../../../rules/grammar';
import { Report } from '../../../rules/problem';
import { REFERENCE } from '../../../rules/references';
import { RuleCode } from '../../../rules/rule-code';
import { FluxLayoutOptions, FluxSourceKind } from '../../flux-layout';
import { OutputFile } from '../rendering';

/** What kubectl calls Flux' own kustomizations. */
const KUSTOMIZATIONS = 'kustomizations.kustomize.toolkit.fluxcd.io';

/** Manifests for Flux: a Kustomization for each phase, which waits for that before it. */
export class FluxDelivery implements Delivery {
  readonly manifests = 'manifests';

  private readonly name: string;
  private readonly namespace: string;

  constructor(private readonly options: FluxLayoutOptions) {
    this.name = options.name ?? 'wasm';
    this.namespace = options.namespace ?? 'flux-system';
  }

  /** Within its phase: Flux builds such a folder for itself where it finds one. */
  kustomizationFolder(phaseFolder: string, name: string): string {
    return `${phaseFolder}/+kustomize/${name}`;
  }

  document(document: any): any {
    return document;
  }

  /** Flux sorts objects by their kinds. */
  rank(): Rank {
    return 0;
  }

  *files(clusters: readonly ClusterNotes[]): Generator<OutputFile> {
    for (const cluster of clusters) {
      for (const [index, notes] of cluster.phases.entries()) {
        const text = fileText(this.kustomization(cluster, notes, cluster.phases[index - 1]));
        yield { name: joined('flux', cluster.name, `${notes.folder}.yaml`), text, place: 'GitLayout.flux' };
      }
    }
    if (clusters.length > 0) {
      yield { name: 'flux/APPLY.md', text: this.page(clusters), place: 'GitLayout.flux' };
    }
  }

  check(report: Report): void {
    const { sourceName, sourceNamespace, path = '.', interval, timeout, kubeConfigSecrets } = this.options;
    report.hold('sourceName', sourceName, REFERENCE);
    report.holdGiven('sourceNamespace', sourceNamespace, NAMESPACE);
    report.hold('namespace', this.namespace, NAMESPACE);
    holdPath(report, 'path', path);
    holdName(report, 'name', this.name);
    checkDuration(report, 'interval', interval);
    checkDuration(report, 'timeout', timeout);
    for (const [cluster, secret] of byKey(kubeConfigSecrets)) {
      report.hold(`kubeConfigSecrets[${JSON.stringify(cluster)}]`, secret, REFERENCE);
    }
  }

  checkClusters(report: Report, clusters: readonly string[]): void {
    holdClusters(report, 'kubeConfigSecrets', byKey(this.options.kubeConfigSecrets).map(([cluster]) => cluster), clusters);
    for (const cluster of clusters) {
      // the longest of the names that phases make
      holdName(report, cluster === '' ? 'name with phase' : `name with cluster ${cluster}`, this.nameOf(cluster, Phase.CERT_MANAGER));
    }
  }

  private kustomization(cluster: ClusterNotes, notes: PhaseNotes, before?: PhaseNotes): object {
    const { path = '', interval = Duration.minutes(10), timeout = Duration.minutes(5) } = this.options;
    // a definition that goes takes all objects of its kind along
    const prune = (this.options.prune ?? true) && notes.phase !== Phase.CRDS;
    return {
      apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
      kind: 'Kustomization',
      metadata: { name: this.nameOf(cluster.name, notes.phase), namespace: this.namespace },
      spec: {
        sourceRef: this.sourceRef(),
        path: `./${joined(plainPath(path), cluster.folder, notes.folder)}`,
        dependsOn: before && [{ name: this.nameOf(cluster.name, before.phase) }],
        interval: written(interval),
        timeout: written(timeout),
        prune,
        deletionPolicy: prune ? 'WaitForTermination' : undefined,
        wait: true,
        healthCheckExprs: healthCheckExprs(cluster, notes),
        kubeConfig: this.kubeConfig(cluster.name),
      },
    };
  }

  private sourceRef(): object {
    const { sourceKind: kind = FluxSourceKind.GIT_REPOSITORY, sourceName: name, sourceNamespace: namespace } = this.options;
    return { kind, name, namespace };
  }

  private kubeConfig(cluster: string): object | undefined {
    const name = this.options.kubeConfigSecrets?.[cluster];
    return name === undefined ? undefined : { secretRef: { name } };
  }

  private nameOf(cluster: string, phase: Phase): string {
    return [this.name, cluster, phase].filter((part) => part !== '').join('-');
  }

  private page(clusters: readonly ClusterNotes[]): string {
    const { path = '' } = this.options;
    return [
      '# How to hand this to Flux\n',
      `Needs Flux ${clusters.some(hasOciSource) ? '2.6' : '2.5'} or later and the ${this.options.sourceKind ?? FluxSourceKind.GIT_REPOSITORY} ${this.options.sourceName}, which holds this output in`,
      `\`${joined(plainPath(path)) || '.'}\`. Run these commands in the folder above this one, or let a Kustomization that you have read the folder.\n`,
      ...prerequisitesSection('## What has to be there', clusters),
      '## Kustomizations\n',
      this.inEach(clusters, (name) => [`kubectl apply -f ${joined('flux', name)}`]),
      'Flux applies a phase once the one before it is ready. SpinApps have no condition that Flux knows: `healthCheckExprs` says when they',
      'are ready.\n',
      ...this.secondPass(clusters.filter(({ phases }) => phases.some(({ objects }) => objects.some(({ measuresPods }) => measuresPods)))),
      ...nodesSection('## Nodes', clusters),
      ...handlersSection(clusters),
      '## Uninstall\n',
      'In reverse: each command returns when the objects of the phase are gone, and the operator has to outlive its apps and executors.',
      'Custom resource definitions stay, since all objects of their kind would go with them.\n',
      this.inEach(clusters, (name, { phases }) => [...phases].reverse().map(({ phase }) =>
        `kubectl delete -n ${this.namespace} ${KUSTOMIZATIONS}/${this.nameOf(name, phase)}`)),
      ...executorEnd(clusters),
    ].join('\n');
  }

  /** What a page says for clusters with a ScaledObject that KEDA refuses at first. */
  private secondPass(clusters: readonly ClusterNotes[]): string[] {
    return clusters.length === 0 ? [] : [
      'KEDA refuses a ScaledObject for CPU or memory until its Deployment is there. Flux then tries again after its interval, or at once:\n',
      this.inEach(clusters, (name) => [
        `kubectl annotate --overwrite -n ${this.namespace} ${KUSTOMIZATIONS}/${this.nameOf(name, Phase.APPS)} reconcile.fluxcd.io/requestedAt="$(date +%s)"`,
      ]),
    ];
  }

  /** Commands for what Flux itself has of each cluster, which is where Flux is. */
  private inEach(clusters: readonly ClusterNotes[], lines: (name: string, cluster: ClusterNotes) => string[]): string {
    const { kubeConfigSecrets = {} } = this.options;
    return commands([true, false].flatMap((isRemote) => inEachCluster(
      clusters.filter(({ name }) => name in kubeConfigSecrets === isRemote),
      isRemote ? "in Flux' own cluster" : 'in the cluster itself',
      lines,
    )));
  }
}

/** Whether a cluster has a chart of an OCI registry, whose source is v1 since Flux 2.6. */
function hasOciSource({ phases }: ClusterNotes): boolean {
  return phases.some(({ objects }) => objects.some(({ apiVersion, kind }) => kind === 'OCIRepository' && apiVersion === 'source.toolkit.fluxcd.io/v1'));
}

/** A duration as Flux writes it. */
function written(duration: Duration): string {
  const total = duration.toSeconds();
  return total % 60 === 0 ? `${total / 60}m` : `${total}s`;
}

function checkDuration(report: Report, field: string, duration?: Duration): void {
  const whole = duration?.toMilliseconds();
  if (whole !== undefined && (whole <= 0 || whole % 1000 !== 0)) {
    report.add({
      field,
      value: `${whole}ms`,
      rule: 'must be whole seconds, at least one',
      fix: 'write it as Duration.minutes(10)',
      code: RuleCode.INVALID_LAYOUT,
    });
  }
}
