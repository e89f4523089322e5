import type { FsckProblemCode, FsckReport } from '@saoy/contracts/fsck-report';

const MOST_TOLD = 1000;

/** Collects what does not agree; all are counted, the first thousand told. */
export class Findings {
  readonly problems: FsckReport['problems'] = [];
  readonly counts: Record<string, number> = {};

  add(code: FsckProblemCode, subject: string | number, detail: string): void {
    this.counts[code] = (this.counts[code] ?? 0) + 1;
    if (this.problems.length < MOST_TOLD) this.problems.push({ code, subject: String(subject), detail });
  }

  get agrees(): boolean {
    return this.problems.length === 0;
  }
}
