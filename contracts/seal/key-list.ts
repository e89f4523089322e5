// The list of seal keys: a statement signed by the list key, which a verifier pins. It can be cached and mirrored.
import type { Bilingual } from '../ids.ts';
import { err, ok, type Result } from '../result.ts';
import type { Bytes, CborMap, CborValue } from './cbor.ts';
import {
  coseKey,
  type Es256Sign,
  KEY_ID_BYTES,
  keyThumbprint,
  type PublicKey,
  readCoseKey,
  toHex,
} from './cose-sign1.ts';
import { createStatement, openStatement, readTime, type StatementProblem, toSeconds } from './statement.ts';

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
  readonly authority: string;
  readonly authorityName: Bilingual;
  /** Where genuine seals lead; another address with a seal is a look-alike. Lower case. */
  readonly origins: readonly string[];
  readonly keys: readonly SealKey[];
  readonly sequence: number;
  readonly madeAt: Date;
  readonly nextUpdate: Date;
  /** Key that signed this list. */
  readonly listKey: PublicKey;
}

export type KeyListProblem = StatementProblem | 'list-key-not-pinned';

const body = { listKey: 1, origins: 2, name: 3, keys: 4 } as const;
const entry = { keyId: 1, publicKey: 2, state: 3, validFrom: 4, validUntil: 5, compromisedAt: 6 } as const;

const timeOrNull = (date: Date | null): number | null => (date === null ? null : toSeconds(date));

const encodeKey = (key: SealKey): CborMap =>
  new Map<number, CborValue>([
    [entry.keyId, Uint8Array.from(key.keyId.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))],
    [entry.publicKey, coseKey(key.publicKey)],
    [entry.state, key.state],
    [entry.validFrom, toSeconds(key.validFrom)],
    [entry.validUntil, timeOrNull(key.validUntil)],
    [entry.compromisedAt, timeOrNull(key.compromisedAt)],
  ]);

/** Signs a list with its list key. */
export async function createKeyList(list: SealKeyList, sign: Es256Sign): Promise<Bytes> {
  const { authority, sequence, madeAt, nextUpdate, authorityName } = list;
  return createStatement(
    {
      purpose: 'seal-keys',
      authority,
      sequence,
      madeAt,
      nextUpdate,
      body: new Map<number, CborValue>([
        [body.listKey, coseKey(list.listKey)],
        [body.origins, list.origins],
        [body.name, [authorityName.vi, authorityName.en]],
        [body.keys, list.keys.map(encodeKey)],
      ]),
    },
    (await keyThumbprint(list.listKey)).slice(0, KEY_ID_BYTES),
    sign,
  );
}

/**
 * Reads and verifies a key list. `pinned` is the thumbprint of the list key as 64 hexadecimal digits; null accepts the key
 * the list names, which is only right for the first list that came from the authority itself.
 */
export async function openKeyList(
  bytes: Uint8Array,
  pinned: string | null,
): Promise<Result<SealKeyList, KeyListProblem>> {
  let content: Omit<SealKeyList, 'sequence' | 'madeAt' | 'nextUpdate' | 'authority'> | null = null;
  const opened = await openStatement(bytes, 'seal-keys', (_, statement) => {
    content = readBody(statement.body);
    return content?.listKey ?? null;
  });
  content = content as typeof content;
  if (!opened.ok) return opened.error === 'key-unknown' ? err('malformed') : opened;
  const { authority, sequence, madeAt, nextUpdate } = opened.value;
  const list: SealKeyList = { ...content!, authority, sequence, madeAt, nextUpdate };
  if (pinned !== null && toHex(await keyThumbprint(list.listKey)) !== pinned.toLowerCase())
    return err('list-key-not-pinned');
  for (const key of list.keys)
    if (toHex((await keyThumbprint(key.publicKey)).slice(0, KEY_ID_BYTES)) !== key.keyId)
      return err('malformed');
  return new Set(list.keys.map(({ keyId }) => keyId)).size === list.keys.length ? ok(list) : err('malformed');
}

function readBody(value: CborValue) {
  if (!(value instanceof Map) || value.size !== 4) return null;
  const map = value as CborMap;
  const listKey = readCoseKey(map.get(body.listKey));
  const [origins, name, entries] = [body.origins, body.name, body.keys].map((key) => map.get(key));
  if (listKey === null || !isTexts(origins) || !isTexts(name) || !Array.isArray(entries)) return null;
  const [vi, en] = name;
  const keys = (entries as readonly CborValue[]).map(readKey);
  if (vi === undefined || en === undefined || name.length > 2 || !keys.every((key) => key !== null))
    return null;
  return { listKey, origins, authorityName: { vi, en }, keys };
}

const isTexts = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((item) => typeof item === 'string');

function readKey(value: CborValue): SealKey | null {
  if (!(value instanceof Map) || value.size !== 6) return null;
  const map = value as CborMap;
  const keyId = map.get(entry.keyId);
  const publicKey = readCoseKey(map.get(entry.publicKey));
  const state = sealKeyStates.find((each) => each === map.get(entry.state));
  const validFrom = readTime(map.get(entry.validFrom));
  const [until, compromised] = [entry.validUntil, entry.compromisedAt].map((key) => map.get(key));
  const validUntil = until === null ? null : readTime(until);
  const compromisedAt = compromised === null ? null : readTime(compromised);
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
