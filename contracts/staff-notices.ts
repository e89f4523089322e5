// What staff who run the place must know before it stops the issuing: what lapses soon, and what waits for its signature.
import { z } from 'zod';
import { errorCodes } from './errors/index.ts';
import { productSchema, requestIdSchema, timestampSchema } from './ids.ts';

export const lapseKinds = [
  'signing-certificate',
  'time-stamping-certificate',
  'server-certificate',
  'trust-anchor',
  'authorisation',
] as const;

export const lapseSchema = z.object({
  kind: z.enum(lapseKinds),
  /** Name of a key, address of an authority, or full name of a certifier. */
  name: z.string(),
  /** Number of the decision behind an authorisation; null for certificates. */
  decisionNumber: z.string().nullable(),
  /** Null while it could not be looked at. */
  lapsesAt: timestampSchema.nullable(),
  /** The narrowest threshold that has been passed; 0 when it has lapsed. */
  withinDays: z.union([z.literal(0), z.literal(7), z.literal(30), z.literal(60)]).nullable(),
  /** Why it cannot be used or looked at now. */
  problem: z.enum(errorCodes).nullable(),
});
export type Lapse = z.infer<typeof lapseSchema>;

export const noticesSchema = z.object({
  /** What lapses within 60 days, has lapsed, or cannot be used; the most urgent first. */
  lapses: z.array(lapseSchema),
  /** Approved requests whose issuing is delayed, with the reason; the longest waiting first. */
  delayed: z.array(
    z.object({
      requestId: requestIdSchema,
      product: productSchema,
      code: z.enum(errorCodes),
      since: timestampSchema,
    }),
  ),
  /** Archive time-stamps of issued copies; at most 10,000 are counted. */
  renewals: z.object({
    /** May be renewed now. */
    due: z.int().nonnegative(),
    /** Of those, what has waited for two thirds of the time before its certificate lapses, or longer. */
    overdue: z.int().nonnegative(),
    /** Why the last try failed, of the copy that is tried next. */
    problem: z.enum(errorCodes).nullable(),
  }),
});
export type Notices = z.infer<typeof noticesSchema>;
