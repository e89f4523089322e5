// VietQR: the EMVCo merchant-presented QR with NAPAS's template 38. TLV of two-digit id, two-digit length
// and value; field 63 is a CRC-16/CCITT-FALSE over everything before it including "6304".

const NAPAS_AID = 'A000000727';
const SERVICES = { account: 'QRIBFTTA', card: 'QRIBFTTC' } as const;
const VND = '704';
const MAX_PURPOSE = 25;

/** A transfer that a banking app fills in from the QR. */
export interface VietQr {
  /** Bank identification number of the beneficiary's bank, six digits. */
  readonly bankBin: string;
  readonly beneficiary: { readonly kind: keyof typeof SERVICES; readonly number: string };
  /** Whole đồng; without it the QR is static and the payer types the amount. */
  readonly amountVnd?: number;
  readonly billNumber?: string;
  /** Plain letters and digits; `toPurpose` makes it of Vietnamese text. */
  readonly purpose?: string;
}

const field = (id: string, value: string): string => {
  if (value.length > 99 || !/^[\x20-\x7e]*$/.test(value)) {
    throw new RangeError(`field ${id} holds at most 99 plain characters`);
  }
  return `${id}${String(value.length).padStart(2, '0')}${value}`;
};

/** CRC-16/CCITT-FALSE as four upper-case hexadecimal digits. */
export const crc16 = (text: string): string => {
  let crc = 0xffff;
  for (const byte of Buffer.from(text, 'latin1')) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit++) crc = (crc & 0x8000 ? (crc << 1) ^ 0x1021 : crc << 1) & 0xffff;
  }
  return crc.toString(16).toUpperCase().padStart(4, '0');
};

/** Strips diacritics and cuts to 25 characters, because lengths in VietQR count plain characters. */
export const toPurpose = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replaceAll('đ', 'd')
    .replaceAll('Đ', 'D')
    .replace(/[^ -~]/g, ' ')
    .replace(/ +/g, ' ')
    .slice(0, MAX_PURPOSE)
    .trim();

/**
 * Builds the text of the QR.
 * @throws RangeError when a part is not what the format allows
 */
export const buildVietQr = (transfer: VietQr): string => {
  const { bankBin, beneficiary, amountVnd, billNumber, purpose } = transfer;
  if (!/^\d{6}$/.test(bankBin)) throw new RangeError('a bank BIN has six digits');
  if (!/^[0-9A-Za-z]{1,19}$/.test(beneficiary.number)) {
    throw new RangeError('an account has 1 to 19 characters');
  }
  if (amountVnd !== undefined && (!Number.isSafeInteger(amountVnd) || amountVnd < 1)) {
    throw new RangeError('an amount is a positive whole number');
  }
  const account = field('00', bankBin) + field('01', beneficiary.number);
  const merchant = field('00', NAPAS_AID) + field('01', account) + field('02', SERVICES[beneficiary.kind]);
  const additional =
    (billNumber === undefined ? '' : field('01', billNumber)) +
    (purpose === undefined ? '' : field('08', purpose));
  const body = [
    field('00', '01'),
    field('01', amountVnd === undefined ? '11' : '12'),
    field('38', merchant),
    field('53', VND),
    amountVnd === undefined ? '' : field('54', String(amountVnd)),
    field('58', 'VN'),
    additional === '' ? '' : field('62', additional),
    '6304',
  ].join('');
  return body + crc16(body);
};

const parseFields = (text: string): Map<string, string> | null => {
  const fields = new Map<string, string>();
  for (let at = 0; at < text.length; ) {
    const head = /^(\d\d)(\d\d)/.exec(text.slice(at, at + 4));
    if (head === null) return null;
    const [id = '', length = ''] = head.slice(1);
    const value = text.slice(at + 4, at + 4 + Number(length));
    if (value.length !== Number(length) || fields.has(id)) return null;
    fields.set(id, value);
    at += 4 + value.length;
  }
  return fields;
};

/** Reads a VietQR; null when the text is malformed, its CRC is wrong, or it is no VietQR transfer. */
export const parseVietQr = (text: string): VietQr | null => {
  if (crc16(text.slice(0, -4)) !== text.slice(-4)) return null;
  const fields = parseFields(text);
  const merchant = parseFields(fields?.get('38') ?? '');
  const account = parseFields(merchant?.get('01') ?? '');
  const additional = parseFields(fields?.get('62') ?? '');
  if (!fields || !merchant || !account || !additional) return null;
  const kind = (['account', 'card'] as const).find((name) => SERVICES[name] === merchant.get('02'));
  const bankBin = account.get('00');
  const number = account.get('01');
  if (fields.get('00') !== '01' || merchant.get('00') !== NAPAS_AID) return null;
  if (kind === undefined || bankBin === undefined || number === undefined || fields.get('53') !== VND) {
    return null;
  }
  const amount = fields.get('54');
  if (amount !== undefined && !/^[1-9]\d*$/.test(amount)) return null;
  const billNumber = additional.get('01');
  const purpose = additional.get('08');
  return {
    bankBin,
    beneficiary: { kind, number },
    ...(amount === undefined ? {} : { amountVnd: Number(amount) }),
    ...(billNumber === undefined ? {} : { billNumber }),
    ...(purpose === undefined ? {} : { purpose }),
  };
};
