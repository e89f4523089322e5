import { type CopyRow, copies } from '../storage/schema.ts';

/**
 * What a verifier reads of a copy. Not among it: the hash of the check code, from which 40 bits could be guessed, so that
 * a verifier's database role need not see it.
 */
export const publicCopyColumns = {
  code: copies.code,
  product: copies.product,
  number: copies.number,
  book: copies.book,
  issuedAt: copies.issuedAt,
  pageCount: copies.pageCount,
  documentTitle: copies.documentTitle,
  holderMasked: copies.holderMasked,
  certifierName: copies.certifierName,
  certifierTitle: copies.certifierTitle,
  state: copies.state,
  sha256: copies.sha256,
  arePagesShown: copies.arePagesShown,
  annulment: copies.annulment,
} as const;

export type PublicCopy = Pick<CopyRow, keyof typeof publicCopyColumns>;

/** Whether its file is out in the world: before that it must not be told apart from one that never will be. */
export const isReleased = ({ state }: Pick<PublicCopy, 'state'>): boolean =>
  state === 'issued' || state === 'annulled';
