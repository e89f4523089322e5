import type { RecognisedField } from '@saoy/contracts/recognition';
import { assembleDocument } from '../recognition/assemble-document.ts';
import type { PageReading } from '../recognition/page-reading.ts';
import type { Recogniser } from '../recognition/recogniser.ts';
import type { CardPrint } from './cross-check-card.ts';
import { parseTd1 } from './mrz/parse-td1.ts';
import { passportStateOf } from './mrz/passport-state.ts';
import type { ReadCardPrint } from './read-card.ts';

/** Less surely read print would raise flags about the reader, not about the card. */
const LEAST_CONFIDENCE = 0.9;

/**
 * Reads the print of a card with the engine for papers. What cannot be read within `limitMs`, also because the engine
 * is still starting, has no print: the person at the kiosk does not wait for it.
 */
export const createCardPrintReader =
  (recogniser: Pick<Recogniser, 'readPage'>, limitMs: number): ReadCardPrint =>
  async (image, today) => {
    const late = Promise.withResolvers<null>();
    const timer = setTimeout(() => late.resolve(null), limitMs);
    const read = await Promise.race([recogniser.readPage(image), late.promise]);
    clearTimeout(timer);
    return read?.ok === true ? cardPrintOf(read.value, today) : null;
  };

/** What is clearly printed, not what the code of the card made of it. */
export function cardPrintOf(page: PageReading, today: Date): CardPrint | null {
  const { zone: _zone, codes: _codes, ...printed } = page;
  const { type, fields } = assembleDocument([printed], today);
  const zone = page.zone === undefined ? null : (parseTd1(page.zone.text, today) ?? null);
  const passportState = passportStateOf(page.text);
  if (type !== 'cccd' && zone === null && passportState === undefined) return null;
  const sex = sure(fields['gender']);
  return {
    number: sure(fields['number']),
    fullName: sure(fields['full_name']),
    dateOfBirth: sure(fields['date_of_birth']),
    sex: sex === 'male' ? 'M' : sex === 'female' ? 'F' : null,
    zone,
    ...(passportState === undefined ? {} : { passportState }),
  };
}

const sure = (field: RecognisedField | undefined): string | null =>
  field !== undefined && field.confidence >= LEAST_CONFIDENCE && field.needsConfirmation !== true
    ? field.normalised
    : null;
