// What an issue record commits to without showing it: salted digests of rows. Whoever changes one of these rows later,
// by whatever way, changes the digest.
import { createHash } from 'node:crypto';
import { canonicalJson, type RecordValue } from '@saoy/contracts/transparency/log-record';
import type { CopyPageRow, CopyRow, RegisterRow } from '../storage/schema.ts';

const digestOf = (salt: Uint8Array, purpose: string, value: RecordValue): string =>
  createHash('sha256').update(`saoy/${purpose}/v1\n`).update(salt).update(canonicalJson(value)).digest('hex');

/** Digest of a register row, without what may change later: state and remarks. */
export const registerDigest = (salt: Uint8Array, row: RegisterRow): string =>
  digestOf(salt, 'register-row', {
    authority: row.authority,
    product: row.product,
    year: row.year,
    number: row.number,
    book: row.book,
    requestId: row.requestId,
    code: row.code,
    issuedAt: row.issuedAt.toISOString(),
    requesterName: row.requesterName,
    documentTitle: row.documentTitle,
    certifierName: row.certifierName,
    certifierTitle: row.certifierTitle,
    copies: row.copies,
    feeVnd: row.feeVnd,
  });

/** Digest of a copy's row and pages, without what may change later: state, counters, places of files. */
export const copyDigest = (salt: Uint8Array, copy: CopyRow, pages: readonly CopyPageRow[]): string =>
  digestOf(salt, 'copy-row', {
    code: copy.code,
    requestId: copy.requestId,
    authority: copy.authority,
    product: copy.product,
    year: copy.year,
    number: copy.number,
    book: copy.book,
    issuedAt: copy.issuedAt.toISOString(),
    pageCount: copy.pageCount,
    documentType: copy.documentType,
    documentTitle: { ...copy.documentTitle },
    holderMasked: copy.holderMasked,
    certifierName: copy.certifierName,
    certifierTitle: copy.certifierTitle,
    signerName: copy.signerName,
    checkCodeHash: copy.checkCodeHash,
    sha256: copy.sha256,
    sizeBytes: copy.sizeBytes,
    pages: pages
      .toSorted((a, b) => a.position - b.position)
      .map(({ position, sha256, rotation, widthPx, heightPx }) => ({
        position,
        sha256,
        rotation,
        widthPx,
        heightPx,
      })),
  });

interface DigestedAction {
  readonly sequence: number;
  readonly at: string;
  readonly by: unknown;
  readonly event: unknown;
}

/** Digest of the first actions of a request in their order. */
export const actionsDigest = (
  salt: Uint8Array,
  requestId: string,
  actions: readonly DigestedAction[],
): string =>
  digestOf(salt, 'actions', {
    requestId,
    actions: actions.map(({ sequence, at, by, event }) => ({
      sequence,
      at,
      by: by as RecordValue,
      event: event as RecordValue,
    })),
  });

/** Digest of what a journal leaf covers: requests, how many of their actions, and the digest of these. */
export const journalDigest = (
  salt: Uint8Array,
  entries: readonly { readonly requestId: string; readonly actionCount: number; readonly digest: string }[],
): string =>
  digestOf(
    salt,
    'journal',
    entries
      .toSorted((a, b) => (a.requestId < b.requestId ? -1 : 1))
      .map(({ requestId, actionCount, digest }) => [requestId, actionCount, digest]),
  );
