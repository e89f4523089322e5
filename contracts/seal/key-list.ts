// The list of seal keys, signed by the list key, which a verifier pins: it can be cached and mirrored.
import type { Bilingual } from '../ids.ts';
import { err, ok, type Result } from '../result.ts';
import { type Bytes, type CborMap, type CborValue, decodeCbor, encodeCbor } from './cbor.ts';
import {
  coseKey,
  createSign1,
  decodeSign1,
  type Es256Sign,
  isSign1Valid,
  keyIdOfKey,
  keyThumbprint,
  type PublicKey,
  readCoseKey,
  toHex,
} from './cose-sign1.ts';
import { isSealId, SEAL_LIMITS } from './seal-facts.ts';

export const KEY_LIST_PURPOSE = 'seal-keys';
const KEY_LIST_VERSION = 1;
export const sealKeyStates = ['active', 'retired', 'compromised'] as const;
export type SealKeyState = (typeof sealKeyStates)[number];

/** A key that signs or signed seals. */
export interface SealKey {
  /** Sixteen hexadecimal digits. */
  readonly keyId: string;
  readonly publicKey: PublicKey;
  readonly state: SealKeyState;
  readonly validFrom: Date;
  /** Seals dated later are not valid; null while the key is active. */
  readonly validUntil: Date | null;
  /** From when on somebody else may have used it; only for the state `compromised`. */
  readonly compromisedAt: Date | null;
}

export interface SealKeyList {
  /** Id of the authority, as seals name it. */
  readonly authority: string;
  /** Grows with every list; a reader refuses to go back. */
  readonly sequence: number;
  readonly madeAt: Date;
  /** When a newer one is there at the latest. */
  readonly nextUpdate: Date;
  /** Key that signed this list. */
  readonly listKey: PublicKey;
  /** Where genuine seals lead; another address with a seal is a look-alike. Lower case. */
  readonly origins: readonly string[];
  readonly authorityName: Bilingual;
  readonly keys: readonly SealKey[];
}

export type KeyListProblem =
  | 'malformed'
  | 'version-unknown'
  | 'signature-wrong'
  /** Signed by another list key than the pinned one. */
  | 'list-key-not-pinned';

const fields = {
  version: 1,
  purpose: 2,
  authority: 3,
  sequence: 4,
  madeAt: 5,
  nextUpdate: 6,
  listKey: 7,
  origins: 8,
  name: 9,
  keys: 10,
} as const;
const entry = { keyId: 1, publicKey: 2, state: 3, validFrom: 4, validUntil: 5, compromisedAt: 6 } as const;

const toSeconds = (date: Date): number => Math.floor(date.getTime() / 1000);
const secondsOrNull = (date: Date | null): number | null => (date === null ? null : toSeconds(date));

const encodeKey = (key: SealKey): CborMap =>
  new Map<number, CborValue>([
    [entry.keyId, Uint8Array.from(key.keyId.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))],
    [entry.publicKey, coseKey(key.publicKey)],
    [entry.state, key.state],
    [entry.validFrom, toSeconds(key.validFrom)],
    [entry.validUntil, secondsOrNull(key.validUntil)],
    [entry.compromisedAt, secondsOrNull(key.compromisedAt)],
  ]);

/** Signs a list with its list key. */
export async function createKeyList(list: SealKeyList, sign: Es256Sign): Promise<Bytes> {
  const payload = encodeCbor(
    new Map<number, CborValue>([
      [fields.version, KEY_LIST_VERSION],
      [fields.purpose, KEY_LIST_PURPOSE],
      [fields.authority, list.authority],
      [fields.sequence, list.sequence],
      [fields.madeAt, toSeconds(list.madeAt)],
      [fields.nextUpdate, toSeconds(list.nextUpdate)],
      [fields.listKey, coseKey(list.listKey)],
      [fields.origins, list.origins],
      [fields.name, [list.authorityName.vi, list.authorityName.en]],
      [fields.keys, list.keys.map(encodeKey)],
    ]),
  );
  return createSign1(await keyIdOfKey(list.listKey), payload, sign);
}

/**
 * Reads and verifies a key list. `pinned` is the thumbprint of the list key as 64 hexadecimal digits; null accepts the key
 * that the list names, which is only right for the first list that came from the authority itself.
 */
export async function openKeyList(
  bytes: Uint8Array,
  pinned: string | null,
): Promise<Result<SealKeyList, KeyListProblem>> {
  const message = decodeSign1(bytes);
  if (!message.ok) return err('malformed');
  const list = decodeKeyList(message.value.payload);
  if (!list.ok) return list;
  const thumbprint = toHex(await keyThumbprint(list.value.listKey));
  if (!thumbprint.startsWith(toHex(message.value.keyId))) return err('malformed');
  if (pinned !== null && thumbprint !== pinned.toLowerCase()) return err('list-key-not-pinned');
  if (!(await isSign1Valid(message.value, list.value.listKey))) return err('signature-wrong');
  const { keys } = list.value;
  for (const key of keys) if (toHex(await keyIdOfKey(key.publicKey)) !== key.keyId) return err('malformed');
  return new Set(keys.map(({ keyId }) => keyId)).size === keys.length ? list : err('malformed');
}

function decodeKeyList(payload: Uint8Array): Result<SealKeyList, KeyListProblem> {
  const decoded = decodeCbor(payload);
  if (!decoded.ok || !(decoded.value instanceof Map)) return err('malformed');
  const map = decoded.value as CborMap;
  const version = map.get(fields.version);
  if (typeof version !== 'number' || map.get(fields.purpose) !== KEY_LIST_PURPOSE) return err('malformed');
  if (version !== KEY_LIST_VERSION) return err('version-unknown');
  const authority = map.get(fields.authority);
  const sequence = map.get(fields.sequence);
  const madeAt = readTime(map.get(fields.madeAt));
  const nextUpdate = readTime(map.get(fields.nextUpdate));
  const listKey = readCoseKey(map.get(fields.listKey));
  const origins = map.get(fields.origins);
  const name = map.get(fields.name);
  const entries = map.get(fields.keys);
  const keys = Array.isArray(entries) ? (entries as readonly CborValue[]).map(readKey) : [null];
  const isWhole =
    map.size === Object.keys(fields).length &&
    typeof authority === 'string' &&
    isSealId(authority, SEAL_LIMITS.authorityBytes) &&
    typeof sequence === 'number' &&
    sequence >= 0 &&
    madeAt !== undefined &&
    nextUpdate !== undefined &&
    listKey !== null &&
    isTexts(origins) &&
    isTexts(name) &&
    name.length === 2 &&
    keys.every((key) => key !== null);
  if (!isWhole) return err('malformed');
  const [vi = '', en = ''] = name;
  return ok({
    authority,
    sequence,
    madeAt,
    nextUpdate,
    listKey,
    origins,
    authorityName: { vi, en },
    keys,
  });
}

const isTexts = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((item) => typeof item === 'string');

const readTime = (value: unknown): Date | undefined =>
  typeof value === 'number' && value >= 0 && value <= 0xff_ff_ff_ff ? new Date(value * 1000) : undefined;
const readTimeOrNull = (value: unknown): Date | null | undefined => (value === null ? null : readTime(value));

function readKey(value: CborValue): SealKey | null {
  if (!(value instanceof Map) || value.size !== Object.keys(entry).length) return null;
  const map = value as CborMap;
  const keyId = map.get(entry.keyId);
  const publicKey = readCoseKey(map.get(entry.publicKey));
  const state = sealKeyStates.find((each) => each === map.get(entry.state));
  const validFrom = readTime(map.get(entry.validFrom));
  const validUntil = readTimeOrNull(map.get(entry.validUntil));
  const compromisedAt = readTimeOrNull(map.get(entry.compromisedAt));
  const isWhole =
    keyId instanceof Uint8Array &&
    publicKey !== null &&
    state !== undefined &&
    validFrom !== undefined &&
    validUntil !== undefined &&
    compromisedAt !== undefined &&
    (validUntil === null) === (state === 'active') &&
    (compromisedAt !== null) === (state === 'compromised');
  return isWhole ? { keyId: toHex(keyId), publicKey, state, validFrom, validUntil, compromisedAt } : null;
}
