// The look-up behind every QR. Look-ups that arrive while the database is busy go to it together, so that a crowd costs few
// round trips; nothing is remembered between them, so what the register says now is what is answered.
import { createHash } from 'node:crypto';
import type { CopyStatus } from '@saoy/contracts/copy-verdicts';
import type { Bilingual } from '@saoy/contracts/ids';
import { sql } from 'drizzle-orm';
import { type PublicCopy, publicCopyColumns } from '../register/public-copy.ts';
import { copies } from '../storage/schema.ts';
import { verdictOf } from './copy-facts.ts';
import type { LookUpContext } from './verification-context.ts';

/** One answer, ready to be sent. */
export interface LookUpAnswer {
  readonly status: CopyStatus;
  /** JSON of the verdict. */
  readonly body: string;
  /** Names everything in it but the moment it was read. */
  readonly etag: string;
}

export interface CopyLookUp {
  lookUp(code: string): Promise<LookUpAnswer>;
}

type Waiting = { resolve(row: PublicCopy | undefined): void; reject(error: unknown): void };

/** Queries under way at once; the others gather meanwhile. */
const MAX_QUERIES = 2;
const MAX_CODES = 200;
const HOUR_MS = 3_600_000;
const MAX_REMEMBERED_HOURS = 10_000;

export function createCopyLookUp(
  context: Pick<LookUpContext, 'database' | 'authorityAt' | 'now'>,
): CopyLookUp {
  const query = context.database.db
    .select(publicCopyColumns)
    .from(copies)
    .where(sql`${copies.code} = any(${sql.placeholder('codes')})`)
    .prepare('look_up_copies');
  let waiting = new Map<string, Waiting[]>();
  let queries = 0;

  async function ask(): Promise<void> {
    queries += 1;
    while (waiting.size > 0) {
      const batch = take();
      try {
        const rows = new Map(
          (await query.execute({ codes: [...batch.keys()] })).map((row) => [row.code, row]),
        );
        for (const [code, waiters] of batch) for (const { resolve } of waiters) resolve(rows.get(code));
      } catch (error) {
        for (const waiters of batch.values()) for (const { reject } of waiters) reject(error);
      }
    }
    queries -= 1;
  }

  function take(): Map<string, Waiting[]> {
    if (waiting.size <= MAX_CODES) {
      const all = waiting;
      waiting = new Map();
      return all;
    }
    const some = new Map([...waiting].slice(0, MAX_CODES));
    for (const code of some.keys()) waiting.delete(code);
    return some;
  }

  function find(code: string): Promise<PublicCopy | undefined> {
    return new Promise((resolve, reject) => {
      const others = waiting.get(code);
      if (others === undefined) waiting.set(code, [{ resolve, reject }]);
      else others.push({ resolve, reject });
      if (queries < MAX_QUERIES) setImmediate(() => void (queries < MAX_QUERIES && ask()));
    });
  }

  const named = { authorityAt: rememberByHour(context.authorityAt), now: context.now };
  return {
    async lookUp(code) {
      const { fetchedAt, ...facts } = verdictOf(named, await find(code), 'number-issued');
      const text = JSON.stringify(facts);
      const digest = createHash('sha1').update(text).digest('base64url');
      return {
        status: facts.status,
        body: `${text.slice(0, -1)},"fetchedAt":"${fetchedAt}"}`,
        etag: `W/"${digest}"`,
      };
    },
  };
}

/** Which day it is in Vietnam takes longer to find out than all the rest; days there begin on the hour. */
function rememberByHour(
  authorityAt: LookUpContext['authorityAt'],
): (at: Date) => { readonly name: Bilingual } {
  const known = new Map<number, { readonly name: Bilingual }>();
  return (at) => {
    const hour = Math.floor(at.getTime() / HOUR_MS);
    const found = known.get(hour) ?? { name: authorityAt(at).name };
    if (known.size >= MAX_REMEMBERED_HOURS) known.clear();
    known.set(hour, found);
    return found;
  };
}
