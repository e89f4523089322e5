import type { FileVerdict } from '@saoy/contracts/public-api';
import type { Texts } from './texts.ts';

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

/** The words of a verdict: what it is, and what to do. */
export function wordsOf(verdict: AnyVerdict, texts: Texts): { tone: Tone; title: string; line: string } {
  const isFile = verdict.sha256 !== undefined;
  switch (verdict.status) {
    case 'genuine':
      return isFile
        ? { tone: 'good', title: texts.genuineFile, line: texts.genuineFileLine }
        : { tone: 'compare', title: texts.genuineCode, line: texts.genuineCodeLine };
    case 'annulled':
    case 'superseded':
      return { tone: 'bad', title: texts.annulled, line: texts.annulledLine };
    case 'altered':
      return { tone: 'bad', title: texts.altered, line: texts.alteredLine };
    case 'pending':
      return { tone: 'wait', title: texts.pending, line: texts.pendingLine };
    case 'unknown':
      if (verdict.reasonCode === 'code-malformed')
        return { tone: 'bad', title: texts.malformed, line: texts.codeMalformed };
      if (verdict.reasonCode === 'issuing-failed')
        return { tone: 'bad', title: texts.unknown, line: texts.failedLine };
      return isFile
        ? { tone: 'bad', title: texts.notOurs, line: texts.unknownFileLine }
        : { tone: 'bad', title: texts.unknown, line: texts.unknownLine };
    case 'not-checked':
      return { tone: 'wait', title: texts.offlineTitle, line: texts.offline };
  }
}
