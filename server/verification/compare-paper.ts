// Whoever holds the paper may enter the check code printed on it and compare the page images: a genuine QR can be glued
// on a forged paper.
import { createHash, timingSafeEqual } from 'node:crypto';
import { type Fault, fault } from '@saoy/contracts/errors';
import { err, ok, type Result } from '@saoy/contracts/result';
import { and, asc, eq, gt, sql } from 'drizzle-orm';
import sharp from 'sharp';
import { recordAudit } from '../audit/record-audit.ts';
import { audit, copies, copyPages, pageTickets } from '../storage/schema.ts';
import type { VerificationContext } from './verification-context.ts';

const ticketTtlMs = 10 * 60_000;
/** 40 bits of check code hold only while guesses are few. */
const maxWrongCodesPerHour = 10;
const hourMs = 3_600_000;

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const isEqual = (a: string, b: string): boolean =>
  a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));

export interface OpenedPages {
  readonly pages: { readonly url: string; readonly widthPx: number; readonly heightPx: number }[];
  readonly timesOpened: number;
  readonly expiresAt: string;
}

/** Checks the check code, counts, and answers addresses of the page images that live ten minutes. */
export async function openPages(
  context: VerificationContext,
  input: { code: string; checkCode: string },
): Promise<Result<OpenedPages, Fault>> {
  const { db } = context.database;
  const at = context.now();
  const [copy] = await db.select().from(copies).where(eq(copies.code, input.code));
  if (copy === undefined || copy.sha256 === null || copy.state === 'pending')
    return err(fault('general.not-found'));
  if (!copy.arePagesShown) return err(fault('verification.pages-hidden'));
  if ((await countWrongCodes(context, input.code)) >= maxWrongCodesPerHour)
    return err(fault('general.too-many-requests', 'too many wrong check codes for this copy within an hour'));
  if (!isEqual(sha256(`${input.code}:${input.checkCode}`), copy.checkCodeHash)) {
    await db
      .update(copies)
      .set({ wrongCheckCodes: sql`${copies.wrongCheckCodes} + 1` })
      .where(eq(copies.code, input.code));
    await recordAudit(db, {
      at,
      code: 'copy.check-code-refused',
      by: null,
      subject: input.code,
      isSuccess: false,
    });
    return err(fault('verification.check-code-wrong'));
  }
  const ticket = Buffer.from(context.random(24)).toString('base64url');
  const expiresAt = new Date(at.getTime() + ticketTtlMs);
  const [counted] = await db
    .update(copies)
    .set({ timesOpened: sql`${copies.timesOpened} + 1` })
    .where(eq(copies.code, input.code))
    .returning({ timesOpened: copies.timesOpened });
  await db.insert(pageTickets).values({ ticketHash: sha256(ticket), code: input.code, expiresAt });
  await recordAudit(db, { at, code: 'copy.pages-shown', by: null, subject: input.code });
  const pages = await db
    .select()
    .from(copyPages)
    .where(eq(copyPages.code, input.code))
    .orderBy(asc(copyPages.position));
  return ok({
    pages: pages.map(({ position, widthPx, heightPx, rotation }) => ({
      url: `/public/v1/pages/${ticket}/${position}`,
      widthPx: rotation % 180 === 0 ? widthPx : heightPx,
      heightPx: rotation % 180 === 0 ? heightPx : widthPx,
    })),
    timesOpened: counted?.timesOpened ?? 1,
    expiresAt: expiresAt.toISOString(),
  });
}

async function countWrongCodes(context: VerificationContext, code: string): Promise<number> {
  const since = new Date(context.now().getTime() - hourMs);
  const refusals = and(
    eq(audit.code, 'copy.check-code-refused'),
    eq(audit.subject, code),
    gt(audit.at, since),
  );
  return context.database.db.$count(audit, refusals);
}

/** One page image, upright, small enough for a phone and large enough to read. */
export async function openPage(
  context: VerificationContext,
  input: { ticket: string; position: number },
): Promise<Result<Uint8Array, Fault>> {
  const { db } = context.database;
  const [found] = await db
    .select()
    .from(pageTickets)
    .innerJoin(copyPages, eq(copyPages.code, pageTickets.code))
    .innerJoin(copies, eq(copies.code, pageTickets.code))
    .where(
      and(
        eq(pageTickets.ticketHash, sha256(input.ticket)),
        gt(pageTickets.expiresAt, context.now()),
        eq(copyPages.position, input.position),
        eq(copies.arePagesShown, true),
      ),
    );
  if (found === undefined) return err(fault('general.not-found'));
  const jpeg = await context.objects.get(found.copy_pages.imageKey);
  if (jpeg === null) return err(fault('general.not-found'));
  const upright = await sharp(jpeg)
    .rotate(found.copy_pages.rotation)
    .resize({ width: 1400, withoutEnlargement: true })
    .jpeg({ quality: 80 })
    .toBuffer();
  return ok(new Uint8Array(upright));
}
