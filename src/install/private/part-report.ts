import { IConstruct } from 'constructs';
import { Problem, Report } from '../../rules/problem';

/** Says the problems of a part together with those of the whole, each by the field that it is there. */
export class PartReport extends Report {
  constructor(construct: IConstruct, private readonly whole: Report, private readonly place: (field: string) => string) {
    super(construct);
  }

  add(problem: Problem): void {
    this.whole.add({ ...problem, field: this.place(problem.field) });
  }
}
