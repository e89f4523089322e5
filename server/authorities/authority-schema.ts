import { bilingualSchema, productSchema } from '@saoy/contracts/ids';
import { z } from 'zod';
import { workingCalendarSchema } from '../calendar/working-calendar.ts';
import { termListSchema } from '../eligibility/term-list.ts';
import { feeTableSchema } from '../fees/fee-table.ts';

const PLACEHOLDERS = new Set(['number', 'book', 'day', 'month', 'year']);

const isKnownTemplate = (lines: readonly string[]): boolean =>
  lines.every((line) => [...line.matchAll(/\{(\w+)\}/g)].every(([, name = '']) => PLACEHOLDERS.has(name)));

const isAscending = (entries: readonly { effectiveFrom: string }[]): boolean =>
  entries.every(({ effectiveFrom }, i) => i === 0 || (entries[i - 1]?.effectiveFrom ?? '') < effectiveFrom);

/** A non-empty list of dated entries, earliest first, no two from the same day. */
const dated = <T extends z.ZodType<{ effectiveFrom: string }>>(entry: T) =>
  z.array(entry).min(1).refine(isAscending, 'entries must be in the order of effectiveFrom');

/** The lời chứng as the decree's annex words it from a day on; the annex changes with the decree. */
const wordingSchema = z.object({
  effectiveFrom: z.iso.date(),
  /** Where the wording comes from. */
  basis: z.string().min(1),
  lines: z
    .array(z.string().min(1))
    .min(1)
    .refine(isKnownTemplate, 'placeholders are {number}, {book}, {day}, {month} and {year}'),
});

/** What an authority is called and how it works from a day on. */
const authorityVersionSchema = z.object({
  effectiveFrom: z.iso.date(),
  name: bilingualSchema,
  /** For slips and narrow screens. */
  shortName: bilingualSchema,
  /** Whose seal stands on a copy, as the seal reads; in some places it is not the committee itself. */
  sealOwner: z.string().min(1),
  /** PNG of the red seal with a transparent background; a neutral mark is drawn without it. */
  sealPngBase64: z.base64().optional(),
  watermark: z.string().max(24).default('TTPVHCC'),
  /** First words of the signature line, by product (Decree 30/2020, annex I). */
  copyForms: z.object({ certified: z.string(), digital: z.string() }),
  productsOffered: z.array(productSchema).min(1),
  registerBook: z.object({
    /** Symbol of the register of copies. */
    symbol: z.string().default('SCT/BS'),
    /** How the cover counts books, with `{book}` (two digits) and `{year}`. */
    notation: z.string().includes('{book}').includes('{year}').default('{book}/{year}'),
  }),
  calendar: workingCalendarSchema,
  /** When a copy may not be needed; shown before scanning. */
  advice: z.array(z.object({ title: bilingualSchema, text: bilingualSchema })),
  contact: z.object({
    address: z.string(),
    phone: z.string().nullable(),
    email: z.email().nullable(),
    website: z.url().nullable(),
  }),
  /** Where fees go, if they are collected at all. */
  payment: z
    .object({
      isCollected: z.boolean(),
      bankBin: z.string().regex(/^\d{6}$/),
      accountNumber: z.string().regex(/^[0-9A-Za-z]{1,19}$/),
    })
    .nullable(),
});

/** The whole, dated configuration of one authority. */
export const authorityConfigurationSchema = z.object({
  /** Stable short name in addresses and file names. */
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{1,40}$/),
  versions: dated(authorityVersionSchema),
  wording: dated(wordingSchema),
  feeTables: dated(feeTableSchema),
  /** Words for which staff should look at the content of a paper (art. 22.4); a sample list without it. */
  termLists: dated(termListSchema).optional(),
});

export type AuthorityConfiguration = z.infer<typeof authorityConfigurationSchema>;
export type AuthorityVersion = z.infer<typeof authorityVersionSchema>;
