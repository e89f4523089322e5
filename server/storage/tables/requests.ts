import type { ErrorCode } from '@saoy/contracts/errors';
import type { Language, Product } from '@saoy/contracts/ids';
import type { RequestActor, RequestEvent } from '@saoy/contracts/requests/action';
import type { IdentityEvidence } from '@saoy/contracts/requests/confirmation';
import type { RequestStatus } from '@saoy/contracts/requests/status';
import {
  boolean,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  real,
  text,
  timestamp,
  uuid,
} from 'drizzle-orm/pg-core';

import { bytea } from './bytea.ts';

const moment = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });

export const requests = pgTable('requests', {
  id: uuid('id').primaryKey(),
  visitId: uuid('visit_id').notNull(),
  kioskId: text('kiosk_id').notNull(),
  authority: text('authority').notNull(),
  product: text('product').$type<Product>().notNull(),
  language: text('language').$type<Language>().notNull(),
  /** Fold of the actions, written in the same transaction as they are. */
  status: text('status').$type<RequestStatus>().notNull(),
  /** Sequence of the newest action. */
  revision: integer('revision').notNull(),
  createdAt: moment('created_at').notNull(),
  updatedAt: moment('updated_at').notNull(),
  confirmedAt: moment('confirmed_at'),
  dueAt: moment('due_at'),
  settledAt: moment('settled_at'),
  pagesErasedAt: moment('pages_erased_at'),
});
export type RequestRow = typeof requests.$inferSelect;

export const actions = pgTable(
  'actions',
  {
    requestId: uuid('request_id').notNull(),
    sequence: integer('sequence').notNull(),
    at: moment('at').notNull(),
    actor: jsonb('actor').$type<RequestActor>().notNull(),
    event: jsonb('event').$type<RequestEvent>().notNull(),
    /** Shows that a process with the master key wrote it; null from before the log. */
    mac: bytea('mac'),
  },
  (table) => [primaryKey({ columns: [table.requestId, table.sequence] })],
);

export const pages = pgTable(
  'pages',
  {
    requestId: uuid('request_id').notNull(),
    sha256: text('sha256').notNull(),
    /** Place within the original, from 0; null once the requester dropped the page. */
    position: integer('position'),
    state: text('state').$type<'reading' | 'read' | 'failed'>().notNull(),
    code: text('code').$type<ErrorCode>(),
    sizeBytes: integer('size_bytes').notNull(),
    /** Size of the image as stored, before `orientation`. */
    widthPx: integer('width_px').notNull(),
    heightPx: integer('height_px').notNull(),
    resolutionDpi: real('resolution_dpi').notNull(),
    /** Clockwise degrees by which EXIF says the image is to be turned. */
    orientation: integer('orientation').$type<0 | 90 | 180 | 270>().notNull(),
    imageKey: text('image_key'),
    readingKey: text('reading_key'),
    receivedAt: moment('received_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.requestId, table.sha256] })],
);
export type PageRow = typeof pages.$inferSelect;

export const uploadParts = pgTable(
  'upload_parts',
  {
    requestId: uuid('request_id').notNull(),
    sha256: text('sha256').notNull(),
    offsetBytes: integer('offset_bytes').notNull(),
    sizeBytes: integer('size_bytes').notNull(),
    totalBytes: integer('total_bytes').notNull(),
    objectKey: text('object_key').notNull(),
    receivedAt: moment('received_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.requestId, table.sha256, table.offsetBytes] })],
);

/** Result of an identity check, never an image; deleted with the pages' time to live. */
export const identityOutcomes = pgTable('identity_outcomes', {
  sessionId: uuid('session_id').primaryKey(),
  kioskId: text('kiosk_id').notNull(),
  visitId: uuid('visit_id').notNull(),
  evidence: jsonb('evidence').$type<IdentityEvidence>().notNull(),
  decidedAt: moment('decided_at').notNull(),
});

/** Evidence that a certifier decided this very content: a passkey challenge over it and its answer. */
export const approvals = pgTable('approvals', {
  id: uuid('id').primaryKey(),
  requestId: uuid('request_id').notNull(),
  staffId: uuid('staff_id').notNull(),
  signerName: text('signer_name').notNull(),
  challenge: text('challenge').notNull(),
  pageDigests: text('page_digests').array().notNull(),
  wording: text('wording').array().notNull(),
  isIdentityConfirmed: boolean('is_identity_confirmed').notNull(),
  requesterName: text('requester_name'),
  createdAt: moment('created_at').notNull(),
  expiresAt: moment('expires_at').notNull(),
  assertion: jsonb('assertion').$type<Record<string, unknown>>(),
  approvedAt: moment('approved_at'),
});
export type ApprovalRow = typeof approvals.$inferSelect;
