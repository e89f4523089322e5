// What a person can do at the screen. Commands answer nothing: their effect shows up in the status.
import { z } from 'zod';
import { languageSchema, productSchema } from '../ids.ts';
import { displaySchema } from './status.ts';

const command = <T extends string, S extends z.ZodRawShape>(type: T, shape: S) =>
  z.strictObject({ type: z.literal(type), ...shape });
const id = z.uuid();

export const visitCommandSchema = z.discriminatedUnion('type', [
  command('begin', {}),
  command('choose-language', { language: languageSchema }),
  command('set-display', { display: displaySchema }),
  command('open-help', {}),
  command('choose-product', { product: productSchema }),
  /** advice → "I still need the copy"; also leaves identity-result. */
  command('continue', {}),
  /** Consent to the face comparison, or the equal path: staff check. */
  command('give-consent', { face: z.boolean() }),
  command('ask-staff', {}),
  /** On card and face screens: let staff confirm the identity instead. */
  command('identify-by-staff', {}),
  /** How the card is shown: laid on the glass, or its code held before the camera, which opens then. */
  command('choose-card-way', { way: z.enum(['glass', 'camera']) }),
  command('read-card', {}),
  /** Goes on without the chip of the card. */
  command('skip-chip', {}),
  command('start-face', {}),
  command('scan-page', { source: z.enum(['glass', 'feeder']) }),
  command('rescan-page', { pageId: id }),
  command('keep-page', { pageId: id }),
  command('delete-page', { pageId: id }),
  command('move-page', { pageId: id, to: z.int().nonnegative() }),
  command('add-original', {}),
  command('select-original', { originalId: id }),
  command('delete-original', { originalId: id }),
  command('undo', {}),
  command('finish-scan', {}),
  command('question-field', { originalId: id, field: z.string().max(60), isQuestioned: z.boolean() }),
  command('confirm-read', {}),
  command('set-copies', { originalId: id, copies: z.int().min(1).max(100) }),
  command('set-delivery', {
    print: z.boolean(),
    download: z.boolean(),
    email: z.email().max(254).nullable(),
  }),
  command('show-fee', {}),
  command('confirm-request', {}),
  command('leave', {}),
  command('retry', {}),
  command('more-time', {}),
  command('back', {}),
  command('end', {}),
]);
export type VisitCommand = z.infer<typeof visitCommandSchema>;
export type VisitCommandType = VisitCommand['type'];
