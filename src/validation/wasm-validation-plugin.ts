import { basename } from 'path';
import { ApiObject, App, Chart } from 'cdk8s';
import { hasRules } from './private/object-rules';
import { givenProperties } from './private/plugin-properties';
import { judgeAs, reportOn, sayToExist } from './private/tree-check';
import { CDK8S_YAML } from '../apps/private/rendered/fix-words';
import { NodeProvisioning } from '../cluster/node-provisioning';
import { itemsOf } from '../cluster/private/list-items';
import { SpinKubeVersion } from '../cluster/spinkube-version';
import { WasmCluster } from '../cluster/wasm-cluster';
import { byKey } from '../rules/by-key';
import { invalid, Problem, shown } from '../rules/problem';
import { RuleCode } from '../rules/rule-code';
import { printWarnings, Rules } from '../rules/rules';
import { FAITHFUL } from '../rules/scalar';

/** Properties of `WasmValidationPlugin`, as they stand below `properties` in cdk8s.yaml. */
export interface WasmValidationPluginProps {
  /**
   * The release of the spin-operator in the cluster, such as "0.6.1".
   *
   * @default - every field is allowed
   */
  readonly operatorVersion?: string;

  /**
   * The release of containerd-shim-spin on the nodes, such as "0.24.0".
   *
   * @default - every field is allowed
   */
  readonly shimVersion?: string;

  /**
   * The containerd handler of the Spin shim on the nodes.
   *
   * @default - any that is not that of another runtime
   */
  readonly handler?: string;

  /**
   * What is in the cluster and in no manifest, each as `Kind/name` or `Kind/namespace/name`; the name `*` stands for all.
   *
   * A manifest does not tell what its program said by `fromXName`, so it is said here again.
   *
   * @default - nothing
   */
  readonly existing?: string[];

  /**
   * Rules that only warn here: the code at the end of a message, and a reason.
   *
   * @default - none
   */
  readonly warnOnly?: { [code: string]: string };
}

/** A resource as a report of cdk8s-cli shows it. */
export interface ValidationResource {
  /** The name, by which cdk8s-cli finds the construct. */
  readonly resourceName: string;

  /** What is wrong, and where. */
  readonly locations: string[];

  /** The file. */
  readonly manifestPath: string;
}

/** A broken rule as a report of cdk8s-cli shows it. */
export interface ValidationFinding {
  /** The code of the rule. */
  readonly ruleName: string;

  /** The rule. */
  readonly recommendation: string;

  /** What to write instead. */
  readonly fix: string;

  /** What breaks it. */
  readonly violatingResources: ValidationResource[];
}

/** The report of cdk8s-cli, as far as the plugin uses it. */
export interface IValidationReport {
  /**
   * Adds a broken rule.
   *
   * @param violation the rule and what breaks it
   */
  addViolation(violation: ValidationFinding): void;

  /**
   * Ends the report.
   *
   * @param status "success" or "failure"
   */
  submit(status: string): void;
}

/** What cdk8s-cli hands to a validation plugin, as far as this one uses it. */
export interface IValidationContext {
  /** The files that were synthesised. */
  readonly manifests: string[];

  /** Where problems go. */
  readonly report: IValidationReport;
}

/**
 * A validation plugin for cdk8s-cli, which holds what any program synthesised to the rules of this library.
 *
 * Named in `validations` of cdk8s.yaml by the local path of the package, it needs no network. It sees manifests and not the
 * program: all files are one cluster.
 *
 * @see https://cdk8s.io/docs/latest/cli/synth/#validations
 */
export class WasmValidationPlugin {
  private readonly properties: WasmValidationPluginProps;

  /**
   * @param properties what is known of the cluster
   */
  constructor(properties: WasmValidationPluginProps = {}) {
    this.properties = givenProperties(properties);
  }

  /**
   * Called by cdk8s-cli once for a synthesis. The report fails where there is no file, such as that of a program whose `outdir` is not the
   * folder of cdk8s-cli.
   *
   * @param context the files, and the report
   */
  public async validate(context: IValidationContext): Promise<void> {
    const cluster = this.cluster();
    if (context.manifests.length === 0) {
      context.report.addViolation(NO_MANIFESTS);
    }
    // All files are read before the first is judged: objects refer to those of other files.
    const objects = context.manifests.map((path) => readObjects(cluster, context, path).map((object) => ({ path, object }))).flat();
    const found = objects.flatMap(({ path, object }) => reportOn(object).found.map((problem) => ({ path, object, problem })));
    for (const finding of found) {
      context.report.addViolation(violation(finding));
    }
    printWarnings(cluster.node.root);
    context.report.submit(found.length + Number(context.manifests.length === 0) > 0 ? 'failure' : 'success');
  }

  private cluster(): WasmCluster {
    const { operatorVersion, shimVersion, handler, existing = [], warnOnly = {} } = this.properties;
    const app = new App({ outdir: 'never-written' });
    // The files are read back already, so no string is in doubt.
    Object.defineProperty(app, FAITHFUL, { value: true });
    byKey(warnOnly).forEach(([code, reason]) => Rules.of(app).warnOnly(code as RuleCode, reason));
    const cluster = new WasmCluster(app, 'manifests', {
      operatorVersion: operatorVersion === undefined ? undefined : SpinKubeVersion.of(operatorVersion),
      shimVersion,
      nodes: NodeProvisioning.preinstalled({ handler }),
    });
    judgeAs(cluster, { knowsHandler: handler !== undefined, words: CDK8S_YAML });
    existing.map(parseExisting).forEach((object) => sayToExist(cluster, object));
    return cluster;
  }
}

function parseExisting(text: string) {
  const [kind, ...rest] = text.split('/');
  const [name, namespace] = rest.reverse();
  if (!kind || !name || rest.length > 2) {
    throw invalid('WasmValidationPlugin', {
      field: 'existing',
      value: text,
      rule: 'must be Kind/name or Kind/namespace/name',
      fix: 'write it as "Secret/db"',
      code: RuleCode.INVALID_REFERENCE,
    });
  }
  return { kind, name, namespace };
}

/** What a report says where nothing could be judged. */
const NO_MANIFESTS: ValidationFinding = {
  ruleName: RuleCode.NO_MANIFESTS,
  recommendation: 'cdk8s-cli found no file in its output folder, so that nothing was checked',
  fix: 'leave outdir out of the App, and let cdk8s.yaml or --output name the folder',
  violatingResources: [{ resourceName: 'none', locations: ['manifests: got []'], manifestPath: 'none' }],
};

/** The objects of a file in a tree of their own, those with rules. */
function readObjects(cluster: WasmCluster, context: IValidationContext, path: string): ApiObject[] {
  const chart = new Chart(cluster, `${cluster.node.children.length}-${basename(path)}`);
  const documents = (context as unknown as { parseManifest(path: string): any[] }).parseManifest(path);
  return documents.flatMap((document) => itemsOf(document ?? {})).flatMap(({ item: { apiVersion, kind, ...fields } }, index) => (
    typeof apiVersion === 'string' && typeof kind === 'string' ? [new ApiObject(chart, String(index), { ...fields, apiVersion, kind })] : [])).filter(hasRules);
}

function violation({ path, object, problem }: { path: string; object: ApiObject; problem: Problem }): ValidationFinding {
  const { field, value, rule, fix, code } = problem;
  return {
    ruleName: code,
    recommendation: rule,
    fix,
    violatingResources: [{ resourceName: object.name, locations: [`${field}: got ${shown(value)}`], manifestPath: path }],
  };
}
