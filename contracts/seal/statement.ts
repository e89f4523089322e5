// A signed, dated list that anybody may fetch, cache and mirror: who made it, for what, when, and when to ask again.
import { err, ok, type Result } from '../result.ts';
import { type Bytes, type CborMap, type CborValue, decodeCbor, encodeCbor } from './cbor.ts';
import { createSign1, decodeSign1, type Es256Sign, isSign1Valid, type PublicKey } from './cose-sign1.ts';
import { isSealId, SEAL_LIMITS } from './seal-facts.ts';

const STATEMENT_VERSION = 1;
/** Each purpose is a text of its own, so that no signed statement passes for another kind. */
export type StatementPurpose = 'seal-keys' | 'annulments';

export interface Statement {
  readonly purpose: StatementPurpose;
  /** Id of the authority. */
  readonly authority: string;
  /** Grows with every new content; a reader keeps the highest it has seen. */
  readonly sequence: number;
  readonly madeAt: Date;
  /** When a newer one is there at the latest. */
  readonly nextUpdate: Date;
  readonly body: CborValue;
}

const keys = {
  version: 1,
  purpose: 2,
  authority: 3,
  sequence: 4,
  madeAt: 5,
  nextUpdate: 6,
  body: 7,
} as const;

export type StatementProblem =
  | 'malformed'
  | 'version-unknown'
  | 'purpose-differs'
  | 'key-unknown'
  | 'signature-wrong';

const toSeconds = (date: Date): number => Math.floor(date.getTime() / 1000);

/** Encodes a statement without its signature. */
export const encodeStatement = (statement: Statement): Bytes =>
  encodeCbor(
    new Map<number, CborValue>([
      [keys.version, STATEMENT_VERSION],
      [keys.purpose, statement.purpose],
      [keys.authority, statement.authority],
      [keys.sequence, statement.sequence],
      [keys.madeAt, toSeconds(statement.madeAt)],
      [keys.nextUpdate, toSeconds(statement.nextUpdate)],
      [keys.body, statement.body],
    ]),
  );

export const createStatement = (statement: Statement, keyId: Uint8Array, sign: Es256Sign): Promise<Bytes> =>
  createSign1(keyId, encodeStatement(statement), sign);

/**
 * Reads and verifies a statement. `keyFor` is asked for the key before anything in the statement is believed; null
 * means that no acceptable key has this id.
 */
export async function openStatement(
  bytes: Uint8Array,
  purpose: StatementPurpose,
  keyFor: (keyId: Bytes, statement: Statement) => PublicKey | null,
): Promise<Result<Statement, StatementProblem>> {
  const message = decodeSign1(bytes);
  if (!message.ok) return err('malformed');
  const statement = decodeStatement(message.value.payload, purpose);
  if (!statement.ok) return statement;
  const key = keyFor(message.value.keyId, statement.value);
  if (key === null) return err('key-unknown');
  return (await isSign1Valid(message.value, key)) ? statement : err('signature-wrong');
}

function decodeStatement(
  payload: Uint8Array,
  purpose: StatementPurpose,
): Result<Statement, StatementProblem> {
  const decoded = decodeCbor(payload);
  if (!decoded.ok || !(decoded.value instanceof Map)) return err('malformed');
  const map = decoded.value as CborMap;
  const version = map.get(keys.version);
  if (typeof version !== 'number' || typeof map.get(keys.purpose) !== 'string') return err('malformed');
  if (map.get(keys.purpose) !== purpose) return err('purpose-differs');
  if (version !== STATEMENT_VERSION) return err('version-unknown');
  const authority = map.get(keys.authority);
  const [sequence, madeAt, nextUpdate] = [keys.sequence, keys.madeAt, keys.nextUpdate].map((key) =>
    map.get(key),
  );
  const body = map.get(keys.body);
  const isWhole =
    map.size === Object.keys(keys).length &&
    typeof authority === 'string' &&
    isSealId(authority, SEAL_LIMITS.authorityBytes) &&
    isTime(sequence) &&
    isTime(madeAt) &&
    isTime(nextUpdate) &&
    body !== undefined;
  if (!isWhole) return err('malformed');
  return ok({
    purpose,
    authority,
    sequence,
    madeAt: fromSeconds(madeAt),
    nextUpdate: fromSeconds(nextUpdate),
    body,
  });
}

const isTime = (value: unknown): value is number =>
  typeof value === 'number' && value >= 0 && value <= 0xff_ff_ff_ff;
const fromSeconds = (seconds: number): Date => new Date(seconds * 1000);

/** Reads seconds since 1970; undefined for anything else. */
export const readTime = (value: unknown): Date | undefined =>
  isTime(value) ? fromSeconds(value) : undefined;
export { toSeconds };
