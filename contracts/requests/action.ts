// A request is an append-only list of actions; everything else about it is derived from them.
import { z } from 'zod';
import { errorCodes } from '../errors/index.ts';
import {
  kioskIdSchema,
  languageSchema,
  productSchema,
  requestIdSchema,
  sha256Schema,
  timestampSchema,
  visitIdSchema,
} from '../ids.ts';
import { refusalReasonSchema } from '../refusal-reasons.ts';
import { deliveryChoiceSchema, feeSchema, identityEvidenceSchema } from './confirmation.ts';

/** Who did it. `policy` decides digital copies without doubt; `system` is the server itself. */
export const actorSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('kiosk'), kioskId: kioskIdSchema }),
  z.object({ kind: z.literal('staff'), staffId: z.uuid() }),
  z.object({ kind: z.literal('policy'), policy: z.string() }),
  z.object({ kind: z.literal('system') }),
  z.object({ kind: z.literal('holder') }),
]);
export type RequestActor = z.infer<typeof actorSchema>;

const event = <T extends string, S extends z.ZodRawShape>(type: T, shape: S) =>
  z.object({ type: z.literal(type), ...shape });

export const requestEventSchema = z.discriminatedUnion('type', [
  event('created', {
    visitId: visitIdSchema,
    kioskId: kioskIdSchema,
    product: productSchema,
    language: languageSchema,
  }),
  event('page-received', {
    sha256: sha256Schema,
    sizeBytes: z.int().positive(),
    widthPx: z.int().positive(),
    heightPx: z.int().positive(),
    resolutionDpi: z.number().positive(),
  }),
  event('page-read', { sha256: sha256Schema }),
  event('page-read-failed', { sha256: sha256Schema, code: z.enum(errorCodes) }),
  /** The pages and their order; pages left out are dropped. */
  event('pages-arranged', { pages: z.array(sha256Schema) }),
  event('confirmed', {
    pages: z.array(sha256Schema).min(1),
    copies: z.int().min(1),
    delivery: deliveryChoiceSchema,
    identity: identityEvidenceSchema,
    /** Names of fields the requester marked as read wrongly. */
    questionedFields: z.array(z.string()),
    fee: feeSchema,
  }),
  event('left', { appointmentAt: timestampSchema }),
  event('approved', {
    /** Digest of the record the decision was made on (request, page digests, wording, expiry); null for policy. */
    authorisationId: z.uuid().nullable(),
    isIdentityConfirmedByStaff: z.boolean(),
    /** Entered by the certifier where no face matched a card; null = the card's holder. */
    requesterName: z.string().max(200).nullable().default(null),
  }),
  event('refused', { reason: refusalReasonSchema, comment: z.string().max(500) }),
  event('numbered', {
    number: z.int().positive(),
    book: z.string(),
    issuedAt: timestampSchema,
    code: z.string(),
  }),
  event('issuing-delayed', { code: z.enum(errorCodes) }),
  /** The finished file stands in the transparency log; it is released once a checkpoint covers the leaf. */
  event('logged', {
    leafIndex: z.int().nonnegative(),
    sha256: sha256Schema,
    sizeBytes: z.int().positive(),
  }),
  event('issued', { sha256: sha256Schema, sizeBytes: z.int().positive() }),
  event('voided', { code: z.enum(errorCodes), remark: z.string() }),
  event('printed', { copies: z.int().positive(), jobs: z.array(z.string()) }),
  event('emailed', { messageId: z.string() }),
  event('email-failed', { code: z.enum(errorCodes) }),
  event('downloaded', {}),
  event('annulled', {
    decisionNumber: z.string().min(1).max(100),
    decisionDate: z.iso.date(),
    signer: z.string().min(1).max(200),
    reason: z.string().min(1).max(1000),
    /** Code of a corrected copy that replaces this one. */
    replacedBy: z.string().nullable().default(null),
  }),
  /** The archive time-stamp was renewed: a further version of the released file. */
  event('renewed', {
    version: z.int().min(2),
    sha256: sha256Schema,
    sizeBytes: z.int().positive(),
    /** Until when the certificate of its newest time-stamp is valid. */
    stampValidUntil: timestampSchema,
  }),
  event('abandoned', { cause: z.enum(['ended', 'idle', 'crashed', 'expired']) }),
  event('pages-erased', {}),
]);
export type RequestEvent = z.infer<typeof requestEventSchema>;
export type RequestEventType = RequestEvent['type'];

export const requestActionSchema = z.object({
  requestId: requestIdSchema,
  /** 1, 2, 3 … without a gap within the request. */
  sequence: z.int().positive(),
  at: timestampSchema,
  by: actorSchema,
  event: requestEventSchema,
});
export type RequestAction = z.infer<typeof requestActionSchema>;
