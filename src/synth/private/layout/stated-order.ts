import { App, Chart } from 'cdk8s';
import { clusterOf } from './clusters';
import { Phase } from '../../../cluster/private/phase';
import { wording } from '../../../rules/problem';
import { RuleCode } from '../../../rules/rule-code';
import { printWarnings, warn } from '../../../rules/rules';

/** Where an object comes within its phase: a lower one is applied before a higher one, and nothing is said of equal ones. */
export type Rank = string | number;

/** The first and the last of a chart's objects in one phase. */
interface Span {
  readonly first: Rank;
  readonly last: Rank;
}

/** The dependencies that a program states between charts, held to what the delivery makes of them within a phase. */
export class StatedOrder {
  private readonly spans = new Map<Chart, Map<Phase, Span>>();

  /** Takes down where an object of a chart is applied. */
  note(chart: Chart, phase: Phase, rank: Rank): void {
    const phases = this.spans.get(chart) ?? new Map<Phase, Span>();
    const { first, last } = phases.get(phase) ?? { first: rank, last: rank };
    phases.set(phase, { first: rank < first ? rank : first, last: rank > last ? rank : last });
    this.spans.set(chart, phases);
  }

  /** Warns of each chart that may be applied before one that it waits for. */
  warn(app: App): void {
    for (const [chart, phases] of this.spans) {
      for (const before of new Set(chart.node.dependencies.filter((each) => Chart.isChart(each)))) {
        const lost = [...phases].find(([phase, span]) => this.isLost(span, this.spans.get(before)?.get(phase)));
        if (lost && clusterOf(before) === clusterOf(chart)) {
          warnOf(chart, before, lost[0]);
        }
      }
    }
    printWarnings(app);
  }

  private isLost({ first }: Span, before?: Span): boolean {
    return before !== undefined && !(before.last < first);
  }
}

function warnOf(chart: Chart, before: Chart, phase: Phase): void {
  warn(chart, RuleCode.LOST_ORDER, wording({
    field: 'dependency',
    value: before.node.path,
    rule: `both charts are in the phase ${phase}, in which this layout does not apply one before the other`,
    fix: 'let this one bear that, or put both into one chart for kubectl, or give their objects waves for Argo CD',
    code: RuleCode.LOST_ORDER,
  }));
}
