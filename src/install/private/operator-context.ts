import { OperatorSettings } from './operator-settings';

/** The labels that the operator's Deployment, its pods and its Services share. */
export const OPERATOR_SELECTOR = {
  'app.kubernetes.io/name': 'spin-operator',
  'control-plane': 'controller-manager',
};

/** What all objects of the operator are made with. */
export interface OperatorContext {
  readonly namespace: string;
  readonly settings: OperatorSettings;

  /** The name of an object: upstream's prefix and its own part. */
  named(part: string): string;

  /** Makes an object by the part of its name that is its own. */
  make(apiVersion: string, kind: string, part: string, body: ObjectBody): void;
}

/** The fields of an object beside its identity. */
export interface ObjectBody {
  readonly metadata?: { readonly labels?: { [key: string]: string }; readonly annotations?: { [key: string]: string } };
  readonly [field: string]: unknown;
}
