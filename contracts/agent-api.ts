// The kiosk agent's calls to the central service, over mutual TLS. Every call may be repeated.
import { z } from 'zod';
import { defineEndpoint } from './endpoint.ts';
import { errorCodes } from './errors/index.ts';
import {
  cardReadingSchema,
  challengeSchema,
  chipFilesSchema,
  chipReadingSchema,
  faceGuidanceSchema,
  identityOutcomeSchema,
} from './identity.ts';
import {
  bilingualSchema,
  kioskIdSchema,
  languageSchema,
  productSchema,
  requestIdSchema,
  sha256Schema,
  timestampSchema,
  visitIdSchema,
} from './ids.ts';
import { deliveryChoiceSchema, feeSchema, identityEvidenceSchema } from './requests/confirmation.ts';
import { requestViewSchema } from './requests/view.ts';

const request = z.object({ requestId: requestIdSchema });
const page = z.object({ requestId: requestIdSchema, sha256: sha256Schema });
const identity = z.object({ sessionId: z.uuid() });
export const maxPageBytes = 40 * 1024 * 1024;
const pageBody = { bytes: ['application/octet-stream'], maxBytes: maxPageBytes } as const;
const photoBody = { bytes: ['image/jpeg', 'image/png'], maxBytes: maxPageBytes } as const;

export const deviceHealthSchema = z.object({
  device: z.enum(['scanner', 'printer', 'camera', 'card-reader', 'disk', 'server']),
  state: z.enum(['ok', 'warning', 'failed']),
  code: z.enum(errorCodes).nullable(),
  detail: z.string().max(200).nullable(),
  isSimulated: z.boolean(),
  checkedAt: timestampSchema,
});
export type DeviceHealth = z.infer<typeof deviceHealthSchema>;

/** What a kiosk must know of its authority before a visit. */
export const kioskConfigurationSchema = z.object({
  kiosk: z.object({ id: kioskIdSchema, name: z.string(), place: z.string() }),
  authority: z.object({ name: bilingualSchema, shortName: z.string(), contact: z.string() }),
  products: z.array(productSchema).min(1),
  /** "You may not need this copy" (Decree 280/2025, art. 9.8 and 9.9): headings and lines. */
  advice: z.array(bilingualSchema),
  maxCopies: z.int().positive(),
  maxPagesPerOriginal: z.int().positive(),
  maxOriginals: z.int().positive(),
  areFeesCollected: z.boolean(),
  verifyHost: z.string(),
});
export type KioskConfiguration = z.infer<typeof kioskConfigurationSchema>;

export const confirmationSchema = z.object({
  /** The pages of the original in their final order. */
  pages: z.array(sha256Schema).min(1).max(200),
  copies: z.int().min(1).max(100),
  delivery: deliveryChoiceSchema,
  identity: identityEvidenceSchema,
  /** Session whose outcome the server itself holds; the server prefers its own record to `identity`. */
  identitySessionId: z.uuid().nullable(),
  questionedFields: z.array(z.string().max(60)).max(50),
  /** What the citizen was shown; the server computes the fee again and refuses another total. */
  shownTotalVnd: z.int().nonnegative(),
});
export type Confirmation = z.infer<typeof confirmationSchema>;

export const agentApi = {
  getConfiguration: defineEndpoint({
    method: 'GET',
    path: '/agent/v1/configuration',
    auth: 'kiosk',
    summary: 'What the kiosk needs to know of its authority',
    answer: kioskConfigurationSchema,
    errors: ['kiosk.certificate-refused', 'kiosk.not-enrolled'],
  }),
  reportHealth: defineEndpoint({
    method: 'POST',
    path: '/agent/v1/health',
    auth: 'kiosk',
    summary: 'Heartbeat with the state of every device; no personal data',
    body: z.object({
      softwareVersion: z.string().max(50),
      startedAt: timestampSchema,
      isVisitUnderWay: z.boolean(),
      isStaffCalled: z.boolean(),
      lastVisitEndedAt: timestampSchema.nullable(),
      devices: z.array(deviceHealthSchema).max(20),
    }),
  }),
  createRequest: defineEndpoint({
    method: 'PUT',
    path: '/agent/v1/requests/:requestId',
    auth: 'kiosk',
    params: request,
    summary: 'Opens a draft request; repeating it is harmless, other content under the same id is refused',
    body: z.object({ visitId: visitIdSchema, product: productSchema, language: languageSchema }),
    answer: requestViewSchema,
    errors: ['request.mismatch'],
  }),
  getRequest: defineEndpoint({
    method: 'GET',
    path: '/agent/v1/requests/:requestId',
    auth: 'kiosk',
    params: request,
    summary:
      'The request; with `after` the answer waits up to `waitMs` for a revision beyond it, with `seenPercent` also for pages to be read further',
    query: z.object({
      after: z.coerce.number().int().optional(),
      waitMs: z.coerce.number().int().min(0).max(25_000).default(0),
      seenPercent: z.coerce.number().int().min(0).optional(),
    }),
    answer: requestViewSchema,
    errors: ['request.unknown'],
  }),
  getUpload: defineEndpoint({
    method: 'GET',
    path: '/agent/v1/requests/:requestId/pages/:sha256',
    auth: 'kiosk',
    params: page,
    summary: 'How many bytes of this page the server holds, to resume an upload',
    answer: z.object({ receivedBytes: z.int().nonnegative(), isComplete: z.boolean() }),
    errors: ['request.unknown'],
  }),
  uploadPage: defineEndpoint({
    method: 'PATCH',
    path: '/agent/v1/requests/:requestId/pages/:sha256',
    auth: 'kiosk',
    params: page,
    summary:
      'Appends bytes of a page image (JPEG) at `offset`; complete when `total` bytes have the SHA-256 of the path. Reading starts then',
    query: z.object({
      offset: z.coerce.number().int().nonnegative(),
      total: z.coerce.number().int().positive().max(maxPageBytes),
    }),
    body: pageBody,
    answer: z.object({ receivedBytes: z.int().nonnegative(), isComplete: z.boolean() }),
    errors: [
      'request.unknown',
      'request.upload-offset',
      'request.page-digest-mismatch',
      'request.step-not-allowed',
      'general.too-large',
      'image.unreadable',
      'image.too-large',
      'image.unsupported-depth',
      'image.low-resolution',
    ],
  }),
  arrangePages: defineEndpoint({
    method: 'PUT',
    path: '/agent/v1/requests/:requestId/arrangement',
    auth: 'kiosk',
    params: request,
    summary:
      'Sets which pages, in which order, the original has (pages left out are dropped); the document is read again from them',
    body: z.object({ pages: z.array(sha256Schema).max(200) }),
    answer: requestViewSchema,
    errors: ['request.unknown', 'request.pages-missing', 'request.step-not-allowed'],
  }),
  quoteFee: defineEndpoint({
    method: 'POST',
    path: '/agent/v1/fees',
    auth: 'kiosk',
    summary: 'The fee by law for so many pages and copies',
    body: z.object({
      product: productSchema,
      originalPages: z.int().min(1).max(1000),
      copies: z.int().min(1).max(100),
    }),
    answer: feeSchema,
  }),
  confirmRequest: defineEndpoint({
    method: 'POST',
    path: '/agent/v1/requests/:requestId/confirmation',
    auth: 'kiosk',
    params: request,
    summary: 'The requester confirms: from here the request is carried out whatever happens',
    body: confirmationSchema,
    answer: requestViewSchema,
    errors: ['request.unknown', 'request.pages-missing', 'request.step-not-allowed', 'request.mismatch'],
  }),
  leaveRequest: defineEndpoint({
    method: 'POST',
    path: '/agent/v1/requests/:requestId/leave',
    auth: 'kiosk',
    params: request,
    summary: 'The requester goes before the end: sets the appointment by the time limits of the law',
    answer: requestViewSchema,
    errors: ['request.unknown', 'request.step-not-allowed'],
  }),
  getSlip: defineEndpoint({
    method: 'GET',
    path: '/agent/v1/requests/:requestId/slip.pdf',
    auth: 'kiosk',
    params: request,
    summary: 'The appointment slip (phiếu hẹn), 80 mm',
    answer: { bytes: ['application/pdf'], maxBytes: maxPageBytes },
    errors: ['request.unknown', 'request.step-not-allowed'],
  }),
  getPrint: defineEndpoint({
    method: 'GET',
    path: '/agent/v1/requests/:requestId/print.pdf',
    auth: 'kiosk',
    params: request,
    summary: 'The file for paper, marked "Bản in từ bản sao điện tử"; not the signed copy',
    answer: { bytes: ['application/pdf'], maxBytes: 4 * maxPageBytes },
    errors: ['request.unknown', 'request.step-not-allowed'],
  }),
  reportPrinted: defineEndpoint({
    method: 'POST',
    path: '/agent/v1/requests/:requestId/printed',
    auth: 'kiosk',
    params: request,
    summary: 'Every sheet of every copy reached the tray',
    body: z.object({ copies: z.int().positive(), jobs: z.array(z.string().max(200)).max(100) }),
    answer: requestViewSchema,
    errors: ['request.unknown', 'request.step-not-allowed'],
  }),
  abandonRequest: defineEndpoint({
    method: 'POST',
    path: '/agent/v1/requests/:requestId/abandonment',
    auth: 'kiosk',
    params: request,
    summary: 'Drops an unconfirmed request and erases its pages',
    body: z.object({ cause: z.enum(['ended', 'idle', 'crashed']) }),
    errors: ['request.step-not-allowed'],
  }),
  beginIdentity: defineEndpoint({
    method: 'POST',
    path: '/agent/v1/identity',
    auth: 'kiosk',
    summary: 'Opens an identity check, held in memory for five minutes',
    body: z.object({ visitId: visitIdSchema }),
    answer: z.object({
      sessionId: z.uuid(),
      nonce: z.string(),
      challenges: z.array(challengeSchema),
      expiresAt: timestampSchema,
    }),
  }),
  readCard: defineEndpoint({
    method: 'PUT',
    path: '/agent/v1/identity/:sessionId/card/:side',
    auth: 'kiosk',
    params: z.object({ sessionId: z.uuid(), side: z.enum(['front', 'back']) }),
    summary: 'Reads the card from a picture that is never stored',
    body: photoBody,
    answer: cardReadingSchema,
    errors: ['identity.session-unknown', 'identity.card-unreadable', 'image.unreadable', 'image.too-large'],
  }),
  readCardCode: defineEndpoint({
    method: 'PUT',
    path: '/agent/v1/identity/:sessionId/card-code',
    auth: 'kiosk',
    params: identity,
    summary: 'Takes the code of the card as the camera of the kiosk read it; its pictures stay there',
    body: z.object({ text: z.string().min(1).max(1000) }),
    answer: cardReadingSchema,
    errors: ['identity.session-unknown', 'identity.code-not-a-card'],
  }),
  readChip: defineEndpoint({
    method: 'PUT',
    path: '/agent/v1/identity/:sessionId/chip',
    auth: 'kiosk',
    params: identity,
    summary: 'Checks what the chip of the card says; its files are never stored',
    body: chipFilesSchema,
    answer: chipReadingSchema,
    errors: ['identity.session-unknown'],
  }),
  addFrame: defineEndpoint({
    method: 'POST',
    path: '/agent/v1/identity/:sessionId/frames',
    auth: 'kiosk',
    params: identity,
    query: z.object({
      nonce: z.string().max(100),
      sequence: z.coerce.number().int().nonnegative(),
      capturedAtMs: z.coerce.number(),
    }),
    summary: 'One live frame; the answer says what to tell the person',
    body: { bytes: ['image/jpeg'], maxBytes: 2 * 1024 * 1024 },
    answer: faceGuidanceSchema,
    errors: ['identity.session-unknown', 'image.unreadable', 'image.too-large'],
  }),
  decideIdentity: defineEndpoint({
    method: 'POST',
    path: '/agent/v1/identity/:sessionId/decision',
    auth: 'kiosk',
    params: identity,
    summary: 'Compares the live face with the portrait; only the result is kept',
    answer: identityOutcomeSchema,
    errors: ['identity.session-unknown'],
  }),
  dropIdentity: defineEndpoint({
    method: 'DELETE',
    path: '/agent/v1/identity/:sessionId',
    auth: 'kiosk',
    params: identity,
    summary: 'Forgets the identity check at once',
  }),
} as const;
