// DG13 of Vietnamese cards: no specification is published; the order of the fields is what public readers agree on, so
// everything here may be absent and nothing is required of it.
import { Asn1Node, TAG } from '../../validation/asn1/asn1-node.ts';
import { numberOf, textOf } from '../../validation/asn1/asn1-values.ts';

export interface VietnameseDetails {
  readonly number: string | null;
  readonly fullName: string | null;
  /** As it stands: dd/mm/yyyy on the cards seen. */
  readonly dateOfBirth: string | null;
  readonly gender: string | null;
  readonly nationality: string | null;
  readonly residence: string | null;
  readonly issueDate: string | null;
  readonly expiryDate: string | null;
  readonly formerNumber: string | null;
}

const FIELDS = {
  number: 1,
  fullName: 2,
  dateOfBirth: 3,
  gender: 4,
  nationality: 5,
  residence: 9,
  issueDate: 11,
  expiryDate: 12,
  formerNumber: 15,
} as const;
const MOST_DEPTH = 6;

/** The fields that could be read; undefined when the file holds none of the expected shape. */
export function readVietnameseDetails(file: Uint8Array): VietnameseDetails | undefined {
  try {
    const fields = new Map<number, string>();
    collectFields(Asn1Node.read(file), fields, 0);
    if (fields.size === 0) return undefined;
    const details = Object.entries(FIELDS).map(([name, index]) => [name, fields.get(index) ?? null]);
    return Object.fromEntries(details) as VietnameseDetails;
  } catch {
    return undefined;
  }
}

/** Every `SEQUENCE { INTEGER, text }`, wherever it stands. */
function collectFields(node: Asn1Node, fields: Map<number, string>, depth: number): void {
  if (!node.isConstructed || depth > MOST_DEPTH) return;
  const children = node.children();
  const [index, value] = children;
  const text = value === undefined ? undefined : readText(value);
  if (children.length === 2 && index?.is(TAG.integer) === true && text !== undefined) {
    const number = numberOf(index);
    if (number !== undefined && text.trim() !== '' && !fields.has(number))
      fields.set(number, text.trim().normalize('NFC'));
    return;
  }
  for (const child of children) collectFields(child, fields, depth + 1);
}

function readText(node: Asn1Node): string | undefined {
  if (node.isConstructed) return undefined;
  return node.tagClass === 0 ? textOf(node) : undefined;
}
