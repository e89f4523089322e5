// The signed list of annulled copies (Circular 01/2020 art. 7 wants annulments published). A head carries the newest entries
// and the digests of full segments, which never change: whoever holds yesterday's list fetches the head alone. A reader
// refuses a list that goes back. Specified in docs/seal-format.md.

import { err, ok, type Result } from './result.ts';
import { type Bytes, type CborMap, type CborValue, decodeCbor, encodeCbor } from './seal/cbor.ts';
import { decodeSign1, isSign1Valid, type PublicKey, toHex } from './seal/cose-sign1.ts';
import type { SealKey, SealKeyList } from './seal/key-list.ts';
import { readCode } from './seal/seal-facts.ts';

export const ANNULMENTS_PURPOSE = 'annulments';
const VERSION = 1;
/** Entries of a full segment. */
export const SEGMENT_ENTRIES = 1024;

export interface ListedAnnulment {
  /** `7K3M-9QPX-2RTA`. */
  readonly code: string;
  /** When the register recorded it, in whole seconds. */
  readonly at: Date;
  readonly decisionNumber: string;
  /** `2026-11-21`. */
  readonly decisionDate: string;
  readonly signer: string;
  readonly reason: string;
  /** Code of the copy that replaces it. */
  readonly replacedBy: string | null;
}

export interface AnnulmentListHead {
  /** Id of the authority. */
  readonly authority: string;
  /** Grows by one with every list. */
  readonly sequence: number;
  readonly madeAt: Date;
  /** A newer list exists by then, even if nothing was annulled. */
  readonly nextUpdate: Date;
  /** Entries of the whole list. */
  readonly count: number;
  /** SHA-256 of each full segment, in order. */
  readonly segments: readonly Bytes[];
  /** What follows the full segments. */
  readonly tail: readonly ListedAnnulment[];
}

export type AnnulmentListProblem =
  | 'malformed'
  | 'version-unknown'
  | 'key-unknown'
  | 'signature-wrong'
  | 'segment-missing'
  /** A segment is not what the head says. */
  | 'segment-wrong';

const fields = {
  version: 1,
  purpose: 2,
  authority: 3,
  sequence: 4,
  madeAt: 5,
  nextUpdate: 6,
  count: 7,
  segments: 8,
  tail: 9,
} as const;

const secondsOf = (date: Date): number => Math.floor(date.getTime() / 1000);
const bareCode = (code: string): string => code.replaceAll('-', '');

/** A run of entries: decisions once, since one decision may annul many copies; entries name theirs by index. */
function blockOf(entries: readonly ListedAnnulment[]): CborValue {
  const decisions: CborValue[] = [];
  const places = new Map<string, number>();
  const rows = entries.map(({ code, at, decisionNumber, decisionDate, signer, reason, replacedBy }) => {
    const decision = [decisionNumber, decisionDate, signer, reason];
    const name = JSON.stringify(decision);
    let place = places.get(name);
    if (place === undefined) {
      place = decisions.push(decision) - 1;
      places.set(name, place);
    }
    return [bareCode(code), secondsOf(at), place, replacedBy === null ? null : bareCode(replacedBy)];
  });
  return [decisions, rows];
}

function readBlock(value: unknown): ListedAnnulment[] | null {
  if (!Array.isArray(value) || value.length !== 2) return null;
  const [decisions, rows] = value as unknown[];
  if (!Array.isArray(decisions) || !Array.isArray(rows)) return null;
  const isDecision = (item: unknown): item is string[] =>
    Array.isArray(item) && item.length === 4 && item.every((part) => typeof part === 'string');
  if (!decisions.every(isDecision)) return null;
  const entries: ListedAnnulment[] = [];
  for (const row of rows as unknown[]) {
    if (!Array.isArray(row) || row.length !== 4) return null;
    const [symbols, seconds, place, replacement] = row as unknown[];
    const code = readCode(symbols);
    const replacedBy = replacement === null ? null : readCode(replacement);
    const decision = typeof place === 'number' ? decisions[place] : undefined;
    if (code === null || !isCount(seconds) || decision === undefined) return null;
    if (replacement !== null && replacedBy === null) return null;
    const [decisionNumber = '', decisionDate = '', signer = '', reason = ''] = decision;
    const at = new Date(seconds * 1000);
    entries.push({ code, at, decisionNumber, decisionDate, signer, reason, replacedBy });
  }
  return entries;
}

/** The bytes of a full segment; their SHA-256 stands in the head and is the segment's address. */
export function encodeSegment(entries: readonly ListedAnnulment[]): Bytes {
  if (entries.length !== SEGMENT_ENTRIES) throw new RangeError(`a segment has ${SEGMENT_ENTRIES} entries`);
  return encodeCbor(blockOf(entries));
}

/** The payload that is signed. */
export function encodeListHead(head: AnnulmentListHead): Bytes {
  if (head.count !== head.segments.length * SEGMENT_ENTRIES + head.tail.length)
    throw new RangeError('the count is not that of segments and tail');
  return encodeCbor(
    new Map<number, CborValue>([
      [fields.version, VERSION],
      [fields.purpose, ANNULMENTS_PURPOSE],
      [fields.authority, head.authority],
      [fields.sequence, head.sequence],
      [fields.madeAt, secondsOf(head.madeAt)],
      [fields.nextUpdate, secondsOf(head.nextUpdate)],
      [fields.count, head.count],
      [fields.segments, head.segments],
      [fields.tail, blockOf(head.tail)],
    ]),
  );
}

function decodeListHead(payload: Uint8Array): Result<AnnulmentListHead, AnnulmentListProblem> {
  const decoded = decodeCbor(payload);
  if (!decoded.ok || !(decoded.value instanceof Map)) return err('malformed');
  const map = decoded.value as CborMap;
  if (map.get(fields.purpose) !== ANNULMENTS_PURPOSE) return err('malformed');
  if (map.get(fields.version) !== VERSION) return err('version-unknown');
  const authority = map.get(fields.authority);
  const [sequence, madeAt, nextUpdate, count] = [
    fields.sequence,
    fields.madeAt,
    fields.nextUpdate,
    fields.count,
  ].map((key) => map.get(key));
  const segments: unknown = map.get(fields.segments);
  const tail = readBlock(map.get(fields.tail));
  if (map.size !== Object.keys(fields).length || typeof authority !== 'string' || tail === null)
    return err('malformed');
  if (!isCount(sequence) || !isCount(madeAt) || !isCount(nextUpdate) || !isCount(count))
    return err('malformed');
  if (!areDigests(segments) || tail.length >= SEGMENT_ENTRIES) return err('malformed');
  if (count !== segments.length * SEGMENT_ENTRIES + tail.length) return err('malformed');
  const [made, next] = [new Date(madeAt * 1000), new Date(nextUpdate * 1000)];
  return ok({ authority, sequence, madeAt: made, nextUpdate: next, count, segments, tail });
}

/** Also of seconds: no date lies beyond it. */
const isCount = (value: unknown): value is number =>
  typeof value === 'number' && value >= 0 && value <= 0xff_ff_ff_ff;

/** Checks the signature of a list and reads its head. `keyFor` answers the key that may sign lists, or null. */
export async function readAnnulmentList(
  message: Uint8Array,
  keyFor: (keyId: Uint8Array) => PublicKey | null,
): Promise<Result<AnnulmentListHead, AnnulmentListProblem>> {
  const decoded = decodeSign1(message);
  if (!decoded.ok) return err('malformed');
  const head = decodeListHead(decoded.value.payload);
  if (!head.ok) return head;
  const key = keyFor(decoded.value.keyId);
  if (key === null) return err('key-unknown');
  return (await isSign1Valid(decoded.value, key)) ? head : err('signature-wrong');
}

/**
 * Checks a list by the list of seal keys: its key must be there, must not be compromised, and must have been in use when the
 * list was made; else `key-unknown`, as for a list of another authority.
 */
export async function openAnnulmentList(
  message: Uint8Array,
  keys: SealKeyList,
): Promise<Result<AnnulmentListHead, AnnulmentListProblem>> {
  let signer: SealKey | undefined;
  const head = await readAnnulmentList(message, (keyId) => {
    signer = keys.keys.find((key) => key.keyId === toHex(keyId) && key.state !== 'compromised');
    return signer?.publicKey ?? null;
  });
  if (!head.ok) return head;
  const { authority, madeAt } = head.value;
  const isEnded = signer!.validUntil !== null && madeAt > signer!.validUntil;
  return authority !== keys.authority || isEnded ? err('key-unknown') : head;
}

const areDigests = (value: unknown): value is Bytes[] =>
  Array.isArray(value) && value.every((digest) => digest instanceof Uint8Array && digest.length === 32);

/** Where a segment is fetched: its digest in hexadecimal. */
export const segmentName = (digest: Uint8Array): string => toHex(digest);

const isDigestOf = async (bytes: Uint8Array, digest: Uint8Array): Promise<boolean> =>
  toHex(new Uint8Array(await crypto.subtle.digest('SHA-256', Uint8Array.from(bytes)))) === toHex(digest);

/** The entries of a full segment; null when the bytes are not those that the head names. */
export async function readSegment(bytes: Uint8Array, digest: Uint8Array): Promise<ListedAnnulment[] | null> {
  const decoded = decodeCbor(bytes);
  const block = decoded.ok && (await isDigestOf(bytes, digest)) ? readBlock(decoded.value) : null;
  return block?.length === SEGMENT_ENTRIES ? block : null;
}

/** Answers the bytes of a full segment by its name, or null. */
export type FindSegment = (name: string) => Promise<Uint8Array | null>;

/** All entries of a list, in order. */
export async function readAllEntries(
  head: AnnulmentListHead,
  findSegment: FindSegment,
): Promise<Result<ListedAnnulment[], AnnulmentListProblem>> {
  const entries: ListedAnnulment[] = [];
  for (const digest of head.segments) {
    const bytes = await findSegment(segmentName(digest));
    if (bytes === null) return err('segment-missing');
    const block = await readSegment(bytes, digest);
    if (block === null) return err('segment-wrong');
    for (const entry of block) entries.push(entry);
  }
  return ok([...entries, ...head.tail]);
}

/** The entry of one code, or null; reads only the segment that has it, so that long lists cost a phone little. */
export async function findEntry(
  head: AnnulmentListHead,
  code: string,
  findSegment: FindSegment,
): Promise<Result<ListedAnnulment | null, AnnulmentListProblem>> {
  const ascii = new TextDecoder('latin1');
  for (const digest of head.segments) {
    const bytes = await findSegment(segmentName(digest));
    if (bytes === null) return err('segment-missing');
    if (!(await isDigestOf(bytes, digest))) return err('segment-wrong');
    if (!ascii.decode(bytes).includes(bareCode(code))) continue;
    const found = (await readSegment(bytes, digest))?.find((entry) => entry.code === code);
    if (found !== undefined) return ok(found);
  }
  return ok(head.tail.find((entry) => entry.code === code) ?? null);
}

/**
 * Whether a list may take the place of one held before: `older` when its sequence is lower, `contradicts` when an
 * annulment held before is not in it any more. Lists only grow, so a list that goes back hides something.
 */
export function compareLists(
  held: AnnulmentListHead,
  fetched: AnnulmentListHead,
): 'newer' | 'same' | 'older' | 'contradicts' {
  if (fetched.sequence < held.sequence) return 'older';
  const isPrefix =
    fetched.count >= held.count &&
    held.segments.every((digest, i) => toHex(digest) === toHex(fetched.segments[i] ?? new Uint8Array(0)));
  // Once a held tail has become part of a segment, its digest stands for it.
  const isTailKept =
    fetched.segments.length > held.segments.length ||
    held.tail.every(({ code }, i) => fetched.tail[i]?.code === code);
  if (!isPrefix || !isTailKept) return 'contradicts';
  if (fetched.sequence > held.sequence) return 'newer';
  return fetched.count === held.count && fetched.madeAt.getTime() === held.madeAt.getTime()
    ? 'same'
    : 'contradicts';
}
