import { fault } from '@saoy/contracts/errors';
import type { CardHolder } from '@saoy/contracts/identity';
import { err, ok, type Result } from '@saoy/contracts/result';

const leastFields = 7;
/** The code on a card holds at most about 107 bytes; far more is something else. */
const maxLength = 1000;
/** What becomes of bytes that are no text; no card has any. */
const NO_TEXT = /[\p{Cc}\uFFFD]/u;

/**
 * Reads the QR of both card generations. Cards since 2021 (Circular 06/2021) hold
 * `number|former number|name|birth ddmmyyyy|sex|residence|issue ddmmyyyy`; those since July 2024 (Circular 16/2024)
 * hold more fields, whose order is not published: they are kept raw. Where the second field is plainly the name,
 * the order of the circular's own list is taken (name, birth, sex, residence, issue, former number).
 * The code is unsigned: what it says proves nothing by itself. Fails with `identity.card-unreadable`.
 */
export const parseCardQr = (text: string): Result<CardHolder> => {
  if (text.length > maxLength) return err(fault('identity.card-unreadable', 'too long for a card'));
  if (NO_TEXT.test(text.trim())) return err(fault('identity.card-unreadable', 'bytes that are no text'));
  const fields = text
    .normalize('NFC')
    .split('|')
    .map((field) => field.trim());
  const number = fields[0] ?? '';
  if (fields.length < leastFields || !/^\d{12}$/.test(number))
    return err(fault('identity.card-unreadable', 'not the code of a card'));
  const isNameSecond = /\p{L}/u.test(fields[1] ?? '');
  const [formerNumber, fullName, birth, gender, residence, issue] = isNameSecond
    ? [fields[6], fields[1], fields[2], fields[3], fields[4], fields[5]]
    : fields.slice(1, leastFields);
  if (!fullName || !/\p{L}/u.test(fullName))
    return err(fault('identity.card-unreadable', 'no name in the code'));
  return ok({
    number,
    formerNumber: formerNumber || null,
    fullName,
    dateOfBirth: parseCompactDate(birth ?? ''),
    gender: gender ?? '',
    residence: residence ?? '',
    issueDate: parseCompactDate(issue ?? ''),
    extra: fields.slice(leastFields),
  });
};

/** `ddmmyyyy` to ISO 8601; null where there is no such day. */
export const parseCompactDate = (text: string): string | null => {
  const parts = /^(\d{2})(\d{2})(\d{4})$/.exec(text);
  if (!parts) return null;
  const iso = `${parts[3]}-${parts[2]}-${parts[1]}`;
  const date = new Date(`${iso}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(iso) ? iso : null;
};
