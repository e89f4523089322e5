import type { ListedAnnulment } from '@saoy/contracts/annulment-list';
import { type CopyReason, copyAnswers } from '@saoy/contracts/copy-verdicts';
import type { CopyVerdict } from '@saoy/contracts/public-api';
import type { SealFacts } from '@saoy/contracts/seal/seal-facts';
import { sealWords } from '@saoy/contracts/seal/seal-words';
import { type SealCheck, type SealReason, sealReasons } from '@saoy/contracts/seal/verify-seal';
import { describe, expect, it } from 'vitest';
import { texts } from '../texts.ts';
import { judgeSeal, type SealEvidence } from './judge-seal.ts';
import { wordsOfSeal } from './seal-words.ts';

const now = new Date('2026-11-21T08:00:00Z');
const hours = (n: number): Date => new Date(now.getTime() + n * 3_600_000);
const facts: SealFacts = {
  code: '7K3M-9QPX-2RT1',
  product: 'certified',
  documentType: 'birth',
  holderMasked: 'Nguyễn T* M**',
  issuedAt: new Date('2026-11-20T02:31:05Z'),
  authority: 'viet-hung-sample',
  pageCount: 2,
  pagesDigest: new Uint8Array(20),
};
const check = (reason: SealReason): SealCheck => ({
  outcome: sealReasons[reason],
  reason,
  facts: sealReasons[reason] === 'valid' ? facts : null,
  key: null,
  code: facts.code,
  keysMadeAt: now,
});
const register = (
  reasonCode: CopyReason,
  changes: Partial<NonNullable<CopyVerdict['copy']>> = {},
): CopyVerdict => ({
  status: copyAnswers[reasonCode].status,
  reasonCode,
  nextStep: copyAnswers[reasonCode].nextStep,
  fetchedAt: now.toISOString(),
  copy: {
    code: facts.code,
    product: 'certified',
    documentTitle: { vi: 'Giấy khai sinh', en: 'Birth certificate' },
    number: 1,
    book: '01',
    authority: { vi: 'UBND', en: 'Ward' },
    certifierName: null,
    certifierTitle: null,
    issuedAt: '2026-11-20T02:31:05.400Z',
    pageCount: 2,
    holderName: 'Nguyễn T• M••',
    sha256: '0'.repeat(64),
    annulment: null,
    arePagesShown: true,
    ...changes,
  },
});
const listed = (replacedBy: string | null): ListedAnnulment => ({
  code: facts.code,
  at: now,
  decisionNumber: '15/QĐ-UBND',
  decisionDate: '2026-11-20',
  signer: 'Chủ tịch',
  reason: 'Sai',
  replacedBy,
});
const judge = (evidence: Partial<SealEvidence>) =>
  judgeSeal({
    check: check('signature-good'),
    listed: null,
    register: null,
    listsDueAt: { keys: hours(20), annulments: hours(20) },
    now,
    ...evidence,
  });

describe('a seal without a network', () => {
  it('is genuine by its signature and by fresh lists', () => expect(judge({})).toBe('genuine-offline'));

  it('is told apart when a list is absent or due', () => {
    expect(judge({ listsDueAt: { keys: hours(20), annulments: hours(-1) } })).toBe('genuine-old-lists');
    expect(judge({ listsDueAt: { keys: hours(-1), annulments: hours(20) } })).toBe('genuine-old-lists');
    expect(judge({ listed: undefined, listsDueAt: { keys: hours(1), annulments: null } })).toBe(
      'genuine-old-lists',
    );
  });

  it('is annulled or replaced by the list held', () => {
    expect(judge({ listed: listed(null) })).toBe('annulled');
    expect(judge({ listed: listed('7K3M-9QPX-2RTA') })).toBe('superseded');
  });

  it('cannot be decided for a compromised or unknown key, and is no verdict without lists', () => {
    expect(judge({ check: check('key-compromised') })).toBe('undecided');
    expect(judge({ check: check('key-unknown') })).toBe('undecided');
    expect(judge({ check: check('no-key-list'), listed: undefined })).toBe('offline');
  });

  it('is forged, unreadable or a look-alike whatever else is known', () => {
    expect(judge({ check: check('signature-wrong'), register: register('number-issued') })).toBe('forged');
    expect(judge({ check: check('code-differs') })).toBe('forged');
    expect(judge({ check: check('text-wrong') })).toBe('unreadable');
    expect(judge({ check: check('host-unknown') })).toBe('look-alike');
  });
});

describe('a seal with the register', () => {
  it.each([
    ['number-issued', 'genuine'],
    ['annulled-by-decision', 'annulled'],
    ['replaced-by-copy', 'superseded'],
    ['code-not-issued', 'unknown'],
    ['issuing-failed', 'unknown'],
    ['issuing-under-way', 'pending'],
  ] as const)('for which the register says %s is %s', (reason, state) => {
    expect(judge({ register: register(reason) })).toBe(state);
  });

  it.each([
    { pageCount: 3 },
    { product: 'digital' },
    { issuedAt: '2026-11-20T02:31:06.000Z' },
    { holderName: 'Trần V• A•' },
    { holderName: null },
    { code: '7K3M-9QPX-2RTA' },
  ] as const)('that the register contradicts (%o) is not genuine', (changes) => {
    expect(judge({ register: register('number-issued', changes) })).toBe('altered');
  });

  it('believes a list that names the copy before a register that does not', () => {
    expect(judge({ listed: listed(null), register: register('number-issued') })).toBe('annulled');
  });

  it('lets the register annul what the seal leaves open, but not make it genuine', () => {
    const open = check('key-compromised');
    expect(judge({ check: open, register: register('annulled-by-decision') })).toBe('annulled');
    expect(judge({ check: open, register: register('number-issued') })).toBe('undecided');
  });
});

describe('the words of a seal', () => {
  it('give every state and reason a title, a reason and a next step in both languages', () => {
    for (const language of ['vi', 'en'] as const)
      for (const reason of Object.keys(sealReasons) as SealReason[])
        for (const answer of [null, register('number-issued'), register('annulled-by-decision')]) {
          const state = judge({ check: check(reason), register: answer });
          const words = wordsOfSeal({ state, reason, register: answer }, texts[language], language);
          expect(
            Object.values(words).every((word) => word.length > 2),
            `${language} ${state}`,
          ).toBe(true);
        }
    expect(Object.keys(sealWords).sort()).toEqual(Object.keys(sealReasons).sort());
    expect(Object.keys(texts.en).sort()).toEqual(Object.keys(texts.vi).sort());
  });
});
