import { copyAnswers, nextSteps } from '@saoy/contracts/copy-verdicts';
import type { FileVerdict } from '@saoy/contracts/public-api';
import type { Language } from './texts.ts';

/** Either what a code says, or what a file says. */
export type AnyVerdict = Omit<FileVerdict, 'sha256' | 'report'> &
  Partial<Pick<FileVerdict, 'sha256' | 'report'>>;

export type Tone = 'good' | 'compare' | 'bad' | 'wait';

/** Shapes: a tick in a round seal, a sheet with a tick, a cross in an octagon, an hourglass. */
export const shapes: Record<Tone, string> = {
  good: 'M48 6a42 42 0 1 0 0 84a42 42 0 1 0 0-84z|M28 49l14 14l28-30',
  compare: 'M20 6h38l20 20v64H20z|M58 6v20h20|M34 58l10 10l20-22',
  bad: 'M31 6h34l25 25v34L65 90H31L6 65V31z|M33 33l30 30|M63 33l-30 30',
  wait: 'M24 8h48M24 88h48M30 8c0 24 36 32 36 56v24M66 8c0 24-36 32-36 56v24',
};

/** What a verdict says: what it is, why, and what to do. */
export interface VerdictWords {
  readonly tone: Tone;
  readonly title: string;
  readonly line: string;
  readonly next: string;
}

/** The words of the register's verdict on a code or a file. */
export function wordsOf(verdict: AnyVerdict, language: Language): VerdictWords {
  const { title, line } = copyAnswers[verdict.reasonCode];
  return {
    tone: toneOf(verdict),
    title: title[language],
    line: line[language],
    next: nextSteps[verdict.nextStep][language],
  };
}

function toneOf({ status, sha256 }: AnyVerdict): Tone {
  switch (status) {
    case 'genuine':
      // A code proves less than a file: the paper may be another.
      return sha256 === undefined ? 'compare' : 'good';
    case 'pending':
    case 'not-checked':
      return 'wait';
    default:
      return 'bad';
  }
}
