import { NamedObject } from './needs';
import { Rank } from './stated-order';
import { Phase } from '../../../cluster/private/phase';
import { Report } from '../../../rules/problem';
import { FaithfulYaml } from '../faithful-yaml';
import { OutputFile } from '../rendering';

/** A RuntimeClass, or one that a Shim lets be made, as its nodes see it. */
export interface NeededHandler {
  readonly name: string;
  readonly handler: string;
  readonly nodeSelector: { readonly [key: string]: string };
}

/** What is remembered of an object that went to its file. */
export interface ObjectNote {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace?: string;
  readonly name: string;

  /** The length of the object as JSON. */
  readonly size: number;

  /** The executor of a SpinApp. */
  readonly executor?: string;

  /** Whether the operator never gives a SpinApp a status. */
  readonly hasNoStatus?: boolean;

  /** The labels by which a shim finds its nodes. */
  readonly nodeLabels?: { readonly [key: string]: string };

  /** The handler that the nodes of a RuntimeClass need. */
  readonly handler?: NeededHandler;

  /** Whether an executor lets the operator make no Deployment, so that its apps never have a status. */
  readonly isExternal: boolean;

  /** Whether a ScaledObject measures the CPU or memory of pods: KEDA refuses it until the Deployment that it scales is there. */
  readonly measuresPods: boolean;

  /** What the object names. */
  readonly needs: readonly NamedObject[];

  /** What comes of it beside itself. */
  readonly makes: readonly NamedObject[];
}

/** A kustomization of a program: it stands in a folder of its own. */
export interface KustomizationNote {
  /** The path below the cluster's folder. */
  readonly folder: string;

  /** The namespace that it sets. */
  readonly namespace?: string;
}

/** What one phase of a cluster has. */
export interface PhaseNotes {
  readonly phase: Phase;

  /** The folder's name, which sorts as the phases follow each other. */
  readonly folder: string;

  /** The files by their paths below the cluster's folder, in the order in which they were written. */
  readonly files: readonly string[];
  readonly objects: readonly ObjectNote[];
  readonly kustomizations: readonly KustomizationNote[];
}

/** What one cluster has. */
export interface ClusterNotes {
  /** The name, which is empty for the cluster that a program without a `WasmCluster` is. */
  readonly name: string;

  /** The folder below the output folder; empty where it is that one. */
  readonly folder: string;

  /** The phases that have objects, in their order. */
  readonly phases: readonly PhaseNotes[];
}

/** How the output of a Git layout reaches clusters. */
export interface Delivery {
  /** The folder below the output folder in which clusters stand; empty where they stand in that one. */
  readonly manifests: string;

  /** The folder of a kustomization below that of its cluster. */
  kustomizationFolder(phaseFolder: string, name: string): string;

  /** An object as it is written, which may carry something for the delivery. */
  document(document: any, phase: Phase): any;

  /** Where an object that is written to a file is applied within its phase. */
  rank(file: string, document: any): Rank;

  /** What stands beside the manifests. */
  files(clusters: readonly ClusterNotes[]): Iterable<OutputFile>;

  /** Adds what is wrong with its options. */
  check(report: Report): void;

  /** Adds what does not fit the clusters of a program. */
  checkClusters(report: Report, clusters: readonly string[]): void;
}

/** Joins the parts of a path that are there. */
export function joined(...parts: string[]): string {
  return parts.filter((part) => part !== '').join('/');
}

/** An object of a delivery as the text of its file, without what was left out. */
export function fileText(document: object): string {
  return new FaithfulYaml().write([JSON.parse(JSON.stringify(document))]);
}
