import type { CardHolder } from '@saoy/contracts/identity';
import { vietnamDay } from '../calendar/vietnam-time.ts';

/** What does not fit together on a card; a person judges it, it refuses nothing. */
export type CardFlag =
  | 'number-unknown-province'
  | 'number-sex-mismatch'
  | 'number-birth-year-mismatch'
  | 'birth-date-impossible'
  | 'issue-date-impossible';

/** Codes of the 63 provinces of 2016; numbers keep them after the mergers of 2025. Above 100: born abroad. */
const provinceCodes = new Set(
  `001 002 004 006 008 010 011 012 014 015 017 019 020 022 024 025 026 027 030 031 033 034 035 036 037 038 040 042
   044 045 046 048 049 051 052 054 056 058 060 062 064 066 067 068 070 072 074 075 077 079 080 082 083 084 086 087
   089 091 092 093 094 095 096`.split(/\s+/),
);

/**
 * Compares the number (Decree 137/2015 art. 13: province, century and sex, year of birth, six random digits) with
 * the rest of the card. The number has no check digit.
 */
export const checkCardNumber = (holder: CardHolder, today: Date): CardFlag[] => {
  const flags: CardFlag[] = [];
  const { number, dateOfBirth, issueDate } = holder;
  const province = number.slice(0, 3);
  if (!provinceCodes.has(province) && Number(province) < 100) flags.push('number-unknown-province');
  const centuryAndSex = Number(number[3]);
  const isMale = centuryAndSex % 2 === 0;
  const gender = holder.gender.toLocaleLowerCase('vi');
  if ((gender === 'nam' && !isMale) || (gender === 'nữ' && isMale)) flags.push('number-sex-mismatch');
  const birthYear = 1900 + Math.floor(centuryAndSex / 2) * 100 + Number(number.slice(4, 6));
  const todayIso = vietnamDay(today);
  if (dateOfBirth === null || dateOfBirth > todayIso) flags.push('birth-date-impossible');
  else if (Number(dateOfBirth.slice(0, 4)) !== birthYear) flags.push('number-birth-year-mismatch');
  if (issueDate === null || issueDate > todayIso || (dateOfBirth !== null && issueDate < dateOfBirth))
    flags.push('issue-date-impossible');
  return flags;
};
