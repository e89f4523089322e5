import { generateKeyPairSync, sign } from 'node:crypto';
import { formatCheckpoint } from '@saoy/contracts/transparency/checkpoint';
import { leafEntry } from '@saoy/contracts/transparency/log-record';
import {
  formatSignatureLine,
  formatVerifierKey,
  logKeyType,
  noteKeyId,
  parseVerifierKey,
} from '@saoy/contracts/transparency/signed-note';
import { treeHash } from '@saoy/contracts/transparency/testing/reference-tree';
import { tilePath, tilesOfTree } from '@saoy/contracts/transparency/tile-path';
import { beforeAll, expect, test } from 'vitest';
import { checkPublishedLog } from './check-published-log.ts';

const origin = 'copies.test/log';
const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const raw = new Uint8Array(publicKey.export({ format: 'der', type: 'spki' }).subarray(-32));
let entries: Uint8Array[];

beforeAll(async () => {
  entries = [];
  for (let i = 0; i < 700; i++)
    entries.push(await leafEntry(i % 7 === 0 ? 'annulment' : 'issue', new Uint8Array(32), `{"n":${i}}`));
});

async function note(tree: readonly Uint8Array[]): Promise<string> {
  const text = formatCheckpoint({ origin, treeSize: tree.length, root: treeHash(tree) });
  const signature = new Uint8Array(sign(null, Buffer.from(text), privateKey));
  return `${text}\n${formatSignatureLine({ name: origin, keyId: await noteKeyId(origin, logKeyType, raw), signature })}`;
}

/** What a log of these entries publishes, written down by the specification rather than by our server. */
async function publish(tree: readonly Uint8Array[]): Promise<Map<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>([['checkpoint', Buffer.from(await note(tree))]]);
  for (const name of tilesOfTree(tree.length, 'entries')) {
    const own = tree.slice(name.index * 256, name.index * 256 + name.width);
    files.set(tilePath(name), Buffer.concat(own.flatMap((entry) => [Uint8Array.of(0, entry.length), entry])));
  }
  for (const level of [0, 1, 2])
    for (const name of tilesOfTree(tree.length, level)) {
      const span = 256 ** level;
      const hashes = Array.from({ length: name.width }, (_, i) => {
        const from = (name.index * 256 + i) * span;
        return treeHash(tree.slice(from, from + span));
      });
      files.set(tilePath(name), Buffer.concat(hashes));
    }
  return files;
}

const check = async (files: ReadonlyMap<string, Uint8Array>, held: string | null = null) =>
  checkPublishedLog({
    read: async (path) => files.get(path) ?? null,
    key: (await parseVerifierKey(await formatVerifierKey(origin, logKeyType, raw)))!,
    witnesses: [],
    held,
  });

test('a log is computed again from what it publishes, and continues what was held', async () => {
  const report = await check(await publish(entries), await note(entries.slice(0, 300)));
  expect(report).toMatchObject({
    isConsistent: true,
    treeSize: 700,
    heldSize: 300,
    entries: { annulment: 100, issue: 600 },
  });
});

test('a log that is cut off or rewritten since is told apart from what was held', async () => {
  const held = await note(entries);
  expect((await check(await publish(entries.slice(0, 600)), held)).problems).toEqual([
    expect.stringContaining('shrank'),
  ]);
  const rewritten = [...entries.with(5, entries[6]!), entries[0]!];
  expect((await check(await publish(rewritten), held)).problems).toEqual([
    expect.stringContaining('held before'),
  ]);
});

test.each(['tile/entries/000', 'tile/0/001', 'tile/0/002.p/188', 'tile/1/000.p/2'])(
  'a change of %s is found',
  async (path) => {
    const files = await publish(entries);
    const bytes = Uint8Array.from(files.get(path)!);
    bytes[40] = (bytes[40] ?? 0) ^ 1;
    files.set(path, bytes);
    expect((await check(files)).isConsistent).toBe(false);
  },
);

test('a log with a file missing, or signed by another key, cannot be checked', async () => {
  const files = await publish(entries);
  files.delete('tile/0/001');
  await expect(check(files)).rejects.toThrow('tile/0/001');
  const foreign = await publish(entries);
  foreign.set('checkpoint', Buffer.from((await note(entries)).replace(origin, 'copies.elsewhere/log')));
  await expect(check(foreign)).rejects.toThrow('not signed');
});
