import { z } from 'zod';
import { errorCodes } from '../errors/index.ts';
import {
  bilingualSchema,
  productSchema,
  requestIdSchema,
  sha256Schema,
  timestampSchema,
  visitIdSchema,
} from '../ids.ts';
import { refusalReasonSchema } from '../refusal-reasons.ts';
import { deliveryChoiceSchema, feeSchema } from './confirmation.ts';
import { requestStatusSchema } from './status.ts';

const boxSchema = z.tuple([z.number(), z.number(), z.number(), z.number()]);

/** A field as read, ready to be shown; box `[x, y, width, height]` in pixels of the page as scanned. */
export const readFieldSchema = z.object({
  name: z.string(),
  label: bilingualSchema,
  value: z.string(),
  normalised: z.string().nullable(),
  confidence: z.number(),
  needsConfirmation: z.boolean(),
  /** Position of the page within the request, from 0. */
  page: z.int().nonnegative().nullable(),
  box: boxSchema.nullable(),
});
export type ReadField = z.infer<typeof readFieldSchema>;

/** A doubt about the original; `reason` names the case of art. 22 it may lead to. */
export const flagSchema = z.object({
  code: z.string(),
  label: bilingualSchema,
  reason: refusalReasonSchema.nullable(),
  confidence: z.number(),
  page: z.int().nonnegative().nullable(),
  box: boxSchema.nullable(),
});
export type Flag = z.infer<typeof flagSchema>;

export const readDocumentSchema = z.object({
  type: z.string(),
  title: bilingualSchema,
  typeConfidence: z.number(),
  fields: z.array(readFieldSchema),
  flags: z.array(flagSchema),
});
export type ReadDocument = z.infer<typeof readDocumentSchema>;

export const requestPageSchema = z.object({
  sha256: sha256Schema,
  state: z.enum(['receiving', 'reading', 'read', 'failed']),
  code: z.enum(errorCodes).nullable(),
  /** How far a page is that is being read now, 0 to 1, where that is known. */
  progress: z.number().min(0).max(1).optional(),
});

export const issuedCopySchema = z.object({
  code: z.string(),
  number: z.int().positive(),
  book: z.string(),
  issuedAt: timestampSchema,
  pageCount: z.int().positive(),
  sha256: sha256Schema,
  verifyUrl: z.url(),
  /** Carries the expiring secret (≥ 128 bits); null when no download was asked for or it has expired. */
  downloadUrl: z.url().nullable(),
  downloadExpiresAt: timestampSchema.nullable(),
});
export type IssuedCopy = z.infer<typeof issuedCopySchema>;

/** A request as its kiosk sees it. */
export const requestViewSchema = z.object({
  id: requestIdSchema,
  visitId: visitIdSchema,
  /** Number of actions so far; grows with every change. */
  revision: z.int().nonnegative(),
  product: productSchema,
  status: requestStatusSchema,
  pages: z.array(requestPageSchema),
  /** Present once every page has been read. */
  document: readDocumentSchema.nullable(),
  copies: z.int().positive().nullable(),
  delivery: deliveryChoiceSchema.nullable(),
  fee: feeSchema.nullable(),
  refusal: z.object({ reason: refusalReasonSchema, comment: z.string() }).nullable(),
  /** Why issuing takes longer than usual, while it does. */
  delay: z.object({ code: z.enum(errorCodes), since: timestampSchema }).nullable(),
  appointmentAt: timestampSchema.nullable(),
  copy: issuedCopySchema.nullable(),
  isEmailed: z.boolean(),
});
export type RequestView = z.infer<typeof requestViewSchema>;

/** How far all pages of a request are that are being read, in percent of one page: what a watcher has seen. */
export const percentSeen = (pages: readonly z.infer<typeof requestPageSchema>[]): number =>
  pages.reduce((sum, { progress = 0 }) => sum + Math.round(progress * 100), 0);
