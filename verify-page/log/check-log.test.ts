import { toBase64 } from '@saoy/contracts/transparency/base64';
import { formatCheckpoint } from '@saoy/contracts/transparency/checkpoint';
import { canonicalJson, leafEntry } from '@saoy/contracts/transparency/log-record';
import { hashLeaf } from '@saoy/contracts/transparency/merkle-hash';
import type { CopyProof } from '@saoy/contracts/transparency/proof-schema';
import {
  cosignatureKeyType,
  cosignedMessage,
  formatSignatureLine,
  formatVerifierKey,
  logKeyType,
  noteKeyId,
} from '@saoy/contracts/transparency/signed-note';
import { inclusionPath, treeHash } from '@saoy/contracts/transparency/testing/reference-tree';
import { parseTilePath } from '@saoy/contracts/transparency/tile-path';
import { beforeEach, describe, expect, it } from 'vitest';
import { forgetHeld } from '../trust/held-bytes.ts';
import { checkLog } from './check-log.ts';

const code = '7K3M-9QPX-2RT1';
const origin = 'saoy.example.vn/log';
const now = new Date('2026-11-21T08:00:00Z');
const record = {
  format: 'saoy/issue/v1',
  loggedAt: now.toISOString(),
  code,
  sealSha256: 'ab'.repeat(32),
} as const;
const salt = new Uint8Array(32).fill(5);
const issue = await leafEntry('issue', salt, canonicalJson(record));
const filler = (n: number) => new TextEncoder().encode(`entry ${n}`);

async function makeNoteKey(name: string, type: typeof logKeyType | typeof cosignatureKeyType) {
  const pair = (await crypto.subtle.generateKey('Ed25519', true, ['sign', 'verify'])) as CryptoKeyPair;
  const publicKey = new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey));
  const keyId = await noteKeyId(name, type, publicKey);
  const sign = async (message: Uint8Array) =>
    new Uint8Array(await crypto.subtle.sign('Ed25519', pair.privateKey, Uint8Array.from(message)));
  return { name, keyId, sign, text: await formatVerifierKey(name, type, publicKey) };
}
const log = await makeNoteKey(origin, logKeyType);
const witness = await makeNoteKey('witness.example', cosignatureKeyType);

/** A log of these entries, as its server would serve it. */
function logOf(entries: readonly Uint8Array[], key = log) {
  const note = async (size: number, cosignedAt: Date | null = null) => {
    const text = formatCheckpoint({ origin, treeSize: size, root: treeHash(entries.slice(0, size)) });
    const lines = [
      formatSignatureLine({ ...key, signature: await key.sign(new TextEncoder().encode(text)) }),
    ];
    if (cosignedAt !== null) {
      const seconds = Math.floor(cosignedAt.getTime() / 1000);
      const signature = new Uint8Array(72);
      new DataView(signature.buffer).setBigUint64(0, BigInt(seconds));
      signature.set(await witness.sign(cosignedMessage(text, seconds)), 8);
      lines.push(formatSignatureLine({ ...witness, signature }));
    }
    return `${text}\n${lines.join('')}`;
  };
  return {
    note,
    readTile: async (path: string) => {
      const name = parseTilePath(path);
      if (name?.level !== 0) return null;
      const hashes = await Promise.all(
        entries.slice(name.index * 256, name.index * 256 + name.width).map(hashLeaf),
      );
      return Uint8Array.from(hashes.flatMap((hash) => [...hash]));
    },
    proof: async (leafIndex: number, size: number, cosignedAt: Date | null = null): Promise<CopyProof> => ({
      code,
      log: { origin, key: key.text, witnesses: [witness.text] },
      leaves: [
        {
          kind: 'issue',
          record,
          salt: toBase64(salt),
          leafIndex,
          leafHash: toBase64(await hashLeaf(issue)),
          path: inclusionPath(leafIndex, entries.slice(0, size)).map(toBase64),
          checkpoint: await note(size, cosignedAt),
        },
      ],
    }),
  };
}
const entries = [filler(0), filler(1), issue, ...Array.from({ length: 40 }, (_, n) => filler(n + 3))];
const truth = logOf(entries);
const other = logOf([filler(9), filler(1), issue, ...entries.slice(3)]);

const check = async (
  served: typeof truth,
  {
    size,
    newest = size,
    at = now,
    cosignedAt = null,
  }: { size: number; newest?: number; at?: Date; cosignedAt?: Date | null },
) =>
  checkLog(code, await served.proof(2, size, cosignedAt), {
    now: at,
    readTile: served.readTile,
    readCheckpoint: () => served.note(newest),
  });

describe('the public log, checked on the device', () => {
  beforeEach(forgetHeld);

  it('proves an issue and says who cosigned', async () => {
    const cosignedAt = new Date('2026-11-21T07:00:00Z');
    expect(await check(truth, { size: 7, cosignedAt })).toMatchObject({
      alarm: null,
      isChecked: true,
      leafIndex: 2,
      treeSize: 7,
      witnesses: [{ name: 'witness.example', at: cosignedAt }],
      provenAt: cosignedAt,
      sealSha256: record.sealSha256,
      isAnnulmentLogged: false,
    });
  });

  it('does not take the word of the log itself for when it was logged', async () => {
    expect((await check(truth, { size: 7 })).provenAt).toBeNull();
    const later = new Date(now.getTime() + 1000);
    expect((await check(truth, { size: 30, at: later })).provenAt, 'held since the first visit').toEqual(now);
  });

  it('follows a log that grows, also when a proof is under an older tree', async () => {
    expect(await check(truth, { size: 5, newest: 9 })).toMatchObject({ alarm: null, isCompared: true });
    expect(await check(truth, { size: 7, newest: 43 })).toMatchObject({ alarm: null, isCompared: true });
  });

  it('finds a fork: of the same size, a larger one, a smaller one', async () => {
    await check(truth, { size: 20 });
    for (const size of [20, 33, 6])
      expect((await check(other, { size, newest: 33 })).alarm, `${size}`).toBe('fork');
  });

  it('finds a log that takes back what it published', async () => {
    await check(truth, { size: 20 });
    expect((await check(truth, { size: 12 })).alarm).toBe('went-back');
  });

  it('finds another key, and a proof that is none', async () => {
    await check(truth, { size: 20 });
    const stranger = logOf(entries, await makeNoteKey(origin, logKeyType));
    expect((await check(stranger, { size: 20 })).alarm).toBe('key-changed');
    const proof = await truth.proof(2, 20);
    const access = { now, readTile: truth.readTile, readCheckpoint: async () => null };
    const [leaf] = proof.leaves;
    for (const changed of [
      { ...proof, leaves: [] },
      { ...proof, leaves: [{ ...leaf!, leafIndex: 3 }] },
      { ...proof, leaves: [{ ...leaf!, record: { ...record, loggedAt: '2020-01-01T00:00:00Z' } }] },
      { ...proof, log: { ...proof.log, key: witness.text } },
    ])
      expect((await checkLog(code, changed, access)).alarm).toBe('false-proof');
    expect((await checkLog('7K3M-9QPX-2RTA', proof, access)).alarm).toBe('false-proof');
  });

  it('says when it could not compare', async () => {
    await check(truth, { size: 5 });
    const finding = await checkLog(code, await truth.proof(2, 20), {
      now,
      readTile: async () => null,
      readCheckpoint: async () => null,
    });
    expect(finding).toMatchObject({ alarm: null, isCompared: false, provenAt: null });
  });
});
