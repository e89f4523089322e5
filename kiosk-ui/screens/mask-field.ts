import { maskName, maskNumber } from '@saoy/contracts/identity';
import type { ReadField } from '@saoy/contracts/requests/view';

/** Longer runs of digits than a year or a day are numbers of persons or papers. */
const fewestNumberDigits = 6;

/** People stand in the queue behind: names and numbers are hidden until touched. */
export function maskField({ name, value }: Pick<ReadField, 'name' | 'value'>): string {
  if (/(^|[^a-z])(full)?-?name|holder|father|mother|spouse|husband|wife/i.test(name)) return maskName(value);
  const digits = value.replace(/\D/g, '');
  const isNumber = digits.length >= fewestNumberDigits && /^[\p{L}\d\s./-]{0,40}$/u.test(value);
  const isDate = /^\d{1,2}[/.-]\d{1,2}[/.-]\d{4}$|^\d{4}-\d{2}-\d{2}$/.test(value.trim());
  return isNumber && !isDate ? maskNumber(value) : value;
}
