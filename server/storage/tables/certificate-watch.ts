import type { ErrorCode } from '@saoy/contracts/errors';
import type { Lapse } from '@saoy/contracts/staff-notices';
import { pgTable, primaryKey, text, timestamp } from 'drizzle-orm/pg-core';

const moment = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });

export const certificateWatch = pgTable(
  'certificate_watch',
  {
    kind: text('kind').$type<Exclude<Lapse['kind'], 'authorisation'>>().notNull(),
    /** Name of a key, or address of an authority. */
    name: text('name').notNull(),
    lapsesAt: moment('lapses_at'),
    problem: text('problem').$type<ErrorCode>(),
    seenAt: moment('seen_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.kind, table.name] })],
);
export type CertificateWatchRow = typeof certificateWatch.$inferSelect;
