import type { AuditCode } from '@saoy/contracts/audit/catalogue';
import type { AuditEvent } from '@saoy/contracts/audit/event';
import { and, desc, eq, lt } from 'drizzle-orm';
import type { ServiceContext } from '../service-context.ts';
import { audit } from '../storage/schema.ts';

/** Audited views and acts, newest first. */
export async function listAudit(
  context: ServiceContext,
  query: { before?: number | undefined; limit: number; code?: string | undefined },
): Promise<AuditEvent[]> {
  const rows = await context.database.db
    .select()
    .from(audit)
    .where(
      and(
        query.before === undefined ? undefined : lt(audit.id, query.before),
        query.code === undefined ? undefined : eq(audit.code, query.code as AuditCode),
      ),
    )
    .orderBy(desc(audit.id))
    .limit(query.limit);
  return rows.map(({ actor, at, ...row }) => ({ ...row, at: at.toISOString(), by: actor }));
}
