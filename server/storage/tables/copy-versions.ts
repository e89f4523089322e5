import type { ErrorCode } from '@saoy/contracts/errors';
import { bigint, integer, pgTable, primaryKey, text, timestamp } from 'drizzle-orm/pg-core';

const moment = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });

/** Every file that was ever released for a copy: 1 is the first, each renewal of the archive adds one. */
export const copyVersions = pgTable(
  'copy_versions',
  {
    code: text('code').notNull(),
    version: integer('version').notNull(),
    sha256: text('sha256').notNull(),
    sizeBytes: integer('size_bytes').notNull(),
    fileKey: text('file_key').notNull(),
    /** Place of its record in the transparency log. */
    leafIndex: bigint('leaf_index', { mode: 'number' }),
    /** Until when the certificates of the newest time-stamp are valid; null while nobody has looked. */
    stampValidUntil: moment('stamp_valid_until'),
    /** By when a renewal must be made; null once there is a later version or the copy is annulled. */
    renewBy: moment('renew_by'),
    renewalProblem: text('renewal_problem').$type<ErrorCode>(),
    renewalFailures: integer('renewal_failures').notNull().default(0),
    retryAt: moment('retry_at'),
    madeAt: moment('made_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.code, table.version] })],
);
export type CopyVersionRow = typeof copyVersions.$inferSelect;
