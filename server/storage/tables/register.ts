import type { Bilingual, Product } from '@saoy/contracts/ids';
import {
  bigint,
  boolean,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uuid,
} from 'drizzle-orm/pg-core';

const moment = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });

/** What the register says of an annulled copy. */
export interface Annulment {
  readonly decisionNumber: string;
  readonly decisionDate: string;
  readonly signer: string;
  readonly reason: string;
  readonly at: string;
  /** Code of the copy that replaces it; rows of old do not have it. */
  readonly replacedBy?: string | null;
}

export const registerCounters = pgTable(
  'register_counters',
  {
    authority: text('authority').notNull(),
    product: text('product').$type<Product>().notNull(),
    year: integer('year').notNull(),
    lastNumber: integer('last_number').notNull(),
    lastIssuedAt: moment('last_issued_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.authority, table.product, table.year] })],
);

export const registerRows = pgTable(
  'register_rows',
  {
    authority: text('authority').notNull(),
    product: text('product').$type<Product>().notNull(),
    year: integer('year').notNull(),
    number: integer('number').notNull(),
    book: text('book').notNull(),
    requestId: uuid('request_id').notNull(),
    code: text('code').notNull(),
    issuedAt: moment('issued_at').notNull(),
    requesterName: text('requester_name').notNull(),
    documentTitle: text('document_title').notNull(),
    certifierName: text('certifier_name').notNull(),
    certifierTitle: text('certifier_title').notNull(),
    copies: integer('copies').notNull(),
    feeVnd: bigint('fee_vnd', { mode: 'number' }).notNull(),
    remarks: text('remarks').notNull().default(''),
    state: text('state').$type<'numbered' | 'issued' | 'voided' | 'annulled'>().notNull(),
  },
  (table) => [primaryKey({ columns: [table.authority, table.product, table.year, table.number] })],
);
export type RegisterRow = typeof registerRows.$inferSelect;

export const copies = pgTable('copies', {
  code: text('code').primaryKey(),
  requestId: uuid('request_id').notNull(),
  authority: text('authority').notNull(),
  product: text('product').$type<Product>().notNull(),
  year: integer('year').notNull(),
  number: integer('number').notNull(),
  book: text('book').notNull(),
  issuedAt: moment('issued_at').notNull(),
  pageCount: integer('page_count').notNull(),
  documentType: text('document_type').notNull(),
  documentTitle: jsonb('document_title').$type<Bilingual>().notNull(),
  holderMasked: text('holder_masked'),
  certifierName: text('certifier_name'),
  certifierTitle: text('certifier_title'),
  /** Key the certifier signs with; null for digital copies. */
  signerName: text('signer_name'),
  checkCodeHash: text('check_code_hash').notNull(),
  state: text('state').$type<'pending' | 'issued' | 'voided' | 'annulled'>().notNull(),
  sha256: text('sha256'),
  sizeBytes: integer('size_bytes'),
  fileKey: text('file_key'),
  printKey: text('print_key'),
  releasedAt: moment('released_at'),
  arePagesShown: boolean('are_pages_shown').notNull().default(true),
  timesOpened: integer('times_opened').notNull().default(0),
  wrongCheckCodes: integer('wrong_check_codes').notNull().default(0),
  annulment: jsonb('annulment').$type<Annulment>(),
});
export type CopyRow = typeof copies.$inferSelect;

/** Page images of a released copy, kept for whoever holds the paper and enters its check code. */
export const copyPages = pgTable(
  'copy_pages',
  {
    code: text('code').notNull(),
    position: integer('position').notNull(),
    sha256: text('sha256').notNull(),
    imageKey: text('image_key').notNull(),
    rotation: integer('rotation').notNull(),
    widthPx: integer('width_px').notNull(),
    heightPx: integer('height_px').notNull(),
  },
  (table) => [primaryKey({ columns: [table.code, table.position] })],
);
export type CopyPageRow = typeof copyPages.$inferSelect;

export const pageTickets = pgTable('page_tickets', {
  ticketHash: text('ticket_hash').primaryKey(),
  code: text('code').notNull(),
  expiresAt: moment('expires_at').notNull(),
});

/** Only the hash of a link's secret is kept. */
export const downloadLinks = pgTable('download_links', {
  secretHash: text('secret_hash').primaryKey(),
  requestId: uuid('request_id').notNull(),
  createdAt: moment('created_at').notNull(),
  expiresAt: moment('expires_at').notNull(),
  downloads: integer('downloads').notNull().default(0),
});
