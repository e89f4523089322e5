// For the staff console: passkey session in a cookie; every act is audited.
import { z } from 'zod';
import { deviceHealthSchema } from './agent-api.ts';
import { auditEventSchema } from './audit/event.ts';
import { copyCodeSchema } from './copy-code-schema.ts';
import { defineEndpoint } from './endpoint.ts';
import {
  bilingualSchema,
  kioskIdSchema,
  productSchema,
  requestIdSchema,
  sha256Schema,
  timestampSchema,
} from './ids.ts';
import { refusalReasonSchema } from './refusal-reasons.ts';
import { requestActionSchema } from './requests/action.ts';
import { feeSchema, identityEvidenceSchema } from './requests/confirmation.ts';
import { requestStatusSchema } from './requests/status.ts';
import { issuedCopySchema, readDocumentSchema } from './requests/view.ts';
import { noticesSchema } from './staff-notices.ts';

export const staffRoleSchema = z.enum(['supervisor', 'certifier', 'auditor', 'administrator']);
/** WebAuthn structures are parsed by @simplewebauthn on both sides. */
const webAuthn = z.record(z.string(), z.unknown());
const request = z.object({ requestId: requestIdSchema });

export const staffMemberSchema = z.object({
  id: z.uuid(),
  fullName: z.string(),
  roles: z.array(staffRoleSchema),
  /** Name of the certificate a certifier signs with; null for others. */
  signerName: z.string().nullable(),
  isActive: z.boolean(),
});
export type StaffMember = z.infer<typeof staffMemberSchema>;

export const kioskCardSchema = z.object({
  id: kioskIdSchema,
  name: z.string(),
  place: z.string(),
  isEnabled: z.boolean(),
  connection: z.enum(['online', 'silent', 'never-seen']),
  lastSeenAt: timestampSchema.nullable(),
  softwareVersion: z.string().nullable(),
  isVisitUnderWay: z.boolean(),
  isStaffCalled: z.boolean(),
  lastVisitEndedAt: timestampSchema.nullable(),
  devices: z.array(deviceHealthSchema),
});
export type KioskCard = z.infer<typeof kioskCardSchema>;

/** How far the pages of a request are that are still being read. */
export const readingSchema = z.object({
  /** The first page that is not read yet, from 1. */
  page: z.int().positive(),
  /** Of all pages of the request, 0 to 1. */
  share: z.number().min(0).max(1),
});
export type Reading = z.infer<typeof readingSchema>;

export const queueItemSchema = z.object({
  id: requestIdSchema,
  product: productSchema,
  kioskId: kioskIdSchema,
  title: bilingualSchema,
  status: requestStatusSchema,
  confirmedAt: timestampSchema,
  dueAt: timestampSchema,
  pages: z.int(),
  /** Null once every page is read, or cannot be. */
  reading: readingSchema.nullable(),
  flags: z.int(),
  doubtfulFields: z.int(),
  identity: z.enum(['match', 'refer', 'no-match', 'not-compared']),
  isRequesterWaiting: z.boolean(),
});
export type QueueItem = z.infer<typeof queueItemSchema>;

export const staffRequestSchema = z.object({
  id: requestIdSchema,
  product: productSchema,
  kioskId: kioskIdSchema,
  status: requestStatusSchema,
  revision: z.int(),
  document: readDocumentSchema.nullable(),
  pages: z.array(
    z.object({
      sha256: sha256Schema,
      widthPx: z.int(),
      heightPx: z.int(),
      resolutionDpi: z.number(),
      /** Clockwise degrees that turn the page, as a browser shows it, upright. */
      rotation: z.int(),
      areImagesKept: z.boolean(),
    }),
  ),
  identity: identityEvidenceSchema.nullable(),
  copies: z.int().nullable(),
  fee: feeSchema.nullable(),
  questionedFields: z.array(z.string()),
  confirmedAt: timestampSchema.nullable(),
  dueAt: timestampSchema.nullable(),
  actions: z.array(requestActionSchema),
  copy: issuedCopySchema.nullable(),
  /** What the signed-in person may do now. */
  allowed: z.array(z.enum(['approve', 'refuse', 'annul'])),
  /** The lời chứng a certifier would sign, as it will be printed (number still open); null for digital copies. */
  wording: z.array(z.string()).nullable(),
});
export type StaffRequest = z.infer<typeof staffRequestSchema>;

export const registerRowSchema = z.object({
  number: z.int(),
  book: z.string(),
  issuedAt: timestampSchema,
  requesterName: z.string(),
  documentTitle: z.string(),
  certifierName: z.string(),
  certifierTitle: z.string(),
  copies: z.int(),
  feeVnd: z.int(),
  remarks: z.string(),
  code: z.string(),
  requestId: requestIdSchema,
  state: z.enum(['numbered', 'issued', 'voided', 'annulled']),
});
export type RegisterRow = z.infer<typeof registerRowSchema>;
const registerQuery = z.object({
  product: productSchema.default('certified'),
  year: z.coerce.number().int().min(2000).max(2200),
  search: z.string().max(100).default(''),
  offset: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});

export const staffApi = {
  getEnrolment: defineEndpoint({
    method: 'POST',
    path: '/staff/v1/enrolment/options',
    auth: 'none',
    summary: 'Opens a one-time enrolment link',
    body: z.object({ token: z.string().max(200) }),
    answer: z.object({ member: staffMemberSchema, options: webAuthn }),
    errors: ['staff.link-used'],
  }),
  enrol: defineEndpoint({
    method: 'POST',
    path: '/staff/v1/enrolment',
    auth: 'none',
    summary: 'Registers the passkey and signs in',
    body: z.object({ token: z.string().max(200), credential: webAuthn }),
    answer: staffMemberSchema,
    errors: ['staff.link-used', 'staff.passkey-refused'],
  }),
  beginSignIn: defineEndpoint({
    method: 'POST',
    path: '/staff/v1/session/options',
    auth: 'none',
    summary: 'A challenge for any passkey of this house',
    answer: z.object({ challengeId: z.uuid(), options: webAuthn }),
  }),
  signIn: defineEndpoint({
    method: 'POST',
    path: '/staff/v1/session',
    auth: 'none',
    summary: 'Signs in with a passkey',
    body: z.object({ challengeId: z.uuid(), credential: webAuthn }),
    answer: staffMemberSchema,
    errors: ['staff.passkey-refused'],
  }),
  getSession: defineEndpoint({
    method: 'GET',
    path: '/staff/v1/session',
    auth: 'staff',
    summary: 'Who is signed in',
    answer: staffMemberSchema,
    errors: ['general.unauthorised'],
  }),
  signOut: defineEndpoint({
    method: 'DELETE',
    path: '/staff/v1/session',
    auth: 'staff',
    summary: 'Ends the session',
  }),
  listMembers: defineEndpoint({
    method: 'GET',
    path: '/staff/v1/members',
    auth: 'staff',
    roles: ['administrator', 'auditor'],
    summary: 'Everybody with an account',
    answer: z.array(staffMemberSchema),
  }),
  inviteMember: defineEndpoint({
    method: 'POST',
    path: '/staff/v1/members',
    auth: 'staff',
    roles: ['administrator'],
    summary: 'Adds a person; answers their one-time enrolment link',
    body: z.object({
      fullName: z.string().min(2).max(100),
      roles: z.array(staffRoleSchema).min(1),
      signerName: z.string().max(60).nullable(),
    }),
    answer: z.object({ member: staffMemberSchema, enrolmentUrl: z.url() }),
  }),
  watchKiosks: defineEndpoint({
    method: 'GET',
    path: '/staff/v1/kiosks/live',
    auth: 'staff',
    summary: 'All kiosks, pushed at every change',
    answer: { events: z.array(kioskCardSchema) },
  }),
  listKiosks: defineEndpoint({
    method: 'GET',
    path: '/staff/v1/kiosks',
    auth: 'staff',
    summary: 'All kiosks with the health of their devices',
    answer: z.array(kioskCardSchema),
  }),
  setKiosk: defineEndpoint({
    method: 'PUT',
    path: '/staff/v1/kiosks/:kioskId',
    auth: 'staff',
    roles: ['administrator', 'supervisor'],
    params: z.object({ kioskId: kioskIdSchema }),
    summary: 'Enables or disables a kiosk',
    body: z.object({ isEnabled: z.boolean() }),
    answer: kioskCardSchema,
  }),
  watchQueue: defineEndpoint({
    method: 'GET',
    path: '/staff/v1/queue/live',
    auth: 'staff',
    summary: 'Requests that wait for a decision, pushed at every change',
    answer: { events: z.array(queueItemSchema) },
  }),
  listQueue: defineEndpoint({
    method: 'GET',
    path: '/staff/v1/queue',
    auth: 'staff',
    summary: 'Requests that wait for a decision, oldest due first',
    answer: z.array(queueItemSchema),
  }),
  getRequest: defineEndpoint({
    method: 'GET',
    path: '/staff/v1/requests/:requestId',
    auth: 'staff',
    params: request,
    summary: 'A request with everything needed to decide',
    answer: staffRequestSchema,
    errors: ['request.unknown'],
  }),
  getPage: defineEndpoint({
    method: 'GET',
    path: '/staff/v1/requests/:requestId/pages/:sha256',
    auth: 'staff',
    roles: ['certifier', 'supervisor', 'auditor'],
    params: z.object({ requestId: requestIdSchema, sha256: sha256Schema }),
    summary: 'A page as scanned',
    answer: { bytes: ['image/jpeg'], maxBytes: 40 * 1024 * 1024 },
    errors: ['request.unknown'],
  }),
  getCopyFile: defineEndpoint({
    method: 'GET',
    path: '/staff/v1/requests/:requestId/copy.pdf',
    auth: 'staff',
    roles: ['certifier', 'supervisor', 'auditor'],
    params: request,
    summary: 'The issued copy',
    answer: { bytes: ['application/pdf'], maxBytes: 200 * 1024 * 1024 },
    errors: ['request.unknown'],
  }),
  beginApproval: defineEndpoint({
    method: 'POST',
    path: '/staff/v1/requests/:requestId/approval/options',
    auth: 'staff',
    roles: ['certifier'],
    params: request,
    summary: 'A passkey challenge bound to request id, page digests, wording and expiry',
    body: z.object({
      isIdentityConfirmed: z.boolean(),
      /** As the identity paper has it, where no face matched a card: the register names the requester. */
      requesterName: z.string().trim().min(2).max(200).nullable().default(null),
    }),
    answer: z.object({ approvalId: z.uuid(), options: webAuthn, expiresAt: timestampSchema }),
    errors: [
      'request.unknown',
      'request.step-not-allowed',
      'request.identity-unconfirmed',
      'request.requester-unnamed',
      'staff.role-missing',
    ],
  }),
  approve: defineEndpoint({
    method: 'POST',
    path: '/staff/v1/requests/:requestId/approval',
    auth: 'staff',
    roles: ['certifier'],
    params: request,
    summary: 'Approves and orders the signature',
    body: z.object({ approvalId: z.uuid(), credential: webAuthn }),
    answer: staffRequestSchema,
    errors: ['request.step-not-allowed', 'staff.passkey-refused', 'signing.not-authorised'],
  }),
  refuse: defineEndpoint({
    method: 'POST',
    path: '/staff/v1/requests/:requestId/refusal',
    auth: 'staff',
    roles: ['certifier'],
    params: request,
    summary: 'Refuses for one of the six reasons of art. 22',
    body: z.object({ reason: refusalReasonSchema, comment: z.string().max(500).default('') }),
    answer: staffRequestSchema,
    errors: ['request.step-not-allowed'],
  }),
  listRegister: defineEndpoint({
    method: 'GET',
    path: '/staff/v1/register',
    auth: 'staff',
    query: registerQuery,
    summary: 'Register book view',
    answer: z.object({ rows: z.array(registerRowSchema), total: z.int(), isGapFree: z.boolean() }),
  }),
  exportRegister: defineEndpoint({
    method: 'GET',
    path: '/staff/v1/register.csv',
    auth: 'staff',
    roles: ['certifier', 'supervisor', 'auditor'],
    query: registerQuery.omit({ offset: true, limit: true }),
    summary: 'The register as CSV (UTF-8 with byte order mark)',
    answer: { bytes: ['text/csv'], maxBytes: 200 * 1024 * 1024 },
  }),
  annul: defineEndpoint({
    method: 'POST',
    path: '/staff/v1/copies/:code/annulment',
    auth: 'staff',
    roles: ['supervisor', 'certifier'],
    params: z.object({ code: copyCodeSchema }),
    summary: 'Annuls the legal value of a copy by a decision of the chairman',
    body: z.object({
      decisionNumber: z.string().min(1).max(100),
      decisionDate: z.iso.date(),
      signer: z.string().min(1).max(200),
      reason: z.string().min(1).max(1000),
      replacedBy: copyCodeSchema
        .nullable()
        .default(null)
        .describe('code of an issued copy that replaces it; verifiers then answer superseded and name it'),
    }),
    answer: staffRequestSchema,
    errors: ['general.not-found', 'request.step-not-allowed', 'request.replacement-unfit'],
  }),
  listNotices: defineEndpoint({
    method: 'GET',
    path: '/staff/v1/notices',
    auth: 'staff',
    roles: ['administrator', 'supervisor'],
    summary:
      'Certificates and authorisations that lapse soon, and requests whose issuing is delayed, with the reason',
    answer: noticesSchema,
  }),
  listAudit: defineEndpoint({
    method: 'GET',
    path: '/staff/v1/audit',
    auth: 'staff',
    roles: ['auditor', 'administrator'],
    query: z.object({
      before: z.coerce.number().int().optional(),
      limit: z.coerce.number().int().min(1).max(500).default(100),
      code: z.string().max(60).optional(),
    }),
    summary: 'Audited views and acts, newest first',
    answer: z.array(auditEventSchema),
  }),
} as const;
