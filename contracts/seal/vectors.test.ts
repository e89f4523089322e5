import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { readAnnulmentList } from '../annulment-list.ts';
import { toHex } from './cose-sign1.ts';
import { openKeyList } from './key-list.ts';
import { pagesDigest } from './pages-digest.ts';
import { verifySeal } from './verify-seal.ts';

const load = (name: string) =>
  JSON.parse(readFileSync(new URL(`./vectors/${name}.json`, import.meta.url), 'utf8'));
const bytes = (hex: string): Uint8Array => new Uint8Array(Buffer.from(hex, 'hex'));
const listOf = async (hex: string) => {
  const list = await openKeyList(bytes(hex), null);
  if (!list.ok) throw new Error(list.error);
  return list.value;
};

const seals = load('seals');
it.each<Record<string, never>>(seals.cases)('says of $name: $outcome, $reason', async (vector) => {
  const { text, now, logged, outcome, reason, facts } = vector as Record<string, string> & {
    logged?: { sealSha256: string; provenAt: string };
    facts?: unknown;
  };
  const check = await verifySeal(text!, {
    keys: await listOf(seals.keyList),
    now: new Date(now!),
    findInclusion: async (_, sealSha256) =>
      logged?.sealSha256 === sealSha256 ? { provenAt: new Date(logged.provenAt) } : null,
  });
  const said =
    check.facts === null ? undefined : { ...check.facts, pagesDigest: toHex(check.facts.pagesDigest) };
  expect({ outcome: check.outcome, reason: check.reason }).toEqual({ outcome, reason });
  expect(said === undefined ? undefined : { ...said, issuedAt: said.issuedAt.toISOString() }).toEqual(facts);
});

it.each<{ name: string; message: string; pinned: string | null; outcome: string }>(load('key-lists').cases)(
  'says of a key list, $name: $outcome',
  async ({ message, pinned, outcome }) => {
    const list = await openKeyList(bytes(message), pinned);
    expect(list.ok ? 'ok' : list.error).toBe(outcome);
  },
);

const annulments = load('annulment-lists');
it.each<{ name: string; message: string; outcome: string; count?: number; tail?: object[] }>(
  annulments.cases,
)('says of an annulment list, $name: $outcome', async ({ message, outcome, count, tail }) => {
  const keys = (await listOf(annulments.keyList)).keys.filter(({ state }) => state === 'active');
  const list = await readAnnulmentList(
    bytes(message),
    (keyId) => keys.find((key) => key.keyId === toHex(keyId))?.publicKey ?? null,
  );
  expect(list.ok ? 'ok' : list.error).toBe(outcome);
  if (!list.ok) return;
  expect(list.value.count).toBe(count);
  expect(list.value.tail.map((entry) => ({ ...entry, at: entry.at.toISOString() }))).toEqual(tail);
});

it.each<{ name: string; pages: string[]; digest: string }>(load('page-digests').cases)(
  'computes the digest of $name',
  async ({ pages, digest }) => {
    expect(toHex(await pagesDigest(pages.map(bytes)))).toBe(digest);
  },
);
