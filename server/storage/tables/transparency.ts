import type { RecordKind } from '@saoy/contracts/transparency/log-record';
import { bigint, integer, pgTable, primaryKey, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import { bytea } from './bytea.ts';

const moment = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });
const count = (name: string) => bigint(name, { mode: 'number' });

export const logLeaves = pgTable('log_leaves', {
  leafIndex: count('leaf_index').primaryKey(),
  kind: text('kind').$type<RecordKind>().notNull(),
  subject: text('subject').notNull(),
  revision: integer('revision').notNull(),
  loggedAt: moment('logged_at').notNull(),
  record: text('record').notNull(),
  salt: bytea('salt').notNull(),
  digestSalt: bytea('digest_salt').notNull(),
  entry: bytea('entry').notNull(),
  mac: bytea('mac').notNull(),
});
export type LeafRow = typeof logLeaves.$inferSelect;

export const logCheckpoints = pgTable('log_checkpoints', {
  treeSize: count('tree_size').primaryKey(),
  rootHash: bytea('root_hash').notNull(),
  signedAt: moment('signed_at').notNull(),
  note: text('note').notNull(),
});
export type CheckpointRow = typeof logCheckpoints.$inferSelect;

export const logCosignatures = pgTable(
  'log_cosignatures',
  {
    treeSize: count('tree_size').notNull(),
    witness: text('witness').notNull(),
    line: text('line').notNull(),
    receivedAt: moment('received_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.treeSize, table.witness] })],
);

export const logTiles = pgTable(
  'log_tiles',
  {
    level: integer('level').notNull(),
    tileIndex: count('tile_index').notNull(),
    hashes: bytea('hashes').notNull(),
  },
  (table) => [primaryKey({ columns: [table.level, table.tileIndex] })],
);

export const copyProofs = pgTable('copy_proofs', {
  leafIndex: count('leaf_index').primaryKey(),
  code: text('code').notNull(),
  proof: text('proof').notNull(),
  storedAt: moment('stored_at').notNull(),
});

export const logKeys = pgTable('log_keys', {
  verifierKey: text('verifier_key').primaryKey(),
  role: text('role').$type<'log' | 'witness'>().notNull(),
  name: text('name').notNull(),
  since: moment('since').notNull(),
});

export const journalEntries = pgTable(
  'journal_entries',
  {
    leafIndex: count('leaf_index').notNull(),
    requestId: uuid('request_id').notNull(),
    actionCount: integer('action_count').notNull(),
    digest: text('digest').notNull(),
  },
  (table) => [primaryKey({ columns: [table.leafIndex, table.requestId] })],
);
export type JournalEntryRow = typeof journalEntries.$inferSelect;
