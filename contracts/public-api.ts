// For anyone, without login: the minimum of data.
import { z } from 'zod';
import { checkCodeSchema, copyCodeSchema } from './copy-code-schema.ts';
import { type CopyReason, copyAnswers, copyStatuses, type NextStep, nextSteps } from './copy-verdicts.ts';
import { defineEndpoint } from './endpoint.ts';
import { bilingualSchema, productSchema, sha256Schema, timestampSchema } from './ids.ts';
import { copyProofSchema } from './transparency/proof-schema.ts';
import { validationReportSchema } from './validation-report.ts';

export const copyStatusSchema = z.enum(copyStatuses);

/** Why, in a word a program can use; `copy-verdicts.ts` has the words for people. */
export const copyReasonSchema = z.enum(Object.keys(copyAnswers) as [CopyReason, ...CopyReason[]]);
export const nextStepSchema = z.enum(Object.keys(nextSteps) as [NextStep, ...NextStep[]]);

export const copyFactsSchema = z.object({
  code: z.string(),
  product: productSchema,
  documentTitle: bilingualSchema,
  number: z.int(),
  book: z.string(),
  authority: bilingualSchema,
  certifierName: z.string().nullable(),
  certifierTitle: z.string().nullable(),
  issuedAt: timestampSchema,
  pageCount: z.int(),
  holderName: z.string().nullable().describe('masked'),
  sha256: sha256Schema,
  annulment: z
    .object({
      decisionNumber: z.string(),
      decisionDate: z.iso.date(),
      signer: z.string(),
      reason: z.string(),
      at: timestampSchema,
      /** Code of the corrected copy that replaces it: then the status is `superseded`. */
      replacedBy: z.string().nullable(),
    })
    .nullable(),
  /** Whether the holder of the paper may see the pages by check code. */
  arePagesShown: z.boolean(),
});

export const copyVerdictSchema = z.object({
  status: copyStatusSchema,
  reasonCode: copyReasonSchema,
  nextStep: nextStepSchema,
  copy: copyFactsSchema.nullable(),
  fetchedAt: timestampSchema,
});
export type CopyVerdict = z.infer<typeof copyVerdictSchema>;

export const fileVerdictSchema = copyVerdictSchema.extend({
  sha256: sha256Schema,
  report: validationReportSchema.nullable(),
});
export type FileVerdict = z.infer<typeof fileVerdictSchema>;

const code = z.object({ code: copyCodeSchema });

export const publicApi = {
  verifyCopy: defineEndpoint({
    method: 'GET',
    path: '/public/v1/copies/:code',
    auth: 'none',
    params: code,
    summary: 'What the register says of a code',
    answer: copyVerdictSchema,
    errors: ['verification.code-malformed', 'general.too-many-requests'],
  }),
  getCopyProof: defineEndpoint({
    method: 'GET',
    path: '/public/v1/copies/:code/proof',
    auth: 'none',
    params: code,
    summary: 'What proves that a released copy, and its annulment, stand in the transparency log',
    answer: copyProofSchema,
    errors: ['verification.code-malformed', 'general.not-found', 'general.too-many-requests'],
  }),
  openPages: defineEndpoint({
    method: 'POST',
    path: '/public/v1/copies/:code/pages',
    auth: 'none',
    params: code,
    summary: 'By the check code printed on the paper: short-lived addresses of the page images',
    body: z.object({ checkCode: checkCodeSchema }),
    answer: z.object({
      pages: z.array(z.object({ url: z.string(), widthPx: z.int(), heightPx: z.int() })),
      timesOpened: z.int(),
      expiresAt: timestampSchema,
    }),
    errors: [
      'verification.check-code-wrong',
      'verification.pages-hidden',
      'general.not-found',
      'general.too-many-requests',
    ],
  }),
  getPage: defineEndpoint({
    method: 'GET',
    path: '/public/v1/pages/:ticket/:position',
    auth: 'none',
    params: z.object({ ticket: z.string().max(100), position: z.coerce.number().int().min(0).max(1000) }),
    summary: 'One page image under a short-lived ticket',
    answer: { bytes: ['image/jpeg'], maxBytes: 40 * 1024 * 1024 },
    errors: ['general.not-found'],
  }),
  verifyFile: defineEndpoint({
    method: 'POST',
    path: '/public/v1/files',
    auth: 'none',
    summary:
      'Compares the SHA-256 of a PDF with the register and checks its signatures; the file is not kept',
    body: { bytes: ['application/pdf'], maxBytes: 100 * 1024 * 1024 },
    answer: fileVerdictSchema,
    errors: [
      'validation.not-a-pdf',
      'validation.unreadable',
      'validation.encrypted',
      'validation.too-complex',
      'validation.too-busy',
      'general.too-large',
      'general.too-many-requests',
    ],
  }),
  getSealKeys: defineEndpoint({
    method: 'GET',
    path: '/public/v1/seal-keys',
    auth: 'none',
    summary: 'The signed list of seal keys: COSE_Sign1, see docs/seal-format.md; its ETag is its sequence',
    answer: { bytes: ['application/cose'], maxBytes: 1024 * 1024 },
    errors: ['general.unavailable', 'general.too-many-requests'],
  }),
  getAnnulments: defineEndpoint({
    method: 'GET',
    path: '/public/v1/annulments',
    auth: 'none',
    summary:
      'The signed list of annulled copies: COSE_Sign1, see docs/seal-format.md; its ETag is its sequence',
    answer: { bytes: ['application/cose'], maxBytes: 16 * 1024 * 1024 },
    errors: ['general.unavailable', 'general.too-many-requests'],
  }),
  getAnnulmentSegment: defineEndpoint({
    method: 'GET',
    path: '/public/v1/annulments/:sha256',
    auth: 'none',
    params: z.object({ sha256: sha256Schema }),
    summary: 'A full segment of the annulment list by the digest that the list names; never changes',
    answer: { bytes: ['application/cbor'], maxBytes: 16 * 1024 * 1024 },
    errors: ['general.not-found', 'general.too-many-requests'],
  }),
  hidePages: defineEndpoint({
    method: 'PUT',
    path: '/public/v1/downloads/:secret/pages-shown',
    auth: 'none',
    params: z.object({ secret: z.string().max(100) }),
    summary: 'The holder of the download link switches the page images off or on',
    body: z.object({ arePagesShown: z.boolean() }),
    errors: ['delivery.link-unknown', 'delivery.link-expired', 'delivery.not-ready'],
  }),
  getDownload: defineEndpoint({
    method: 'GET',
    path: '/public/v1/downloads/:secret',
    auth: 'none',
    params: z.object({ secret: z.string().max(100) }),
    summary: 'What lies behind a download link',
    answer: z.object({
      code: z.string(),
      fileName: z.string(),
      sizeBytes: z.int(),
      expiresAt: timestampSchema,
      arePagesShown: z.boolean(),
    }),
    errors: ['delivery.link-unknown', 'delivery.link-expired', 'delivery.not-ready'],
  }),
  downloadCopy: defineEndpoint({
    method: 'GET',
    path: '/public/v1/downloads/:secret/copy.pdf',
    auth: 'none',
    params: z.object({ secret: z.string().max(100) }),
    summary: 'The signed copy',
    answer: { bytes: ['application/pdf'], maxBytes: 200 * 1024 * 1024 },
    errors: ['delivery.link-unknown', 'delivery.link-expired', 'delivery.not-ready'],
  }),
} as const;
