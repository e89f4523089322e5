import {
  type AnnulmentListHead,
  encodeListHead,
  encodeSegment,
  type ListedAnnulment,
  SEGMENT_ENTRIES,
  segmentName,
} from '@saoy/contracts/annulment-list';
import { makeCopyCode } from '@saoy/contracts/copy-code';
import { createKeyList, createSign1, type SealKey } from '@saoy/contracts/seal';
import { keyList, makeTestKey, sealKey } from '@saoy/contracts/seal/seal.fixture';
import { beforeEach, describe, expect, it } from 'vitest';
import { forgetHeld } from './held-bytes.ts';
import { findAnnulment, loadTrust, refreshTrust, type Trust } from './trust.ts';

const now = new Date('2026-11-21T08:00:00Z');
const none: Trust = { keys: null, annulments: null, alarms: [] };
const [listKey, key, other] = await Promise.all([makeTestKey(), makeTestKey(), makeTestKey()]);

const entry = (n: number): ListedAnnulment => ({
  code: makeCopyCode(Uint8Array.from({ length: 11 }, (_, i) => (n >> (5 * (i % 4))) & 31)),
  at: now,
  decisionNumber: '15/QĐ-UBND',
  decisionDate: '2026-11-20',
  signer: 'Chủ tịch',
  reason: 'Sai',
  replacedBy: null,
});
const entries = (count: number) => Array.from({ length: count }, (_, n) => entry(n));

/** A service that answers what a test put there; anything else is a network that fails. */
class Service {
  readonly files = new Map<string, Uint8Array<ArrayBuffer>>();
  readonly asked: string[] = [];
  readonly fetch = async (path: string) => {
    this.asked.push(path);
    return this.files.get(path) ?? null;
  };

  async putKeys(sequence: number, keys: readonly SealKey[] = [sealKey(key)], by = listKey): Promise<void> {
    const list = { ...keyList(by, keys), sequence };
    this.files.set('/public/v1/seal-keys', await createKeyList(list, by.sign));
  }

  async putAnnulments(sequence: number, all: readonly ListedAnnulment[], by = key): Promise<void> {
    const segments: AnnulmentListHead['segments'][number][] = [];
    for (let at = 0; at + SEGMENT_ENTRIES <= all.length; at += SEGMENT_ENTRIES) {
      const bytes = encodeSegment(all.slice(at, at + SEGMENT_ENTRIES));
      const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
      this.files.set(`/public/v1/annulments/${segmentName(digest)}`, bytes);
      segments.push(digest);
    }
    const tail = all.slice(segments.length * SEGMENT_ENTRIES);
    const head = {
      authority: 'viet-hung-sample',
      sequence,
      madeAt: now,
      nextUpdate: now,
      count: all.length,
      segments,
      tail,
    };
    this.files.set('/public/v1/annulments', await createSign1(by.keyId, encodeListHead(head), by.sign));
  }
}

describe('the lists of a device', () => {
  let service: Service;
  beforeEach(async () => {
    await forgetHeld();
    service = new Service();
    await service.putKeys(3);
    await service.putAnnulments(5, entries(2));
  });
  const refresh = (held: Trust) => refreshTrust(held, now, service.fetch);

  it('are fetched, held, and verified anew at the next opening', async () => {
    const fetched = await refresh(none);
    expect(fetched).toMatchObject({
      keys: { list: { sequence: 3 } },
      annulments: { list: { count: 2 } },
      alarms: [],
    });
    const held = await loadTrust();
    expect(held).toEqual({ ...fetched, alarms: [] });
    expect(await findAnnulment(held, entry(1).code)).toMatchObject({ decisionNumber: '15/QĐ-UBND' });
    expect(await findAnnulment(held, entry(3).code)).toBeNull();
    expect(await findAnnulment(none, entry(1).code)).toBeUndefined();
  });

  it('stay when there is no network', async () => {
    const held = await refresh(none);
    service.files.clear();
    expect(await refresh(held)).toEqual(held);
  });

  it('are refused loudly when they go back', async () => {
    const held = await refresh(none);
    await service.putKeys(2);
    await service.putAnnulments(4, entries(1));
    const later = await refresh(held);
    expect(later.alarms).toEqual(['keys-went-back', 'annulments-went-back']);
    expect([later.keys, later.annulments]).toEqual([held.keys, held.annulments]);
  });

  it('are refused loudly when an annulment disappears', async () => {
    const held = await refresh(none);
    await service.putAnnulments(6, entries(1));
    const later = await refresh(held);
    expect(later.alarms).toEqual(['annulments-contradict']);
    expect(await findAnnulment(later, entry(1).code)).not.toBeNull();
  });

  it('are refused loudly under another list key', async () => {
    const held = await refresh(none);
    await service.putKeys(9, [sealKey(other)], other);
    expect((await refresh(held)).alarms).toEqual(['list-key-changed']);
  });

  it('are not taken from a key that is unknown or compromised', async () => {
    await service.putAnnulments(5, entries(2), other);
    expect((await refresh(none)).annulments).toBeNull();
    const stolen = sealKey(key, { state: 'compromised', validUntil: now, compromisedAt: now });
    await service.putKeys(4, [stolen]);
    await service.putAnnulments(6, entries(2), key);
    expect((await refresh(none)).annulments).toBeNull();
  });

  it('are not taken from a key whose time was over when they were made', async () => {
    const over = new Date(now.getTime() - 60_000);
    await service.putKeys(4, [sealKey(key, { state: 'retired', validUntil: over })]);
    expect((await refresh(none)).annulments).toBeNull();
    await service.putKeys(5, [sealKey(key, { state: 'retired', validUntil: now })]);
    expect((await refresh(none)).annulments).not.toBeNull();
  });

  it('of many annulments are fetched once and then by what is new', async () => {
    await service.putAnnulments(6, entries(2 * SEGMENT_ENTRIES + 1));
    const held = await refresh(none);
    expect(held.annulments?.list.count).toBe(2 * SEGMENT_ENTRIES + 1);
    expect(await findAnnulment(held, entry(1500).code)).toMatchObject({ code: entry(1500).code });
    await service.putAnnulments(7, entries(2 * SEGMENT_ENTRIES + 5));
    service.asked.length = 0;
    expect((await refresh(held)).annulments?.list.sequence).toBe(7);
    expect(service.asked).toEqual(['/public/v1/seal-keys', '/public/v1/annulments']);
  });

  it('of which a part is missing are not taken for whole', async () => {
    await service.putAnnulments(6, entries(SEGMENT_ENTRIES));
    for (const path of service.files.keys()) if (path.includes('annulments/')) service.files.delete(path);
    expect((await refresh(none)).annulments).toBeNull();
  });
});
