import { z } from 'zod';
import { timestampSchema } from '../ids.ts';
import { actorSchema } from '../requests/action.ts';
import { auditCodes } from './catalogue.ts';

export const auditEventSchema = z.object({
  id: z.int().positive(),
  at: timestampSchema,
  code: z.enum(auditCodes),
  by: actorSchema.nullable(),
  /** Request id, kiosk id, copy code: whatever the act was about. */
  subject: z.string().nullable(),
  isSuccess: z.boolean(),
  detail: z.string().nullable(),
});
export type AuditEvent = z.infer<typeof auditEventSchema>;
