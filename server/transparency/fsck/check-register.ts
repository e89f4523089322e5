import { and, asc, eq, gt, or, sql } from 'drizzle-orm';
import { toVietnamTime } from '../../calendar/vietnam-time.ts';
import type { Executor } from '../../storage/database.ts';
import { type RegisterRow, registerCounters, registerRows } from '../../storage/schema.ts';
import type { Findings } from './findings.ts';

const BATCH = 2000;

interface RegisterCheckInput {
  readonly db: Executor;
  readonly findings: Findings;
  onRows(done: number): void;
}

const bookOf = ({ authority, product, year }: Pick<RegisterRow, 'authority' | 'product' | 'year'>): string =>
  `${authority}/${product}/${year}`;

/** Every register: from 1 without a gap, one row a number, dates never backwards, reasons where a number is void. */
export async function checkRegister({
  db,
  findings,
  onRows,
}: RegisterCheckInput): Promise<{ rows: number; voided: number }> {
  const counters = new Map(
    (await db.select().from(registerCounters)).map((counter) => [bookOf(counter), counter.lastNumber]),
  );
  const last = new Map<string, number>();
  let former: RegisterRow | undefined;
  let count = 0;
  let voided = 0;
  for (;;) {
    const rows: RegisterRow[] = await db
      .select()
      .from(registerRows)
      .where(former === undefined ? undefined : after(former))
      .orderBy(
        asc(registerRows.authority),
        asc(registerRows.product),
        asc(registerRows.year),
        asc(registerRows.number),
      )
      .limit(BATCH);
    for (const row of rows) {
      checkRow(findings, row, former !== undefined && bookOf(former) === bookOf(row) ? former : undefined);
      last.set(bookOf(row), row.number);
      if (row.state === 'voided') voided += 1;
      former = row;
    }
    count += rows.length;
    onRows(count);
    if (rows.length < BATCH) break;
  }
  for (const [book, number] of counters)
    if (last.get(book) !== number)
      findings.add(
        'register.counter-differs',
        book,
        `the counter is at ${number}, the last row at ${last.get(book) ?? 0}`,
      );
  for (const book of last.keys())
    if (!counters.has(book)) findings.add('register.counter-differs', book, 'there is no counter');
  await checkOnce(db, findings);
  return { rows: count, voided };
}

const after = (row: RegisterRow) =>
  or(
    gt(registerRows.authority, row.authority),
    and(eq(registerRows.authority, row.authority), gt(registerRows.product, row.product)),
    and(
      eq(registerRows.authority, row.authority),
      eq(registerRows.product, row.product),
      gt(registerRows.year, row.year),
    ),
    and(
      eq(registerRows.authority, row.authority),
      eq(registerRows.product, row.product),
      eq(registerRows.year, row.year),
      gt(registerRows.number, row.number),
    ),
  );

function checkRow(findings: Findings, row: RegisterRow, former: RegisterRow | undefined): void {
  const place = `${bookOf(row)}/${row.number}`;
  const expected = (former?.number ?? 0) + 1;
  if (row.number > expected) findings.add('register.gap', place, `${expected} is missing`);
  if (former !== undefined && row.issuedAt < former.issuedAt)
    findings.add(
      'register.back-dated',
      place,
      `${row.issuedAt.toISOString()}, the number before has ${former.issuedAt.toISOString()}`,
    );
  if (toVietnamTime(row.issuedAt).year !== row.year)
    findings.add('register.back-dated', place, `${row.issuedAt.toISOString()} is not in ${row.year}`);
  if (row.state === 'voided' && row.remarks.trim() === '')
    findings.add('register.no-reason', place, row.code);
}

/** The database refuses these by keys, which its owner can drop. */
async function checkOnce(db: Executor, findings: Findings): Promise<void> {
  const columns = [
    sql`code`,
    sql`request_id::text`,
    sql`authority || '/' || product || '/' || year || '/' || number`,
  ];
  for (const column of columns) {
    const { rows } = (await db.execute(
      sql`select ${column} as subject, count(*)::int as times from register_rows group by 1 having count(*) > 1 limit 1000`,
    )) as unknown as { rows: { subject: string; times: number }[] };
    for (const { subject, times } of rows) findings.add('register.number-twice', subject, `${times} rows`);
  }
}
