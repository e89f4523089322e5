import type { AuditCode } from '@saoy/contracts/audit/catalogue';
import type { RequestActor } from '@saoy/contracts/requests/action';
import type { Executor } from '../storage/database.ts';
import { audit } from '../storage/schema.ts';

export interface AuditEntry {
  readonly at: Date;
  readonly code: AuditCode;
  readonly by: RequestActor | null;
  readonly subject: string | null;
  readonly isSuccess?: boolean;
  /** Codes and ids only: no personal data. */
  readonly detail?: string;
}

/** Adds to the audit trail; within a transaction it stands or falls with the act. */
export async function recordAudit(db: Executor, entry: AuditEntry): Promise<void> {
  await db.insert(audit).values({
    at: entry.at,
    code: entry.code,
    actor: entry.by,
    subject: entry.subject,
    isSuccess: entry.isSuccess ?? true,
    detail: entry.detail ?? null,
  });
}
