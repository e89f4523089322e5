import type { SealKeyState } from '@saoy/contracts/seal';
import { integer, pgTable, text, timestamp } from 'drizzle-orm/pg-core';
import { bytea } from './bytea.ts';

const moment = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });

/** Public halves of the keys that sign seals; the private ones are with a `SealKeyKeeper`. */
export const sealKeys = pgTable('seal_keys', {
  keyId: text('key_id').primaryKey(),
  /** x ‖ y. */
  publicKey: bytea('public_key').notNull(),
  authority: text('authority').notNull(),
  state: text('state').$type<SealKeyState>().notNull(),
  validFrom: moment('valid_from').notNull(),
  validUntil: moment('valid_until'),
  compromisedAt: moment('compromised_at'),
  addedAt: moment('added_at').notNull(),
});
export type SealKeyRow = typeof sealKeys.$inferSelect;

export const sealKeyLists = pgTable('seal_key_lists', {
  sequence: integer('sequence').primaryKey(),
  madeAt: moment('made_at').notNull(),
  nextUpdate: moment('next_update').notNull(),
  /** Of everything in it but sequence and times. */
  contentSha256: text('content_sha256').notNull(),
  message: bytea('message').notNull(),
});
