import type { Product } from '@saoy/contracts/ids';
import type { RegisterRow } from '@saoy/contracts/staff-api';
import { and, asc, eq, ilike, or, sql } from 'drizzle-orm';
import { formatShortDate } from '../calendar/vietnamese-date.ts';
import type { ServiceContext } from '../service-context.ts';
import { registerRows } from '../storage/schema.ts';

export interface RegisterQuery {
  readonly product: Product;
  readonly year: number;
  readonly search: string;
}

function matching(context: ServiceContext, { product, year, search }: RegisterQuery) {
  const authority = context.authorityAt(context.now()).id;
  const pattern = `%${search.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
  return and(
    eq(registerRows.authority, authority),
    eq(registerRows.product, product),
    eq(registerRows.year, year),
    search === ''
      ? undefined
      : or(
          ilike(registerRows.requesterName, pattern),
          ilike(registerRows.documentTitle, pattern),
          ilike(registerRows.code, pattern),
          sql`${registerRows.number}::text = ${search}`,
        ),
  );
}

const columns = {
  number: registerRows.number,
  book: registerRows.book,
  issuedAt: registerRows.issuedAt,
  requesterName: registerRows.requesterName,
  documentTitle: registerRows.documentTitle,
  certifierName: registerRows.certifierName,
  certifierTitle: registerRows.certifierTitle,
  copies: registerRows.copies,
  feeVnd: registerRows.feeVnd,
  remarks: registerRows.remarks,
  code: registerRows.code,
  requestId: registerRows.requestId,
  state: registerRows.state,
};

/** A part of a register book, and whether the whole book runs from 1 without a gap. */
export async function readRegister(
  context: ServiceContext,
  query: RegisterQuery & { readonly offset: number; readonly limit: number },
): Promise<{ rows: RegisterRow[]; total: number; isGapFree: boolean }> {
  const { db } = context.database;
  const where = matching(context, query);
  const [rows, [count], [book]] = await Promise.all([
    db
      .select(columns)
      .from(registerRows)
      .where(where)
      .orderBy(asc(registerRows.number))
      .offset(query.offset)
      .limit(query.limit),
    db.select({ total: sql<number>`count(*)::int` }).from(registerRows).where(where),
    db
      .select({
        rows: sql<number>`count(*)::int`,
        last: sql<number>`coalesce(max(${registerRows.number}), 0)::int`,
      })
      .from(registerRows)
      .where(matching(context, { ...query, search: '' })),
  ]);
  return {
    rows: rows.map((row) => ({ ...row, issuedAt: row.issuedAt.toISOString() })),
    total: count?.total ?? 0,
    isGapFree: book !== undefined && book.rows === book.last,
  };
}

/** Columns of the SCT/BS book, as the form names them. */
const header = [
  'Số chứng thực',
  'Quyển số',
  'Ngày, tháng, năm chứng thực',
  'Họ tên của người yêu cầu chứng thực',
  'Tên của bản chính giấy tờ, văn bản',
  'Họ tên, chức danh người ký chứng thực',
  'Số bản sao đã được chứng thực',
  'Phí chứng thực',
  'Ghi chú',
];

/** Spreadsheets run text that begins like a formula: such text is set apart by an apostrophe (CSV injection). */
const cell = (value: string | number): string => {
  const text = String(value);
  const safe = typeof value === 'string' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return `"${safe.replaceAll('"', '""')}"`;
};

/** The register as CSV (RFC 4180) with a byte order mark, so that spreadsheets read Vietnamese. */
export async function exportRegister(context: ServiceContext, query: RegisterQuery): Promise<Uint8Array> {
  const rows = await context.database.db
    .select(columns)
    .from(registerRows)
    .where(matching(context, query))
    .orderBy(asc(registerRows.number));
  const lines = rows.map((row) =>
    [
      row.number,
      row.book,
      formatShortDate(row.issuedAt),
      row.requesterName,
      row.documentTitle,
      [row.certifierName, row.certifierTitle].filter(Boolean).join(', '),
      row.copies,
      row.feeVnd,
      row.remarks,
    ].map(cell),
  );
  const text = [header.map(cell), ...lines].map((line) => line.join(',')).join('\r\n');
  return new TextEncoder().encode(`\uFEFF${text}\r\n`);
}
