import { randomBytes } from 'node:crypto';
import { makeCopyCode } from '@saoy/contracts/copy-code';

export type Query = (text: string, values?: unknown[]) => Promise<unknown>;

const batch = 20_000;

/** Fills the register with copies `from` to `to`, as they are when issued; every hundredth is annulled. Answers their codes. */
export async function generateCopies(query: Query, from: number, to: number): Promise<string[]> {
  // Requests and register rows, to which copies refer, are not read by look-ups and left out.
  await query('set session_replication_role = replica');
  const codes: string[] = [];
  for (let at = from; at < to; at += batch) {
    const some = Array.from({ length: Math.min(batch, to - at) }, () => makeCopyCode(randomBytes(11)));
    await query(
      `insert into copies (code, request_id, authority, product, year, number, book, issued_at, page_count,
         document_type, document_title, holder_masked, certifier_name, certifier_title, signer_name, check_code_hash,
         state, sha256, size_bytes, file_key, released_at, annulment)
       select code, gen_random_uuid(), 'viet-hung', 'certified', 2026, $2::int + n, '01/2026',
         timestamptz '2026-11-01' + n * interval '1 second', 2, 'birth',
         '{"vi": "Giấy khai sinh", "en": "Birth certificate"}', 'Nguyễn V. A.', 'Nguyễn Thị Minh Hà',
         E'KT. CHỦ TỊCH\\nPHÓ CHỦ TỊCH', 'certifier-1', encode(sha256(convert_to(code, 'UTF8')), 'hex'),
         case when n % 100 = 0 then 'annulled' else 'issued' end,
         encode(sha256(convert_to(code || '1', 'UTF8')), 'hex'), 350000,
         encode(sha256(convert_to(code || '2', 'UTF8')), 'hex'), now(),
         case when n % 100 = 0 then '{"decisionNumber": "12/QĐ-UBND", "decisionDate": "2026-11-20",
           "signer": "Trần Thị Chủ Tịch", "reason": "Bản chính bị thu hồi", "at": "2026-11-20T02:00:00.000Z"}'::jsonb end
       from unnest($1::text[]) with ordinality as given (code, n)
       on conflict do nothing`,
      [some, at],
    );
    codes.push(...some);
  }
  await query('set session_replication_role = origin');
  await query('vacuum analyze copies');
  return codes;
}
