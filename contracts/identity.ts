import { z } from 'zod';
import { timestampSchema } from './ids.ts';

/** Movements of active presentation-attack detection; left and right are the person's own. */
export const challengeSchema = z.enum(['turn-left', 'turn-right', 'nod', 'blink', 'come-closer']);
export type Challenge = z.infer<typeof challengeSchema>;

export const guidanceCodeSchema = z.enum([
  'ok',
  'no-face',
  'several-faces',
  'too-far',
  'too-near',
  'not-centred',
  'too-dark',
  'too-bright',
  'blurred',
  'look-straight',
  'open-eyes',
  'face-covered',
  'hold-still',
]);
export type GuidanceCode = z.infer<typeof guidanceCodeSchema>;

/** What to tell the person about the frame just seen. */
export const faceGuidanceSchema = z.object({
  guidance: guidanceCodeSchema,
  challenge: challengeSchema.nullable(),
  challengesDone: z.int().nonnegative(),
  challengesTotal: z.int().positive(),
  /** 0…1 within the present challenge. */
  progress: z.number().min(0).max(1),
  state: z.enum(['collecting', 'passed', 'failed']),
  attemptsLeft: z.int().nonnegative(),
});
export type FaceGuidance = z.infer<typeof faceGuidanceSchema>;

export const cardHolderSchema = z.object({
  number: z.string(),
  formerNumber: z.string().nullable(),
  fullName: z.string(),
  dateOfBirth: z.iso.date().nullable(),
  gender: z.string(),
  residence: z.string(),
  issueDate: z.iso.date().nullable(),
  /** Fields of newer cards beyond the first seven, as they stand. */
  extra: z.array(z.string()),
});
export type CardHolder = z.infer<typeof cardHolderSchema>;

/** What opens the chip of a card (ICAO 9303-11 §4): number and dates of the machine-readable zone. */
export const chipKeySchema = z.object({
  documentNumber: z.string().regex(/^[0-9A-Z<]{1,30}$/),
  /** YYMMDD. */
  dateOfBirth: z.string().regex(/^\d{6}$/),
  /** YYMMDD. */
  dateOfExpiry: z.string().regex(/^\d{6}$/),
});
export type ChipKey = z.infer<typeof chipKeySchema>;

/** Files of a chip as it gave them, in Base64. */
export const chipFilesSchema = z.object({
  access: z.enum(['PACE', 'BAC']),
  sod: z.base64().max(60_000),
  dg1: z.base64().max(2_000),
  dg2: z.base64().max(400_000).optional(),
  dg13: z.base64().max(40_000).optional(),
  dg14: z.base64().max(40_000).optional(),
  /** EF.CardAccess: which ways in the chip offered before any was opened. */
  cardAccess: z.base64().max(10_000).optional(),
});
export type ChipFiles = z.infer<typeof chipFilesSchema>;

/**
 * What is known of the chip: `authentic` – signed by the state; `unverified` – it could not be decided, because the
 * state's certificates are not configured; `not-authentic`; `not-read`.
 */
export const chipStateSchema = z.enum(['authentic', 'unverified', 'not-authentic', 'not-read']);
export type ChipState = z.infer<typeof chipStateSchema>;

export const chipReadingSchema = z.object({
  state: chipStateSchema,
  /** Whether its portrait took the place of the printed one. */
  isPortraitUsed: z.boolean(),
  flags: z.array(z.string()),
});
export type ChipReading = z.infer<typeof chipReadingSchema>;

/** Why the code of a card held before the camera may not be read, for the person to change. */
export const cardHintSchema = z.enum(['no-code', 'too-far', 'too-dark', 'glare', 'blurred']);
export type CardHint = z.infer<typeof cardHintSchema>;

export const cardReadingSchema = z.object({
  holder: cardHolderSchema.nullable(),
  /** Keys that may open its chip, the likeliest first; for the reader only. */
  chipKeys: z.array(chipKeySchema).max(4),
  isPortraitFound: z.boolean(),
  portraitEyeDistancePx: z.number().nullable(),
  flags: z.array(z.string()),
});
export type CardReading = z.infer<typeof cardReadingSchema>;

export const identityOutcomeSchema = z.object({
  method: z.literal('face'),
  decision: z.enum(['match', 'refer', 'no-match']),
  similarity: z.number().nullable(),
  thresholds: z.object({ match: z.number(), refer: z.number() }),
  model: z.string(),
  isLivenessPassed: z.boolean(),
  /** Median of a passive network over the frames, 0–1; a weak signal that decides nothing by itself. */
  passiveLiveness: z.number().min(0).max(1).nullable().optional(),
  attemptsLeft: z.int().nonnegative(),
  holder: cardHolderSchema.nullable(),
  chip: chipStateSchema,
  flags: z.array(z.string()),
  decidedAt: timestampSchema,
});
export type IdentityOutcome = z.infer<typeof identityOutcomeSchema>;

/** `Nguyễn Thị M••` → the first words stay, the given name keeps its first letter. */
export function maskName(fullName: string): string {
  const words = fullName.trim().split(/\s+/);
  const last = words.pop() ?? '';
  return [...words.map((word, i) => (i === 0 ? word : `${[...word][0]}•`)), `${[...last][0] ?? ''}••`].join(
    ' ',
  );
}

/** Only the last three digits stay: `•••••••••123`. */
export const maskNumber = (number: string): string =>
  '•'.repeat(Math.max(0, number.length - 3)) + number.slice(-3);
