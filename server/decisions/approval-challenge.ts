import { createHash } from 'node:crypto';

/** What a certifier decides on; the passkey signs its digest, so that the answer fits nothing else. */
export interface ApprovalRecord {
  readonly approvalId: string;
  readonly requestId: string;
  readonly staffId: string;
  readonly pageDigests: readonly string[];
  readonly wording: readonly string[];
  readonly isIdentityConfirmed: boolean;
  readonly requesterName: string | null;
  readonly expiresAt: Date;
}

/** The WebAuthn challenge, base64url: SHA-256 over purpose, version and the record; the random id makes it unique. */
export function approvalChallenge(record: ApprovalRecord): string {
  const statement = JSON.stringify([
    'saoy-approval',
    2,
    record.approvalId,
    record.requestId,
    record.staffId,
    record.pageDigests,
    record.wording,
    record.isIdentityConfirmed,
    record.requesterName,
    record.expiresAt.toISOString(),
  ]);
  return createHash('sha256').update(statement).digest('base64url');
}
