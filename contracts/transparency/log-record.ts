// What the log commits to. A record is canonical JSON (RFC 8785); a leaf's entry is a version, the kind and a salted hash,
// so that nobody reads or guesses a record from the log, and whoever holds record and salt can show that it is there.
import { sha256 } from './merkle-hash.ts';

/** `journal` covers the actions and register rows that no other leaf does. */
export const recordKinds = ['issue', 'annulment', 'renewal', 'journal'] as const;
export type RecordKind = (typeof recordKinds)[number];

export type RecordValue =
  | string
  | number
  | boolean
  | null
  | readonly RecordValue[]
  | { readonly [name: string]: RecordValue };

/** Names its own format, so that signed bytes say what they are. */
export interface LogRecord {
  readonly format: `saoy/${RecordKind}/v1`;
  /** When the log took it; never before the leaf in front of it. */
  readonly loggedAt: string;
  readonly [name: string]: RecordValue;
}

/** A copy was issued. Everything here is shown to whoever knows the code; digests are salted. */
export interface IssueRecord extends LogRecord {
  readonly format: 'saoy/issue/v1';
  readonly code: string;
  readonly product: 'certified' | 'digital';
  readonly authority: string;
  readonly year: number;
  readonly number: number;
  readonly book: string;
  readonly issuedAt: string;
  readonly pageCount: number;
  /** SHA-256 of the finished file. */
  readonly sha256: string;
  readonly sizeBytes: number;
  /** SHA-256 of the seal in its QR code: proves a seal that was made before its key was stolen. */
  readonly sealSha256: string;
  /** Salted digests of what is not public: the register row, the copy's row, the actions up to the issue. */
  readonly registerDigest: string;
  readonly copyDigest: string;
  readonly actionsDigest: string;
  readonly actionCount: number;
}

/** A copy's legal value was annulled. */
export interface AnnulmentRecord extends LogRecord {
  readonly format: 'saoy/annulment/v1';
  readonly code: string;
  /** Null for a copy from before the log. */
  readonly issueLeafIndex: number | null;
  readonly annulledAt: string;
  readonly decisionNumber: string;
  readonly decisionDate: string;
  readonly signer: string;
  readonly reason: string;
  /** Code of the copy that replaces it. */
  readonly replacedBy: string | null;
}

/** A further version of a copy: the released file with an archive time-stamp more. */
export interface RenewalRecord extends LogRecord {
  readonly format: 'saoy/renewal/v1';
  readonly code: string;
  readonly version: number;
  readonly sha256: string;
  readonly sizeBytes: number;
  readonly renewedAt: string;
}

/**
 * Canonical JSON (RFC 8785): names sorted by UTF-16 code units, no spaces, numbers and strings as ECMAScript writes them.
 * Throws RangeError for what has no such form.
 */
export function canonicalJson(value: RecordValue): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value as Record<string, RecordValue>).toSorted(([a], [b]) =>
      a < b ? -1 : 1,
    );
    return `{${members.map(([name, member]) => `${quote(name)}:${canonicalJson(member)}`).join(',')}}`;
  }
  if (typeof value === 'number' && !Number.isFinite(value))
    throw new RangeError('a number without a JSON form');
  if (value === undefined) throw new RangeError('a value without a JSON form');
  return typeof value === 'string' ? quote(value) : JSON.stringify(value);
}

function quote(text: string): string {
  if (!text.isWellFormed()) throw new RangeError('a text that is not well-formed Unicode');
  return JSON.stringify(text);
}

export const saltBytes = 32;
const entryVersion = 1;
const kindByte: Record<RecordKind, number> = { issue: 1, annulment: 2, renewal: 3, journal: 4 };
const commitmentPurpose = new TextEncoder().encode('saoy/record/v1\n');

export const entryBytes = 34;

/** Version, kind, SHA-256 over purpose, salt and canonical record. */
export async function leafEntry(
  kind: RecordKind,
  salt: Uint8Array,
  canonicalRecord: string,
): Promise<Uint8Array> {
  if (salt.length !== saltBytes) throw new RangeError(`a salt has ${saltBytes} bytes`);
  const commitment = await sha256(commitmentPurpose, salt, new TextEncoder().encode(canonicalRecord));
  return Uint8Array.of(entryVersion, kindByte[kind], ...commitment);
}

/** The kind that an entry says; null when it is not one of ours. */
export function kindOfEntry(entry: Uint8Array): RecordKind | null {
  if (entry.length !== entryBytes || entry[0] !== entryVersion) return null;
  return recordKinds.find((kind) => kindByte[kind] === entry[1]) ?? null;
}
