import { checkExecutors } from './argo-cd-executors';
import { healthChecks } from './argo-cd-health';
import { ClusterNotes, Delivery, fileText, joined } from './delivery';
import { isKustomization } from './folders';
import { handlersSection } from './handlers';
import { kustomization } from './kustomize-delivery';
import { holdClusters, holdName, holdPath, plainPath } from './options';
import { commands, deleteCommands, executorEnd, inEachCluster, nodesSection } from './page';
import { prerequisitesSection } from './prerequisites';
import { Rank } from './stated-order';
import { Phase, PHASES } from '../../../cluster/private/phase';
import { byKey, sortedMap } from '../../../rules/by-key';
import { Grammar, NAMESPACE, SUBDOMAIN } from '../../../rules/grammar';
import { Report } from '../../../rules/problem';
import { REFERENCE } from '../../../rules/references';
import { RuleCode } from '../../../rules/rule-code';
import { holdUrl } from '../../../rules/url';
import { ArgoCdDestination, ArgoCdLayoutOptions } from '../../argo-cd-layout';
import { OutputFile } from '../rendering';

const API_VERSION = 'argoproj.io/v1alpha1';
const WAVE = 'argocd.argoproj.io/sync-wave';

/** How far phases lie apart, so that a user's own waves fit between them. */
const STEP = 10;

const PLACE = 'GitLayout.argoCd';

const REVISION: Grammar = {
  accepts: (value) => typeof value === 'string' && /^[^\s~^:?*\\[\]]+$/.test(value),
  rule: 'a revision is a branch, tag or commit, without spaces',
  fix: 'write it as "main"',
  code: RuleCode.INVALID_LAYOUT,
};

/** Manifests for Argo CD: waves on all objects, and the Application that syncs them. */
export class ArgoCdDelivery implements Delivery {
  readonly manifests = 'manifests';

  private readonly name: string;
  private readonly namespace: string;

  constructor(private readonly options: ArgoCdLayoutOptions) {
    this.name = options.name ?? 'wasm';
    this.namespace = options.namespace ?? 'argocd';
  }

  kustomizationFolder(phaseFolder: string, name: string): string {
    return `${phaseFolder}-kustomize/${name}`;
  }

  /** Apps are in wave 0, where Argo CD puts what says nothing, and each phase before is so much earlier. */
  document(document: any, phase: Phase): any {
    const wave = String((PHASES.indexOf(phase) - PHASES.indexOf(Phase.APPS)) * STEP);
    if (isKustomization(document)) {
      return { ...document, commonAnnotations: { [WAVE]: wave, ...document.commonAnnotations } };
    }
    return { ...document, metadata: { ...document.metadata, annotations: sortedMap({ [WAVE]: wave, ...document.metadata?.annotations }) } };
  }

  /** A wave of the user's own tells objects of a phase apart; the rest goes by kinds. */
  rank(_: string, { metadata }: any): Rank {
    return Number(metadata.annotations[WAVE]);
  }

  *files(clusters: readonly ClusterNotes[]): Generator<OutputFile> {
    const isBuilt = clusters.some(({ phases }) => phases.some(({ kustomizations }) => kustomizations.length > 0));
    const isSet = clusters.some(({ name }) => name !== '');
    const root = isSet ? this.applicationSet(clusters, isBuilt) : this.application(isBuilt);
    for (const { folder, phases } of isBuilt ? clusters : []) {
      yield kustomization(folder, phases.flatMap((notes) => [...notes.kustomizations.map((each) => each.folder), ...notes.files]));
    }
    if (clusters.length > 0) {
      yield this.file(`root/${isSet ? 'applicationset' : 'application'}.yaml`, fileText(root));
      yield this.file('config/argocd-cm.yaml', fileText(healthChecks(this.namespace, clusters)));
      yield this.file('APPLY.md', this.page(clusters, isSet));
    }
  }

  check(report: Report): void {
    const { repoUrl, path = '.', targetRevision, project, destinationNamespace } = this.options;
    if (!/^[a-z0-9_-]+@[a-z0-9.-]+:[^\s:@]+$/i.test(repoUrl)) {
      holdUrl(report, 'repoUrl', repoUrl, { schemes: ['https', 'ssh', 'http'], fix: 'let Argo CD have it in a Secret of type repository' });
    }
    holdPath(report, 'path', path);
    report.holdGiven('targetRevision', targetRevision, REVISION);
    report.holdGiven('project', project, REFERENCE);
    report.hold('namespace', this.namespace, NAMESPACE);
    report.holdGiven('destinationNamespace', destinationNamespace, NAMESPACE);
    holdName(report, 'name', this.name);
    for (const [cluster, { clusterName, serverUrl }] of byKey(this.options.destinations)) {
      report.holdGiven(`destinations[${JSON.stringify(cluster)}]`, clusterName, { ...SUBDOMAIN, code: RuleCode.INVALID_REFERENCE });
      if (serverUrl !== undefined) {
        holdUrl(report, `destinations[${JSON.stringify(cluster)}]`, serverUrl, { schemes: ['https'], fix: 'let Argo CD have it in a Secret of type cluster' });
      }
    }
  }

  checkClusters(report: Report, clusters: readonly string[]): void {
    holdClusters(report, 'destinations', byKey(this.options.destinations).map(([cluster]) => cluster), clusters);
    for (const cluster of clusters.filter((name) => name !== '')) {
      holdName(report, `name with cluster ${cluster}`, `${this.name}-${cluster}`);
    }
    checkExecutors(report, report.construct);
  }

  private application(isBuilt: boolean): object {
    return {
      apiVersion: API_VERSION,
      kind: 'Application',
      metadata: { name: this.name, namespace: this.namespace },
      spec: this.spec('', isBuilt, { server: ArgoCdDestination.inCluster().serverUrl }),
    };
  }

  private applicationSet(clusters: readonly ClusterNotes[], isBuilt: boolean): object {
    const destinations = clusters.map(({ name }) => this.destinationOf(name));
    const fields = ['name', 'server'].filter((field) => destinations.some((destination) => field in destination));
    const blank = Object.fromEntries(fields.map((field) => [field, '']));
    const elements = clusters.map(({ name: cluster }, index) => ({ cluster, ...blank, ...destinations[index] }));
    return {
      apiVersion: API_VERSION,
      kind: 'ApplicationSet',
      metadata: { name: this.name, namespace: this.namespace },
      spec: {
        // an ApplicationSet that goes, or a cluster that leaves it, would otherwise take all objects along, in no order
        syncPolicy: { preserveResourcesOnDeletion: true },
        generators: [{ list: { elements } }],
        template: {
          metadata: { name: `${this.name}-{{cluster}}` },
          spec: this.spec('{{cluster}}', isBuilt, Object.fromEntries(fields.map((field) => [field, `{{${field}}}`]))),
        },
      },
    };
  }

  private destinationOf(cluster: string): { readonly name?: string; readonly server?: string } {
    const { clusterName: name, serverUrl: server } = this.options.destinations?.[cluster] ?? ArgoCdDestination.named(cluster);
    return { ...(name !== undefined && { name }), ...(server !== undefined && { server }) };
  }

  private spec(cluster: string, isBuilt: boolean, destination: object): object {
    const { repoUrl: repoURL, path = '', targetRevision, project = 'default', destinationNamespace, automated = false } = this.options;
    const createNamespace = destinationNamespace === undefined ? [] : ['CreateNamespace=true'];
    return {
      project,
      source: {
        repoURL,
        path: joined(plainPath(path), this.manifests, cluster),
        targetRevision,
        directory: isBuilt ? undefined : { recurse: true },
      },
      destination: { ...destination, namespace: destinationNamespace ?? 'default' },
      syncPolicy: {
        automated: automated ? { prune: true, selfHeal: true } : undefined,
        syncOptions: [...createNamespace, 'ServerSideApply=true', 'SkipDryRunOnMissingResource=true'],
      },
    };
  }

  private file(name: string, text: string): OutputFile {
    return { name: `argocd/${name}`, text, place: PLACE };
  }

  private page(clusters: readonly ClusterNotes[], isSet: boolean): string {
    const names = clusters.map(({ name }) => (isSet ? `${this.name}-${name}` : this.name));
    return [
      '# How to hand this to Argo CD\n',
      "Run these commands in the folder above this one, against Argo CD's own cluster, once the repository holds the output.\n",
      ...prerequisitesSection('## What has to be there', clusters),
      '## 1. Health checks\n',
      'A part of `argocd-cm`, which Argo CD merges into its own. Without it a running SpinApp blocks all waves after it: the check that',
      'comes with Argo CD waits for the condition Progressing to end, and it does not. Nested Applications have had no health since 1.8.',
      'Where another tool owns `argocd-cm`, give these keys to that tool.\n',
      commands(['kubectl apply --server-side --field-manager=cdk8s-wasm -f argocd/config']),
      `## 2. ${isSet ? 'ApplicationSet' : 'Application'}\n`,
      commands(['kubectl apply -f argocd/root']),
      ...(this.options.automated ? [] : [
        'Nothing is in the cluster yet: without `automated`, Argo CD waits until a person starts the sync, now and after each change. It tries again',
        'where a webhook refuses what needs an executor or a Deployment that it does not know yet.\n',
        commands([`argocd app sync --retry-limit 5 ${names.join(' ')}`]),
      ]),
      ...nodesSection('## 3. Nodes', clusters),
      ...handlersSection(clusters),
      '## Uninstall\n',
      'Take what Argo CD has away first: the objects stay. They are then deleted in reverse: apps, executors, namespaces, operator. The operator lets',
      'an executor go once no app names it, and a namespace waits for the executors in it. A custom resource definition takes all objects of its kind',
      'along.\n',
      commands([
        'kubectl delete -f argocd/root',
        ...inEachCluster(clusters, 'in the cluster itself', (name, cluster) => deleteCommands(cluster, `${joined(this.manifests, name)}/`)),
      ]),
      ...executorEnd(clusters),
    ].join('\n');
  }
}
