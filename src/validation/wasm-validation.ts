import { ApiObject } from 'cdk8s';
import { IConstruct } from 'constructs';
import { hasRules } from './private/object-rules';
import { reportOn, sayToExist } from './private/tree-check';
import { isOwn } from '../cluster/private/duplicates';
import { judge } from '../cluster/private/membership';
import { validateTree } from '../rules/problem';

/** An object that is in the cluster and that the program does not make. */
export interface ExistingObject {
  /** The kind, such as "Service" or "Deployment". */
  readonly kind: string;

  /** The name; `*` stands for every name. */
  readonly name: string;

  /**
   * The namespace.
   *
   * @default - every namespace
   */
  readonly namespace?: string;
}

/**
 * Holds objects that no construct of this library made to the rules that its constructs keep.
 *
 * For SpinApps and SpinAppExecutors from the generated L1, from plain `ApiObject`s or from YAML by `Include`: unknown fields, what
 * the operator's webhook refuses, what its reconciler fails on, and references that lead nowhere. For autoscalers, those by HTTP too,
 * Ingresses and routes: their targets. For Services, budgets, policies and monitors: the labels by which they select. The objects of a
 * `kind: List` are held to the rules as well. Each problem is an error at synthesis, with the path of its object; `Rules` makes one a warning.
 */
export class WasmValidation {
  /**
   * Adds the rules to all objects below a scope, also to those that are made later.
   *
   * What an object refers to must be made in its cluster, or be said to exist: by `fromXName` anywhere in the tree (such as
   * `Secret.fromSecretName`), or by `exists`.
   *
   * @param scope an app, a cluster, a chart or a construct
   */
  public static of(scope: IConstruct): WasmValidation {
    const known = validations.get(scope) ?? new WasmValidation(scope);
    validations.set(scope, known);
    return known;
  }

  private constructor(private readonly scope: IConstruct) {
    judge(scope);
    scope.node.addValidation({
      validate: () => {
        this.visit();
        return [];
      },
    });
  }

  /**
   * Says that an object is in the cluster, though the program does not make it. It then counts as there for all below the scope.
   *
   * @param object its kind and name
   * @returns this
   */
  public exists(object: ExistingObject): WasmValidation {
    sayToExist(this.scope, { ...object });
    return this;
  }

  /** cdk8s validates parents first, so what is added to an object here speaks in the same pass. */
  private visit(): void {
    for (const object of this.scope.node.findAll()) {
      if (ApiObject.isApiObject(object) && hasRules(object) && !isOurs(object) && !validated.has(object)) {
        validated.add(object);
        validateTree(object, (report) => reportOn(object).found.forEach((problem) => report.add(problem)));
      }
    }
  }
}

const validations = new WeakMap<IConstruct, WasmValidation>();
const validated = new WeakSet<ApiObject>();

/** Whether a construct of this library made the object, and holds it to the rules itself. */
function isOurs(object: ApiObject): boolean {
  return object.apiGroup === 'core.spinkube.dev' && isOwn(object);
}
