import { copyAnswers, nextSteps } from '@saoy/contracts/copy-verdicts';
import type { CopyVerdict } from '@saoy/contracts/public-api';
import { sealWords } from '@saoy/contracts/seal/seal-words';
import type { SealReason } from '@saoy/contracts/seal/verify-seal';
import type { Language, Texts } from '../texts.ts';
import { type VerdictWords, wordsOf } from '../verdict.ts';
import type { SealState } from './judge-seal.ts';

interface Said {
  readonly state: SealState;
  readonly reason: SealReason;
  readonly register: CopyVerdict | null;
}

/** The words of a verdict on a seal: what it is, why, and what to do. */
export function wordsOfSeal(
  { state, reason, register }: Said,
  texts: Texts,
  language: Language,
): VerdictWords {
  const why = sealWords[reason][language];
  switch (state) {
    case 'genuine-offline':
      return {
        tone: 'compare',
        title: texts.sealOfflineTitle,
        line: texts.sealOfflineLine,
        next: texts.sealOfflineNext,
      };
    case 'genuine-old-lists':
      return { tone: 'wait', title: texts.sealOldTitle, line: texts.sealOldLine, next: texts.sealOldNext };
    case 'annulled':
    case 'superseded': {
      const answer = copyAnswers[state === 'annulled' ? 'annulled-by-decision' : 'replaced-by-copy'];
      const line =
        register === null ? `${answer.line[language]} ${texts.annulledListed}` : answer.line[language];
      return { tone: 'bad', title: answer.title[language], line, next: nextSteps[answer.nextStep][language] };
    }
    case 'altered':
      return { tone: 'bad', title: texts.differsTitle, line: texts.differsLine, next: texts.differsNext };
    case 'unknown':
      return { tone: 'bad', title: texts.unknown, line: texts.notInRegisterLine, next: texts.differsNext };
    case 'genuine':
    case 'pending':
      return wordsOf(register!, language);
    case 'undecided': {
      const next = register?.status === 'genuine' ? texts.sealUndecidedRegister : texts.sealUndecidedNext;
      return { tone: 'wait', title: texts.sealUndecidedTitle, line: why, next };
    }
    case 'forged':
      return { tone: 'bad', title: texts.sealForgedTitle, line: why, next: texts.sealForgedNext };
    case 'look-alike':
      return {
        tone: 'bad',
        title: texts.lookAlikeTitle,
        line: texts.lookAlikeLine,
        next: texts.lookAlikeNext,
      };
    case 'unreadable':
      return { tone: 'wait', title: texts.sealUnreadableTitle, line: why, next: texts.sealUnreadableNext };
    case 'offline':
      return { tone: 'wait', title: texts.offlineTitle, line: texts.offline, next: why };
  }
}
