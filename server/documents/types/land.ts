import { toDigits } from '../dates.ts';
import { type DocumentLine, findLabel } from '../document-text.ts';
import type { DocumentRules, FieldRule } from '../field-rule.ts';
import { behindColon, parseName, parseReference } from '../field-values.ts';
import { afterLabel, behindLabel, firstOf, placeAndDate } from '../find-fields.ts';

/** CS 102475 and CH24586: letters, then digits. */
const repair = (text: string): string =>
  text.replace(
    /^(\p{L}{2} ?)([0-9OoQIlSsBZz]{5,8})$/u,
    (_, letters: string, digits: string) => letters + toDigits(digits),
  );

const serial = parseReference(/^\p{Lu}{1,2} ?\d{5,8}$/u, repair);

/** The serial as printed on the cover, without a label. */
const serialAlone: FieldRule = (text) => {
  const line = text.lines.find(({ text: alone }) => /^\p{Lu}{2} ?\d{6,8}$/u.test(alone.trim()));
  return line && serial({ line, start: 0, end: line.text.length });
};

/** "Ông: …" and on the next line "Bà: …": that they are a couple a person confirms. */
const secondPerson: FieldRule = (text) => {
  const persons = text.lines.filter((line) => /^(?:\d )?(?:va )?(?:ho )?(?:ong|ba) /u.test(line.folded.text));
  const [first, second] = persons;
  if (first === undefined || second === undefined || second.index - first.index > 3) return undefined;
  const titleOf = (line: DocumentLine) => /(?:ong|ba)/u.exec(line.folded.text)?.[0];
  if (titleOf(first) === titleOf(second)) return undefined;
  const label = findLabel(second, titleOf(second)!);
  const found = label && parseName(behindLabel(label));
  return found && { ...found, isAmbiguous: true };
};

/** Certificate of land use rights and of what stands on the land. */
export const land: DocumentRules = {
  type: 'land',
  titles: [
    'QUYỀN SỬ DỤNG ĐẤT, QUYỀN SỞ HỮU NHÀ Ở',
    'QUYỀN SỬ DỤNG ĐẤT, QUYỀN SỞ HỮU TÀI SẢN GẮN LIỀN VỚI ĐẤT',
    'GIẤY CHỨNG NHẬN QUYỀN SỬ DỤNG ĐẤT',
  ],
  signs: ['nguoi su dung dat', 'to ban do so', 'so vao so cap gcn', 'nguon goc su dung'],
  bearsSeal: true,
  fields: {
    number: firstOf(
      afterLabel(
        [
          'so phat hanh giay chung nhan',
          'so phat hanh gcn',
          'so phat hanh so seri',
          'so phat hanh',
          'so seri',
        ],
        serial,
      ),
      serialAlone,
    ),
    register_number: afterLabel(
      [
        'vao so cap giay chung nhan quyen su dung dat so',
        'vao so cap gcn qsdd so',
        'so vao so cap giay chung nhan',
        'so vao so cap gcn',
        'so vao so',
      ],
      parseReference(/^\p{Lu}{1,3}[ -]?\d{4,8}(?:\/\d{4})?$/u, repair),
    ),
    full_name: firstOf(
      afterLabel(['ho ong', 'ho ba', 'ong ba', 'ong', 'ba'], parseName, { beginsLine: true }),
      afterLabel(['ten nguoi su dung dat', 'nguoi su dung dat', 'chu su dung dat'], parseName, {
        hasColon: true,
      }),
    ),
    spouse: firstOf(
      afterLabel(
        ['va vo la ba', 'vo la ba', 'va chong la ong', 'chong la ong', 'vo la', 'chong la'],
        parseName,
      ),
      afterLabel(['va vo', 'va chong', 'vo', 'chong', 'cung vo', 'cung chong'], behindColon(parseName), {
        beginsLine: true,
      }),
      secondPerson,
    ),
    issue_date: placeAndDate,
  },
};
