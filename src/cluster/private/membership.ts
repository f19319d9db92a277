import { ApiObject, Chart } from 'cdk8s';
import { IConstruct } from 'constructs';
import { rendersItself } from './own-rendering';
import { saidToExist } from './said-to-exist';
import { stands } from './stands';
import { Problem, Report, validateTree, wording } from '../../rules/problem';
import { RuleCode } from '../../rules/rule-code';
import { isRelaxed, warn } from '../../rules/rules';

/** Marks constructs on themselves, since a set of thousands of them is dear to the garbage collector. */
const MEMBER = Symbol('member');
const JUDGED = Symbol('judged');

/** How many constructs or clusters a message names. */
const NAMED = 3;

/** What is asked of a cluster. */
interface Cluster {
  /** Whether the program declares it. */
  readonly isDeclared: boolean;

  /** Whether a construct stands in its chart of implicit objects. */
  isShared(construct: IConstruct): boolean;
}

/** The clusters of a tree, and what of this library stands in none of them. */
class Program {
  static of(construct: IConstruct): Program {
    const { root } = construct.node;
    const program = programs.get(root) ?? new Program();
    programs.set(root, program);
    return program;
  }

  private readonly clusters = new Set<IConstruct>();
  private readonly strays = new Set<IConstruct>();

  addCluster(cluster: IConstruct): void {
    if (this.clusters.size === 0) {
      this.strays.forEach((stray) => this.watch(stray));
    }
    this.clusters.add(cluster);
  }

  addStray(stray: IConstruct): void {
    if (!this.strays.has(stray)) {
      this.strays.add(stray);
      if (this.clusters.size > 0) {
        this.watch(stray);
      }
    }
  }

  isCluster(construct: IConstruct): boolean {
    return this.clusters.has(construct);
  }

  /** Only a program with a cluster pays for the check. */
  private watch(stray: IConstruct): void {
    validateTree(stray, (report) => {
      const clusters = [...this.clusters].filter(stands);
      const found = clusters.length > 0 ? members(stray) : [];
      const strict = found.filter((member) => !isRelaxed(member, RuleCode.BESIDE_CLUSTER));
      found.filter((member) => !strict.includes(member)).forEach((member) => (
        warn(member, RuleCode.BESIDE_CLUSTER, wording(besideCluster(stray, [member], clusters)))));
      if (strict.length > 0) {
        report.add(besideCluster(stray, strict, clusters));
      }
    });
  }
}

const programs = new WeakMap<IConstruct, Program>();

/** Notes a cluster with its props, and refuses it where nobody reads them. The one that a whole tree is by itself is left alone. */
export function declare(cluster: IConstruct, { isDeclared }: Cluster, props: object): void {
  if (isDeclared) {
    const settings = Object.entries(props).filter(([, value]) => value !== undefined && value !== false).map(([prop]) => prop);
    Program.of(cluster).addCluster(cluster);
    validateTree(cluster, (report) => checkHeld(report, cluster, settings));
  }
}

/** Notes that a construct of this library goes by its cluster; one that no program declared is the whole tree. */
export function join(construct: IConstruct, cluster: Cluster): void {
  if (!(MEMBER in construct)) {
    Object.defineProperty(construct, MEMBER, { value: true });
    if (!cluster.isDeclared && !cluster.isShared(construct)) {
      Program.of(construct).addStray(construct.node.scopes.find((scope) => MEMBER in scope || Chart.isChart(scope))!);
    }
  }
}

/** Notes that objects below a scope are held to the rules, whoever made them, and so to what their cluster says of itself. */
export function judge(scope: IConstruct): void {
  Object.defineProperty(scope, JUDGED, { value: true });
}

/** Refuses a cluster that nobody asks: nothing of this library stands below it, and none of its objects is held to the rules. */
function checkHeld(report: Report, cluster: IConstruct, settings: string[]): void {
  if (cluster.node.children.some(holdsMember)) {
    return;
  }
  const below = constructsBelow(cluster);
  const objects = below.some((construct) => ApiObject.isApiObject(construct) || (Chart.isChart(construct) && rendersItself(construct)));
  const inner = cluster.node.findAll().filter((construct) => construct !== cluster && isCluster(construct));
  const isNeeded = settings.length === 0 ? objects || inner.length > 0
    : objects && [...cluster.node.scopes, ...below].some((scope) => JUDGED in scope);
  if (!isNeeded) {
    report.add(emptiness(settings, objects, inner));
  }
}

function emptiness(settings: string[], objects: boolean, inner: IConstruct[]): Problem {
  if (objects) {
    return unread(settings);
  }
  return inner.length > 0 ? uninherited(settings, inner) : empty();
}

function isCluster(construct: IConstruct): boolean {
  return Program.of(construct).isCluster(construct);
}

/** Whether a construct of this library writes or decides something: what only names an object of the cluster is of every cluster. */
function isMember(construct: IConstruct): boolean {
  return MEMBER in construct && saidToExist(construct).length === 0;
}

function holdsMember(construct: IConstruct): boolean {
  return !isCluster(construct) && (isMember(construct) || construct.node.children.some(holdsMember));
}

/** The outermost constructs of this library at and below one. */
function members(from: IConstruct): IConstruct[] {
  if (isMember(from)) {
    return [from];
  }
  return from.node.children.filter((child) => !isCluster(child)).flatMap(members);
}

/** What stands in a cluster, without what stands in one below it. */
function constructsBelow(cluster: IConstruct): IConstruct[] {
  return cluster.node.children.filter((child) => !isCluster(child)).flatMap((child) => [child, ...constructsBelow(child)]);
}

function besideCluster(stray: IConstruct, found: IConstruct[], clusters: IConstruct[]): Problem {
  return {
    field: 'scope',
    value: shortened(found.map(({ node }) => node.path)),
    rule: `they stand beside the WasmCluster ${shortened(clusters.map(({ node }) => node.path)).join(', ')}, and what it says does not reach them`,
    fix: `put ${Chart.isChart(stray) ? 'the chart' : 'it'} below the cluster: new ${stray.constructor.name}(cluster, ${JSON.stringify(stray.node.id)}, ...)`,
    code: RuleCode.BESIDE_CLUSTER,
  };
}

function shortened(paths: string[]): string[] {
  return paths.length > NAMED + 1 ? [...paths.slice(0, NAMED), `${paths.length - NAMED} more`] : paths;
}

function empty(): Problem {
  return {
    field: 'charts',
    value: undefined,
    rule: 'a WasmCluster speaks for the charts below it, and no object is there',
    fix: 'put the charts below the cluster: new Chart(cluster, ...), or leave the cluster out',
    code: RuleCode.EMPTY_CLUSTER,
  };
}

function uninherited(settings: string[], inner: IConstruct[]): Problem {
  return {
    field: 'props',
    value: settings,
    rule: `only the WasmCluster ${shortened(inner.map(({ node }) => node.path)).join(', ')} stands below the cluster, and takes nothing from it`,
    fix: 'say them on that cluster',
    code: RuleCode.EMPTY_CLUSTER,
  };
}

function unread(settings: string[]): Problem {
  return {
    field: 'props',
    value: settings,
    rule: 'they are for constructs of this library, and none stands below the cluster',
    fix: 'put the charts below the cluster: new Chart(cluster, ...), or hold its objects to the rules: WasmValidation.of(cluster)',
    code: RuleCode.EMPTY_CLUSTER,
  };
}
