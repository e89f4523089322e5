import type { CopyVerdict } from '@saoy/contracts/public-api';
import { eq } from 'drizzle-orm';
import { copies } from '../storage/schema.ts';
import { verdictOf } from './copy-facts.ts';
import type { LookUpContext } from './verification-context.ts';

/** What the register says of a code. `genuine` here means issued: paper must still be compared with the pages. */
export async function verifyCopy(context: LookUpContext, code: string): Promise<CopyVerdict> {
  const [copy] = await context.database.db.select().from(copies).where(eq(copies.code, code));
  return verdictOf(context, copy, 'number-issued');
}
