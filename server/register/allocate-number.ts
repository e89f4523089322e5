import type { Product } from '@saoy/contracts/ids';
import { sql } from 'drizzle-orm';
import { toVietnamTime } from '../calendar/vietnam-time.ts';
import type { Executor } from '../storage/database.ts';
import { registerCounters } from '../storage/schema.ts';

export interface AllocatedNumber {
  readonly year: number;
  readonly number: number;
  /** Never before the time of the number before it, whatever the clocks of several servers say. */
  readonly issuedAt: Date;
}

/**
 * Takes the next number of an authority's register: continuous from 1 to the end of the Vietnamese year (Circular
 * 01/2020 art. 4). The counter stays locked until the transaction ends, so a rolled-back number is not lost.
 */
export async function allocateNumber(
  tx: Executor,
  input: { authority: string; product: Product; at: Date },
): Promise<AllocatedNumber> {
  const { authority, product, at } = input;
  const { year } = toVietnamTime(at);
  const [counter] = await tx
    .insert(registerCounters)
    .values({ authority, product, year, lastNumber: 1, lastIssuedAt: at })
    .onConflictDoUpdate({
      target: [registerCounters.authority, registerCounters.product, registerCounters.year],
      set: {
        lastNumber: sql`${registerCounters.lastNumber} + 1`,
        lastIssuedAt: sql`greatest(${registerCounters.lastIssuedAt}, excluded.last_issued_at)`,
      },
    })
    .returning();
  if (counter === undefined) throw new Error('the register counter did not answer');
  return { year, number: counter.lastNumber, issuedAt: counter.lastIssuedAt };
}
