import { z } from 'zod';
import { type DocumentType, documentTitles } from './document-titles.ts';

/** `[x, y, width, height]` in pixels of the page as it was scanned, before any rotation. */
export const boxSchema = z.tuple([z.number(), z.number(), z.number(), z.number()]);

/** Types with rules of their own, and `other`. */
export const documentTypeSchema = z.enum(Object.keys(documentTitles) as [DocumentType, ...DocumentType[]]);

export const pageProblemCodes = [
  'blank',
  'blur',
  'motion',
  'cut-off',
  'glare',
  'upside-down',
  'skew',
  'low-resolution',
  'fingers',
] as const;

const confidenceSchema = z.number().min(0).max(1);

export const recognisedFieldSchema = z.object({
  /** As printed, in Unicode NFC. */
  value: z.string(),
  /** Dates as ISO 8601, numbers without spaces, `male`/`female`; else the value with single spaces. */
  normalised: z.string(),
  confidence: confidenceSchema,
  /** From 1, in the order the pages were given. */
  page: z.int().min(1),
  box: boxSchema,
  /** Handwritten or doubtful: a person should compare it with the picture. */
  needsConfirmation: z.boolean().optional(),
});

/** Reasons of art. 22 of Decree 23/2015 for which an original may not be certified. */
export const flagReasons = ['22.1', '22.2', '22.3', '22.4', '22.5', '22.6'] as const;

/** Evidence for a person to judge; a flag never refuses anything by itself. */
export const recognitionFlagSchema = z.object({
  reason: z.enum(flagReasons).nullable(),
  code: z.enum([
    'unreadable-page',
    'torn',
    'stained',
    'faded',
    'no-seal',
    'marked-as-copy',
    'black-and-white-copy',
    'secrecy-mark',
    'no-copying-mark',
    'erasure',
    'overwriting',
    'expired',
    'data-mismatch',
    'listed-term',
    'not-legalised',
    'private-paper',
  ]),
  /** How likely it is that a person looking at it agrees. */
  confidence: confidenceSchema,
  page: z.int().min(1),
  box: boxSchema,
  /** Why, in words of the paper where there are any: the mark read, the fields that disagree. */
  evidence: z.string().optional(),
});

export const recognisedPageSchema = z.object({
  /** By how many degrees the page lies turned clockwise. */
  rotation: z.union([z.literal(0), z.literal(90), z.literal(180), z.literal(270)]),
  /** What remains after undoing the rotation; positive = turned counter-clockwise. */
  skewDegrees: z.number(),
  problems: z.array(z.object({ code: z.enum(pageProblemCodes), box: boxSchema })),
  traits: z.object({
    redSeal: z.boolean(),
    redSealBoxes: z.array(boxSchema),
    signature: z.boolean(),
    signatureBoxes: z.array(boxSchema),
    blackAndWhite: z.boolean(),
    erasure: z.boolean(),
    erasureBoxes: z.array(boxSchema),
    /** Written over or struck out; absent, as the next one, on pages read before it was looked for. */
    overwriting: z.boolean().optional(),
    overwritingBoxes: z.array(boxSchema).optional(),
    /** Dark blots over the text. */
    stained: z.boolean().optional(),
    stainBoxes: z.array(boxSchema).optional(),
    /** A piece of the sheet is missing; absent, as the four below, on pages read before it was looked for. */
    torn: z.boolean().optional(),
    tornBoxes: z.array(boxSchema).optional(),
    faded: z.boolean().optional(),
    /** Light reflected by foil or lamination. */
    laminationGlare: z.boolean().optional(),
    laminationGlareBoxes: z.array(boxSchema).optional(),
    copyStamp: z.boolean(),
    secrecyMark: z.boolean(),
  }),
  text: z.string(),
  confidence: confidenceSchema,
});

/** What was read from the pages of one document. */
export const recognitionSchema = z.object({
  type: documentTypeSchema,
  typeConfidence: confidenceSchema,
  fields: z.record(z.string(), recognisedFieldSchema),
  flags: z.array(recognitionFlagSchema),
  pages: z.array(recognisedPageSchema),
});

export type { DocumentType };
export type RecognisedField = z.infer<typeof recognisedFieldSchema>;
export type RecognitionFlag = z.infer<typeof recognitionFlagSchema>;
export type RecognisedPage = z.infer<typeof recognisedPageSchema>;
export type Recognition = z.infer<typeof recognitionSchema>;
