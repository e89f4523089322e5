const DIGITS = ['không', 'một', 'hai', 'ba', 'bốn', 'năm', 'sáu', 'bảy', 'tám', 'chín'] as const;
const SCALES = ['', 'nghìn', 'triệu', 'tỷ'] as const;
const BILLION = 1_000_000_000;

const digit = (value: number): string => DIGITS[value] ?? '';

/** The units after a ten: mốt, tư and lăm replace một, bốn and năm where usage demands. */
const unitsAfter = (tens: number, units: number): string => {
  if (units === 0) return '';
  if (units === 1 && tens > 1) return 'mốt';
  if (units === 4 && tens > 1) return 'tư';
  if (units === 5 && tens > 0) return 'lăm';
  return digit(units);
};

/** Reads 0 to 999; `isInner` reads the empty hundreds and tens aloud, as after a higher group. */
const readGroup = (value: number, isInner: boolean): string => {
  const hundreds = Math.floor(value / 100);
  const tens = Math.floor((value % 100) / 10);
  const units = value % 10;
  const words: string[] = [];
  const hasHundreds = hundreds > 0 || isInner;
  if (hasHundreds) words.push(digit(hundreds), 'trăm');
  if (tens > 1) words.push(digit(tens), 'mươi');
  else if (tens === 1) words.push('mười');
  else if (units > 0 && hasHundreds) words.push('linh');
  words.push(unitsAfter(tens, units));
  return words.filter((word) => word !== '').join(' ');
};

const readBelowBillion = (value: number, isInner: boolean): string => {
  const words: string[] = [];
  for (let scale = 2; scale >= 0; scale--) {
    const group = Math.floor(value / 1000 ** scale) % 1000;
    if (group === 0) continue;
    words.push(readGroup(group, isInner || words.length > 0), SCALES[scale] ?? '');
  }
  return words.filter((word) => word !== '').join(' ');
};

const readNumber = (value: number): string => {
  if (value === 0) return digit(0);
  const billions = Math.floor(value / BILLION);
  const rest = value % BILLION;
  const high = billions > 0 ? `${readNumber(billions)} ${SCALES[3]}` : '';
  return [high, readBelowBillion(rest, billions > 0)].filter((part) => part !== '').join(' ');
};

/**
 * An amount in Vietnamese words as receipts write it: `Mười hai nghìn đồng`.
 * @throws RangeError unless the amount is a whole number from 0 to the largest safe integer
 */
export const amountInWords = (amountVnd: number): string => {
  if (!Number.isSafeInteger(amountVnd) || amountVnd < 0) throw new RangeError('an amount is a whole number');
  const words = readNumber(amountVnd);
  return `${words.charAt(0).toLocaleUpperCase('vi')}${words.slice(1)} đồng`;
};
