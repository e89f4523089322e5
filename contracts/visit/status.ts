// What the kiosk's screen may know: a small public status, pushed. The screen is a pure function of it.
import { z } from 'zod';
import { errorCodes } from '../errors/index.ts';
import { cardHintSchema, challengeSchema, guidanceCodeSchema } from '../identity.ts';
import { bilingualSchema, languageSchema, productSchema, timestampSchema } from '../ids.ts';
import { pageProblemCodes } from '../recognition.ts';
import { refusalReasonSchema } from '../refusal-reasons.ts';
import { flagSchema, readFieldSchema } from '../requests/view.ts';

const boxSchema = z.tuple([z.number(), z.number(), z.number(), z.number()]);

export const pageProblemSchema = z.object({
  code: z.enum(pageProblemCodes),
  /** In pixels of the page as scanned. */
  box: boxSchema.nullable(),
});
export type PageProblem = z.infer<typeof pageProblemSchema>;

export const scannedPageSchema = z.object({
  id: z.uuid(),
  state: z.enum(['scanning', 'checking', 'good', 'problem']),
  problems: z.array(pageProblemSchema),
  widthPx: z.int().nonnegative(),
  heightPx: z.int().nonnegative(),
});
export type ScannedPage = z.infer<typeof scannedPageSchema>;

export const scannedOriginalSchema = z.object({ id: z.uuid(), pages: z.array(scannedPageSchema) });

export const requestSummarySchema = z.object({
  /** Request id; equals the id of the original. */
  id: z.uuid(),
  title: bilingualSchema,
  copies: z.int().positive(),
  state: z.enum([
    'deciding',
    'issuing',
    'delayed',
    'ready',
    'printing',
    'delivered',
    'refused',
    'failed',
    'later',
  ]),
  delayCode: z.enum(errorCodes).nullable(),
  refusal: z.object({ reason: refusalReasonSchema, comment: z.string() }).nullable(),
  copyCode: z.string().nullable(),
  downloadUrl: z.string().nullable(),
  downloadExpiresAt: timestampSchema.nullable(),
  emailedTo: z.string().nullable(),
  /** State of the print job in IPP terms, with sheets in the tray so far. */
  print: z
    .object({
      jobState: z.enum([
        'pending',
        'pending-held',
        'processing',
        'processing-stopped',
        'canceled',
        'aborted',
        'completed',
      ]),
      copiesDone: z.int().nonnegative(),
      sheetsDone: z.int().nonnegative(),
      sheetsTotal: z.int().nonnegative(),
    })
    .nullable(),
});
export type RequestSummary = z.infer<typeof requestSummarySchema>;

const screen = <T extends string, S extends z.ZodRawShape>(name: T, shape: S) =>
  z.object({ screen: z.literal(name), ...shape });

export const visitStatusSchema = z.discriminatedUnion('screen', [
  /** Nobody is here. `outOfService` says why no visit can begin, if so. */
  screen('attract', { outOfService: z.enum(errorCodes).nullable() }),
  screen('language', {}),
  screen('service', { products: z.array(productSchema) }),
  screen('help', {}),
  screen('advice', { product: productSchema, lines: z.array(bilingualSchema) }),
  screen('consent', { product: productSchema }),
  /** The person chooses how to show the card. */
  screen('card-choice', {
    /** Why the last way did not do. */
    problem: z.enum(errorCodes).nullable(),
  }),
  /** The code of the card is held before the camera. */
  screen('card-camera', {
    /** `found` for a moment, until the visit goes on by itself. */
    step: z.enum(['searching', 'checking', 'found']),
    /** What to change, of what the last frames showed. */
    hint: cardHintSchema.nullable(),
    /** Why the code last seen does not do. */
    problem: z.enum(errorCodes).nullable(),
    /** When the camera began to look. */
    since: timestampSchema,
  }),
  /** The card lies on the glass. */
  screen('card', {
    side: z.enum(['front', 'back']),
    step: z.enum(['waiting', 'scanning', 'reading']),
    /** Its code has been read already; portrait and print are still wanted. */
    isCodeRead: z.boolean(),
    /** Why the last reading was not enough; `identity.busy` while the kiosk tries again by itself. */
    problem: z.enum(errorCodes).nullable(),
    attempt: z.int().positive(),
  }),
  screen('chip', {
    step: z.enum(['waiting', 'reading', 'checking', 'failed']),
    /** 0…1 while it is read. */
    progress: z.number(),
    /** Why the last reading was not enough. */
    problem: z.enum(errorCodes).nullable(),
  }),
  screen('face', {
    step: z.enum(['starting', 'guiding', 'judging']),
    guidance: guidanceCodeSchema,
    challenge: challengeSchema.nullable(),
    challengesDone: z.int().nonnegative(),
    challengesTotal: z.int().nonnegative(),
    progress: z.number(),
    attemptsLeft: z.int().nonnegative(),
    isRetry: z.boolean(),
    /** The server has no room for the frames now; the kiosk tries again by itself, and no try is used up. */
    isBusy: z.boolean(),
    holderName: z.string().nullable(),
  }),
  screen('identity-result', {
    outcome: z.enum(['match', 'refer', 'no-match', 'staff']),
    /** Of `refer`: movements not seen, a portrait that cannot be compared, or a likeness that is not sure. */
    doubt: z.enum(['movements', 'portrait', 'likeness']).nullable(),
    holderName: z.string().nullable(),
    attemptsLeft: z.int().nonnegative(),
  }),
  screen('scan', {
    originals: z.array(scannedOriginalSchema).min(1),
    currentId: z.uuid(),
    isScanning: z.boolean(),
    /** What undo would bring back. */
    undo: z.enum(['page', 'original', 'order']).nullable(),
    maxPages: z.int(),
    maxOriginals: z.int(),
  }),
  screen('reading', {
    originals: z.array(
      z.object({
        id: z.uuid(),
        pages: z.array(
          z.object({
            id: z.uuid(),
            state: z.enum(['waiting', 'sending', 'reading', 'read', 'failed']),
            /** How far the reading is, 0 to 1; null where nobody knows. */
            progress: z.number().min(0).max(1).nullable(),
          }),
        ),
      }),
    ),
    since: timestampSchema,
  }),
  screen('review', {
    originals: z.array(
      z.object({
        id: z.uuid(),
        /** With the size as scanned, which the boxes of the fields are measured on. */
        pages: z.array(
          z.object({ id: z.uuid(), widthPx: z.int().nonnegative(), heightPx: z.int().nonnegative() }),
        ),
        type: z.string(),
        title: bilingualSchema,
        fields: z.array(readFieldSchema.extend({ isQuestioned: z.boolean() })),
        flags: z.array(flagSchema),
      }),
    ),
    currentId: z.uuid(),
  }),
  screen('options', {
    originals: z.array(z.object({ id: z.uuid(), title: bilingualSchema, pages: z.int(), copies: z.int() })),
    delivery: z.object({ print: z.boolean(), download: z.boolean(), email: z.string().nullable() }),
    canPrint: z.boolean(),
    maxCopies: z.int(),
  }),
  screen('fee', {
    lines: z.array(z.object({ title: bilingualSchema, pages: z.int(), copies: z.int(), totalVnd: z.int() })),
    totalVnd: z.int(),
    isCollected: z.boolean(),
    basis: z.string(),
  }),
  /** Confirmed: decisions, issuing and printing under way. */
  screen('processing', {
    phase: z.enum(['deciding', 'issuing', 'printing']),
    requests: z.array(requestSummarySchema),
    since: timestampSchema,
    canLeave: z.boolean(),
  }),
  screen('appointment', {
    at: timestampSchema,
    requests: z.array(requestSummarySchema),
    slip: z.enum(['printing', 'printed', 'failed']),
  }),
  screen('done', {
    requests: z.array(requestSummarySchema),
    isOriginalOnGlass: z.boolean(),
    closesAt: timestampSchema,
  }),
  screen('ending', {}),
]);
export type VisitStatus = z.infer<typeof visitStatusSchema>;
export type ScreenName = VisitStatus['screen'];

export const displaySchema = z.object({
  textSize: z.enum(['normal', 'large']),
  contrast: z.enum(['normal', 'high']),
  /** `low` brings everything touchable under 900 px from the bottom edge. */
  reach: z.enum(['normal', 'low']),
  isSpoken: z.boolean(),
});
export type Display = z.infer<typeof displaySchema>;

/** A device fault the person should know of: what happened, what was kept, what can be done. */
export const deviceFaultSchema = z.object({
  device: z.enum(['scanner', 'printer', 'camera', 'disk', 'server']),
  code: z.enum(errorCodes),
  /** Pages kept so far, sheets already in the tray: what is not lost. */
  keptPages: z.int().nonnegative(),
  canRetry: z.boolean(),
});
export type DeviceFault = z.infer<typeof deviceFaultSchema>;

export const kioskStatusSchema = z.object({
  /** Grows by one with every push since the agent started. */
  revision: z.int().nonnegative(),
  kiosk: z.object({
    id: z.string(),
    name: z.string(),
    authority: bilingualSchema,
    cameraSource: z.enum(['browser', 'agent']),
    isSimulated: z.boolean(),
    isOnline: z.boolean(),
    contact: z.string(),
  }),
  language: languageSchema,
  display: displaySchema,
  /** Secret of the present visit, kept by the screen to come back within 30 s after a crash; null without a visit. */
  visitToken: z.string().nullable(),
  visit: visitStatusSchema,
  /** The warning before an idle visit ends. */
  idle: z.object({ endsAt: timestampSchema }).nullable(),
  fault: deviceFaultSchema.nullable(),
  isStaffCalled: z.boolean(),
  canGoBack: z.boolean(),
});
export type KioskStatus = z.infer<typeof kioskStatusSchema>;
