import { z } from 'zod';

/** Identity of a request: a UUID made by the kiosk, so that every retry names the same request. */
export const requestIdSchema = z.uuid();
export const visitIdSchema = z.uuid();
export const kioskIdSchema = z.string().regex(/^[a-z0-9][a-z0-9-]{1,62}$/);
/** SHA-256 as 64 lower-case hexadecimal digits. */
export const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/);
export const timestampSchema = z.iso.datetime({ offset: true });
export const languageSchema = z.enum(['vi', 'en']);
export type Language = z.infer<typeof languageSchema>;

/** A text in both languages of the house. */
export const bilingualSchema = z.object({ vi: z.string(), en: z.string() });
export type Bilingual = z.infer<typeof bilingualSchema>;

/** certified = bản sao điện tử được chứng thực (Decree 45/2020 art. 10); digital = bản sao số. Never mixed. */
export const productSchema = z.enum(['certified', 'digital']);
export type Product = z.infer<typeof productSchema>;
