import { integer, pgTable, text, timestamp } from 'drizzle-orm/pg-core';
import { bytea } from './bytea.ts';

const moment = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });

/** Annulled copies in the order of the published list. */
export const annulmentEntries = pgTable('annulment_entries', {
  position: integer('position').primaryKey(),
  code: text('code').notNull(),
});

export const annulmentSegments = pgTable('annulment_segments', {
  number: integer('number').primaryKey(),
  sha256: text('sha256').notNull(),
  content: bytea('content').notNull(),
});

export const annulmentLists = pgTable('annulment_lists', {
  sequence: integer('sequence').primaryKey(),
  madeAt: moment('made_at').notNull(),
  nextUpdate: moment('next_update').notNull(),
  entries: integer('entries').notNull(),
  message: bytea('message').notNull(),
});
