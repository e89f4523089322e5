import { createHash } from 'node:crypto';
import { encodeListHead, encodeSegment, type ListedAnnulment } from '@saoy/contracts/annulment-list';
import {
  type CborValue,
  createKeyList,
  createSign1,
  encodeCbor,
  encodeSealFacts,
  keyIdOfKey,
  keyThumbprint,
  pagesDigest,
  type SealKey,
  type SealKeyList,
} from '@saoy/contracts/seal';
import { CODE, date, facts, hex, type TestKey } from './vector-parts.ts';

/** Lists of seal keys. */
export async function keyListVectors(
  good: SealKeyList,
  { list, otherList, active }: Record<'list' | 'otherList' | 'active', TestKey>,
) {
  const pinned = hex(await keyThumbprint(list.publicKey));
  const cases: { name: string; message: string; pinned: string | null; outcome: string }[] = [];
  const put = (name: string, message: Uint8Array, outcome: string, pin: string | null = pinned) =>
    cases.push({ name, message: hex(message), pinned: pin, outcome });
  const message = await createKeyList(good, list.sign);
  put('a good list', message, 'ok');
  put('a good list at first sight', message, 'ok', null);
  put('a list without keys', await createKeyList({ ...good, keys: [] }, list.sign), 'ok');
  put('another pinned key', message, 'list-key-not-pinned', '00'.repeat(32));
  const foreign = await createKeyList({ ...good, listKey: otherList.publicKey }, otherList.sign);
  put('a whole list of somebody else', foreign, 'list-key-not-pinned');
  put('signed by somebody else', await createKeyList(good, otherList.sign), 'signature-wrong');
  const flipped = Uint8Array.from(message);
  flipped[flipped.length - 1]! ^= 1;
  put('one bit of the signature', flipped, 'signature-wrong');
  const key = good.keys[0]!;
  const withKeys = (keys: readonly SealKey[]) => createKeyList({ ...good, keys }, list.sign);
  put(
    'a key id that is not of its key',
    await withKeys([{ ...key, publicKey: active.publicKey }]),
    'malformed',
  );
  put('a key twice', await withKeys([key, key]), 'malformed');
  put('an active key with an end', await withKeys([{ ...key, state: 'active' }]), 'malformed');
  put('a retired key without an end', await withKeys([{ ...key, validUntil: null }]), 'malformed');
  put('a compromised key without a time', await withKeys([{ ...key, state: 'compromised' }]), 'malformed');
  put('cut off', message.slice(0, -1), 'malformed');
  put('a byte more', Uint8Array.from([...message, 0]), 'malformed');
  const listId = await keyIdOfKey(list.publicKey);
  const statement = encodeCbor(
    new Map<number, CborValue>([
      [1, 1],
      [2, 'annulments'],
    ]),
  );
  put('a statement for another purpose', await createSign1(listId, statement, list.sign), 'malformed');
  const newer = encodeCbor(
    new Map<number, CborValue>([
      [1, 2],
      [2, 'seal-keys'],
    ]),
  );
  put('a newer version', await createSign1(listId, newer, list.sign), 'version-unknown');
  return cases;
}

/** Lists of annulments, under a key list. */
export async function annulmentVectors(
  { active, compromised, unknown }: Record<'active' | 'compromised' | 'unknown', TestKey>,
  keyList: string,
) {
  const entry = (i: number): ListedAnnulment => ({
    code: CODE,
    at: new Date(Date.parse('2026-11-01T00:00:00Z') + i * 60_000),
    decisionNumber: `${1 + (i % 3)}/QĐ-UBND`,
    decisionDate: '2026-10-31',
    signer: 'Chủ tịch Ủy ban nhân dân phường',
    reason: 'Bản chính bị thu hồi',
    replacedBy: i === 1 ? '0000-0000-002W' : null,
  });
  const segment = encodeSegment(Array.from({ length: 1024 }, (_, i) => entry(i)));
  const head = (tail: readonly ListedAnnulment[], segments: Uint8Array<ArrayBuffer>[]) =>
    encodeListHead({
      authority: facts.authority,
      sequence: 12,
      madeAt: date('2026-11-20T18:00:00Z'),
      nextUpdate: date('2026-11-21T18:00:00Z'),
      count: segments.length * 1024 + tail.length,
      segments: segments.map((each) => Uint8Array.from(createHash('sha256').update(each).digest())),
      tail,
    });
  const tail = [entry(0), entry(1), entry(2)];
  const said = tail.map(({ at, ...rest }) => ({ ...rest, at: at.toISOString() }));
  const signedBy = async (key: TestKey, payload: Uint8Array, sign = key.sign) =>
    hex(await createSign1(key.keyId, payload, sign));
  return {
    about:
      'Lists of annulments, under the key list given. Segments are what the server answers for their digests.',
    keyList,
    cases: [
      {
        name: 'an empty list',
        message: await signedBy(active, head([], [])),
        segments: [],
        outcome: 'ok',
        count: 0,
        tail: [],
      },
      {
        name: 'three annulments',
        message: await signedBy(active, head(tail, [])),
        segments: [],
        outcome: 'ok',
        count: 3,
        tail: said,
      },
      {
        name: 'a full segment and three more',
        message: await signedBy(active, head(tail, [segment])),
        segments: [createHash('sha256').update(segment).digest('hex')],
        outcome: 'ok',
        count: 1027,
        tail: said,
      },
      {
        name: 'a compromised key',
        message: await signedBy(compromised, head(tail, [])),
        outcome: 'key-unknown',
      },
      { name: 'an unknown key', message: await signedBy(unknown, head(tail, [])), outcome: 'key-unknown' },
      {
        name: 'signed by somebody else',
        message: await signedBy(active, head(tail, []), unknown.sign),
        outcome: 'signature-wrong',
      },
      {
        name: 'a seal instead of a list',
        message: await signedBy(active, encodeSealFacts(facts)),
        outcome: 'malformed',
      },
    ],
  };
}

/** Digests over page images. */
export async function digestVectors() {
  const cases: { name: string; pages: string[]; digest: string }[] = [];
  for (const [name, pages] of [
    ['one page', ['ffd8ffd9']],
    ['two pages', ['ffd8ffd9', 'ffd8ffe000ffd9']],
    ['the same pages in another order', ['ffd8ffe000ffd9', 'ffd8ffd9']],
  ] as const)
    cases.push({
      name,
      pages: [...pages],
      digest: hex(await pagesDigest(pages.map((page) => new Uint8Array(Buffer.from(page, 'hex'))))),
    });
  return { about: 'Page images, in hexadecimal, and the digest of a seal over them.', cases };
}
