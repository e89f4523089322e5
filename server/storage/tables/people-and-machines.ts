import type { DeviceHealth } from '@saoy/contracts/agent-api';
import type { AuditCode } from '@saoy/contracts/audit/catalogue';
import type { StaffRole } from '@saoy/contracts/endpoint';
import type { Product } from '@saoy/contracts/ids';
import type { RequestActor } from '@saoy/contracts/requests/action';
import { bigint, boolean, date, jsonb, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import { bytea } from './bytea.ts';

const moment = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });

export const kiosks = pgTable('kiosks', {
  /** Equals the common name of the kiosk's certificate. */
  id: text('id').primaryKey(),
  name: text('name').notNull(),
  place: text('place').notNull(),
  authority: text('authority').notNull(),
  isEnabled: boolean('is_enabled').notNull().default(true),
  enrolledAt: moment('enrolled_at').notNull(),
  lastSeenAt: moment('last_seen_at'),
  startedAt: moment('started_at'),
  softwareVersion: text('software_version'),
  isVisitUnderWay: boolean('is_visit_under_way').notNull().default(false),
  isStaffCalled: boolean('is_staff_called').notNull().default(false),
  lastVisitEndedAt: moment('last_visit_ended_at'),
  devices: jsonb('devices').$type<DeviceHealth[]>().notNull().default([]),
});
export type KioskRow = typeof kiosks.$inferSelect;

export const staff = pgTable('staff', {
  id: uuid('id').primaryKey(),
  fullName: text('full_name').notNull(),
  roles: text('roles').array().$type<StaffRole[]>().notNull(),
  signerName: text('signer_name'),
  isActive: boolean('is_active').notNull().default(true),
  createdAt: moment('created_at').notNull(),
});
export type StaffRow = typeof staff.$inferSelect;

export const signingAuthorisations = pgTable('signing_authorisations', {
  id: uuid('id').primaryKey(),
  staffId: uuid('staff_id').notNull(),
  authority: text('authority').notNull(),
  basis: text('basis').$type<'chairman' | 'authorised' | 'assigned'>().notNull(),
  decisionNumber: text('decision_number').notNull(),
  decisionDate: date('decision_date', { mode: 'string' }).notNull(),
  validFrom: moment('valid_from').notNull(),
  validUntil: moment('valid_until'),
  products: text('products').array().$type<Product[]>().notNull(),
  /** Such as `TUQ. CHỦ TỊCH` and the position, as printed above the name. */
  titleLines: text('title_lines').array().notNull(),
  withdrawnAt: moment('withdrawn_at'),
});
export type SigningAuthorisationRow = typeof signingAuthorisations.$inferSelect;

export const passkeys = pgTable('passkeys', {
  credentialId: text('credential_id').primaryKey(),
  staffId: uuid('staff_id').notNull(),
  publicKey: bytea('public_key').notNull(),
  counter: bigint('counter', { mode: 'number' }).notNull(),
  transports: text('transports').array().notNull().default([]),
  createdAt: moment('created_at').notNull(),
  lastUsedAt: moment('last_used_at'),
});

export const passkeyChallenges = pgTable('passkey_challenges', {
  id: uuid('id').primaryKey(),
  purpose: text('purpose').$type<'enrolment' | 'sign-in'>().notNull(),
  staffId: uuid('staff_id'),
  challenge: text('challenge').notNull(),
  expiresAt: moment('expires_at').notNull(),
});

export const staffSessions = pgTable('staff_sessions', {
  tokenHash: text('token_hash').primaryKey(),
  staffId: uuid('staff_id').notNull(),
  createdAt: moment('created_at').notNull(),
  expiresAt: moment('expires_at').notNull(),
  lastSeenAt: moment('last_seen_at').notNull(),
});

export const enrolmentLinks = pgTable('enrolment_links', {
  tokenHash: text('token_hash').primaryKey(),
  staffId: uuid('staff_id').notNull(),
  createdAt: moment('created_at').notNull(),
  expiresAt: moment('expires_at').notNull(),
  usedAt: moment('used_at'),
});

export const audit = pgTable('audit', {
  id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
  at: moment('at').notNull(),
  code: text('code').$type<AuditCode>().notNull(),
  actor: jsonb('actor').$type<RequestActor>(),
  subject: text('subject'),
  isSuccess: boolean('is_success').notNull(),
  detail: text('detail'),
});
