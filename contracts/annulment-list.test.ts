import { describe, expect, it } from 'vitest';
import {
  type AnnulmentListHead,
  compareLists,
  encodeListHead,
  encodeSegment,
  findEntry,
  type ListedAnnulment,
  readAllEntries,
  readAnnulmentList,
  SEGMENT_ENTRIES,
  segmentName,
} from './annulment-list.ts';
import { makeCopyCode } from './copy-code.ts';
import { type Bytes, type CborMap, type CborValue, decodeCbor, encodeCbor } from './seal/cbor.ts';
import { createSign1, keyIdOfKey, type PublicKey } from './seal/cose-sign1.ts';

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };

async function makeKey() {
  const pair = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const raw = new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey));
  const key: PublicKey = { x: raw.slice(1, 33), y: raw.slice(33) };
  const keyId = await keyIdOfKey(key);
  const sign = (payload: Bytes) =>
    createSign1(
      keyId,
      payload,
      async (message) => new Uint8Array(await crypto.subtle.sign(algorithm, pair.privateKey, message)),
    );
  return { sign, find: (id: Uint8Array) => (segmentName(id) === segmentName(keyId) ? key : null) };
}

const entry = (n: number, decisionNumber = '15/QĐ-UBND'): ListedAnnulment => ({
  code: makeCopyCode(Uint8Array.from({ length: 11 }, (_, i) => (n >> (5 * (i % 4))) & 31)),
  at: new Date(1_790_000_000_000 + n * 1000),
  decisionNumber,
  decisionDate: '2026-11-20',
  signer: 'Chủ tịch UBND',
  reason: 'Bản chính bị thu hồi',
  replacedBy: n % 5 === 0 ? makeCopyCode(new Uint8Array(11).fill(9)) : null,
});
const entries = (count: number) => Array.from({ length: count }, (_, n) => entry(n));
const headOf = (
  tail: readonly ListedAnnulment[],
  rest: Partial<AnnulmentListHead> = {},
): AnnulmentListHead => ({
  authority: 'viet-hung-sample',
  sequence: 1,
  madeAt: new Date(1_795_000_000_000),
  nextUpdate: new Date(1_795_086_400_000),
  segments: [],
  count: (rest.segments?.length ?? 0) * SEGMENT_ENTRIES + tail.length,
  tail,
  ...rest,
});
const sha256 = async (bytes: Bytes) => new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));

describe('the annulment list', () => {
  it('says the same after encoding, signing and reading', async () => {
    const { sign, find } = await makeKey();
    const head = headOf([...entries(7), entry(8, '16/QĐ-UBND')]);
    expect(await readAnnulmentList(await sign(encodeListHead(head)), find)).toEqual({
      ok: true,
      value: head,
    });
  });

  it('is refused when its key is unknown, when one bit is changed, and when it is something else', async () => {
    const { sign, find } = await makeKey();
    const message = await sign(encodeListHead(headOf(entries(2))));
    expect(await readAnnulmentList(message, () => null)).toEqual({ ok: false, error: 'key-unknown' });
    for (let at = 0; at < message.length; at += 3) {
      const changed = message.slice();
      changed[at]! ^= 1;
      expect((await readAnnulmentList(changed, find)).ok, `byte ${at}`).toBe(false);
    }
    const decoded = decodeCbor(encodeListHead(headOf(entries(2))));
    const said = decoded.ok ? [...(decoded.value as CborMap)] : [];
    const readWith = async (field: number, value: CborValue) =>
      readAnnulmentList(await sign(encodeCbor(new Map([...said, [field, value]]))), find);
    expect(await readWith(1, 2)).toEqual({ ok: false, error: 'version-unknown' });
    for (const [field, value] of [
      [2, 'seal-keys'],
      [3, 7],
      [4, -1],
      [5, 2 ** 40],
      [7, 3],
      [8, [new Uint8Array(31)]],
      [9, [[], [['x', 1, 0, null]]]],
      [9, [[], []]],
      [10, null],
    ] as const)
      expect(await readWith(field, value), `field ${field}`).toEqual({ ok: false, error: 'malformed' });
  });

  it('is put together from segments that are what the head says', async () => {
    const all = entries(2 * SEGMENT_ENTRIES + 3);
    const parts = [0, 1].map((i) => encodeSegment(all.slice(i * SEGMENT_ENTRIES, (i + 1) * SEGMENT_ENTRIES)));
    const segments = await Promise.all(parts.map(sha256));
    const head = headOf(all.slice(2 * SEGMENT_ENTRIES), { segments });
    const held = new Map(segments.map((digest, i) => [segmentName(digest), parts[i]!]));
    const find = async (name: string) => held.get(name) ?? null;
    expect(await readAllEntries(head, find)).toEqual({ ok: true, value: all });
    for (const n of [0, SEGMENT_ENTRIES + 5, 2 * SEGMENT_ENTRIES + 2])
      expect(await findEntry(head, all[n]!.code, find)).toEqual({ ok: true, value: all[n] });
    expect(await findEntry(head, entry(9999).code, find)).toEqual({ ok: true, value: null });
    expect(await findEntry(head, entry(0).replacedBy!, find), 'replaces, is not annulled').toEqual({
      ok: true,
      value: null,
    });
    held.set(segmentName(segments[1]!), parts[0]!);
    expect(await findEntry(head, entry(9999).code, find)).toEqual({ ok: false, error: 'segment-wrong' });
    expect(await readAllEntries(head, find)).toEqual({ ok: false, error: 'segment-wrong' });
    held.delete(segmentName(segments[1]!));
    expect(await readAllEntries(head, find)).toEqual({ ok: false, error: 'segment-missing' });
  });

  it('names a decision once, however many copies it annuls', () => {
    const size = encodeSegment(entries(SEGMENT_ENTRIES)).length;
    expect(size / SEGMENT_ENTRIES).toBeLessThan(26);
  });

  it('only grows: a list that goes back or leaves something out is noticed', async () => {
    const all = entries(SEGMENT_ENTRIES + 2);
    const digest = await sha256(encodeSegment(all.slice(0, SEGMENT_ENTRIES)));
    const held = headOf(all.slice(0, 4), { sequence: 4 });
    const next = { sequence: 5 };
    expect(compareLists(held, headOf(all.slice(0, 4), next))).toBe('newer');
    expect(compareLists(held, headOf(all.slice(0, 5), next))).toBe('newer');
    expect(compareLists(held, headOf(all.slice(-2), { ...next, segments: [digest] }))).toBe('newer');
    expect(compareLists(held, held)).toBe('same');
    expect(compareLists(held, headOf(all.slice(0, 4), { sequence: 3 }))).toBe('older');
    expect(compareLists(held, headOf(all.slice(0, 3), next))).toBe('contradicts');
    expect(compareLists(held, headOf(all.slice(1, 6), next))).toBe('contradicts');
    expect(compareLists(held, headOf(all.slice(0, 5), { sequence: 4 }))).toBe('contradicts');
    const grown = headOf(all.slice(-2), { sequence: 4, segments: [digest] });
    expect(compareLists(grown, headOf(all.slice(-2), { ...next, segments: [new Uint8Array(32)] }))).toBe(
      'contradicts',
    );
  });
});
