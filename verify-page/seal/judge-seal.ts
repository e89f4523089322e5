// One verdict out of what is known of a seal: its signature, the annulment list held, and what the register says if it
// could be asked. Pure, so that every state can be tried.
import type { ListedAnnulment } from '@saoy/contracts/annulment-list';
import type { CopyVerdict } from '@saoy/contracts/public-api';
import { type SealFacts, shortenHolder } from '@saoy/contracts/seal/seal-facts';
import type { SealCheck } from '@saoy/contracts/seal/verify-seal';

export type SealState =
  | 'genuine'
  /** The seal is genuine; the register could not be asked. */
  | 'genuine-offline'
  /** The same, but the lists on this device are too old to say much. */
  | 'genuine-old-lists'
  | 'annulled'
  | 'superseded'
  /** The register contradicts the seal. */
  | 'altered'
  | 'unknown'
  | 'pending'
  | 'undecided'
  | 'forged'
  | 'look-alike'
  | 'unreadable'
  /** Nothing could be checked: no lists, no network. */
  | 'offline';

export interface SealEvidence {
  readonly check: SealCheck;
  /** Null: not on the list; undefined: no list. */
  readonly listed: ListedAnnulment | null | undefined;
  /** Null when the register could not be asked. */
  readonly register: CopyVerdict | null;
  /** When the lists held say that newer ones exist; null without a list. */
  readonly listsDueAt: { readonly keys: Date | null; readonly annulments: Date | null };
  readonly now: Date;
}

/** Whether a list is so old that a newer one surely exists. */
export const isOverdue = (dueAt: Date | null, now: Date): boolean => dueAt === null || dueAt < now;

export function judgeSeal({ check, listed, register, listsDueAt, now }: SealEvidence): SealState {
  switch (check.outcome) {
    case 'wrong-host':
      return 'look-alike';
    case 'not-a-seal':
      return 'unreadable';
    case 'invalid':
      return 'forged';
    case 'undecided': {
      // Whoever forged the seal did not annul the copy: that much of the register holds whatever the seal is worth.
      if (register?.status === 'annulled' || register?.status === 'superseded') return register.status;
      return check.reason === 'no-key-list' && register === null ? 'offline' : 'undecided';
    }
    case 'valid':
      break;
  }
  if (listed) return listed.replacedBy === null ? 'annulled' : 'superseded';
  if (register === null) {
    const isOld = isOverdue(listsDueAt.keys, now) || isOverdue(listsDueAt.annulments, now);
    return isOld || listed === undefined ? 'genuine-old-lists' : 'genuine-offline';
  }
  switch (register.status) {
    case 'annulled':
    case 'superseded':
    case 'pending':
    case 'unknown':
      return register.status;
    case 'genuine':
      return check.facts !== null && register.copy !== null && isSameCopy(check.facts, register.copy)
        ? 'genuine'
        : 'altered';
    default:
      return 'undecided';
  }
}

type RegisterFacts = NonNullable<CopyVerdict['copy']>;

/** Whether seal and register speak of one copy. */
export function isSameCopy(seal: SealFacts, copy: RegisterFacts): boolean {
  return (
    seal.code === copy.code &&
    seal.product === copy.product &&
    seal.pageCount === copy.pageCount &&
    Math.floor(seal.issuedAt.getTime() / 1000) === Math.floor(Date.parse(copy.issuedAt) / 1000) &&
    seal.holderMasked === (copy.holderName === null ? null : shortenHolder(copy.holderName))
  );
}
