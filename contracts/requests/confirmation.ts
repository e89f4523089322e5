import { z } from 'zod';
import { chipStateSchema } from '../identity.ts';
import { timestampSchema } from '../ids.ts';

/** How the requester wants the copy; at least one way. */
export const deliveryChoiceSchema = z
  .object({ print: z.boolean(), download: z.boolean(), email: z.email().max(254).nullable() })
  .refine(
    (choice) => choice.print || choice.download || choice.email !== null,
    'choose at least one way of delivery',
  );
export type DeliveryChoice = z.infer<typeof deliveryChoiceSchema>;

export const feeSchema = z.object({
  originalPages: z.int().nonnegative(),
  copies: z.int().positive(),
  perCopyVnd: z.int().nonnegative(),
  totalVnd: z.int().nonnegative(),
  /** Name of the rule that set it, e.g. `Circular 226/2016 art. 4`. */
  basis: z.string(),
});
export type Fee = z.infer<typeof feeSchema>;

/**
 * What remains of the identity check: never an image. `holderName` and `holderNumber` are what the register needs;
 * with method `staff` a person confirms them when deciding.
 */
export const identityEvidenceSchema = z.object({
  method: z.enum(['face', 'staff']),
  decision: z.enum(['match', 'refer', 'no-match', 'not-compared']),
  similarity: z.number().nullable(),
  model: z.string().nullable(),
  isLivenessPassed: z.boolean().nullable(),
  /** What a passive network made of the live face, 0–1; decides nothing by itself. Absent where no network looked. */
  passiveLiveness: z.number().min(0).max(1).nullable().optional(),
  holderName: z.string().max(200).nullable(),
  holderNumber: z.string().max(20).nullable(),
  /** Absent in what was recorded before chips were read. */
  chip: chipStateSchema.optional(),
  flags: z.array(z.string()),
  checkedAt: timestampSchema,
});
export type IdentityEvidence = z.infer<typeof identityEvidenceSchema>;
