import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { toBase64 } from '@saoy/contracts/transparency/base64';
import { formatCheckpoint, openCheckpoint } from '@saoy/contracts/transparency/checkpoint';
import { verifyLeafProof } from '@saoy/contracts/transparency/leaf-proof';
import { parseVerifierKey } from '@saoy/contracts/transparency/signed-note';
import { consistencyProof, treeHash } from '@saoy/contracts/transparency/testing/reference-tree';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openTestService, silentLog, type TestService } from '../testing/service-context.ts';
import { createLogSigner, type LogSigner } from './log-key.ts';
import { cosignedNote, newestCheckpoint } from './published-log.ts';
import { askWitness, createWitnessClient } from './witness-client.ts';
import { createWitnessServer, WitnessService } from './witness-server.ts';
import { parseWitnesses, type Witness } from './witnesses.ts';

const now = () => new Date('2026-11-21T08:00:00Z');
let folder: string;
const servers: Server[] = [];

async function startWitness(name: string, signer: LogSigner): Promise<Witness & { service: WitnessService }> {
  const { privateKey } = generateKeyPairSync('ed25519');
  const service = new WitnessService({
    name,
    privateKey,
    logs: [signer.key],
    folder: join(folder, name),
    now,
  });
  const server = createWitnessServer(service, (error) => {
    throw error;
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  servers.push(server);
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const [witness] = await parseWitnesses(`# one\n\nwitness ${name} ${await service.verifierKey()} ${url}/\n`);
  return { ...witness!, service };
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'saoy-witness-'));
});
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
  rmSync(folder, { recursive: true, force: true });
});

describe('a witness', () => {
  const entries = Array.from({ length: 9 }, (_, i) => Uint8Array.of(i));
  let signer: LogSigner;
  let witness: WitnessService;
  const order = (oldSize: number, newSize: number, tree = entries, by = signer): string => {
    const text = formatCheckpoint({
      origin: by.key.name,
      treeSize: newSize,
      root: treeHash(tree.slice(0, newSize)),
    });
    const proof = oldSize > newSize ? [] : consistencyProof(oldSize, tree.slice(0, newSize));
    return `old ${oldSize}\n${proof.map((hash) => `${toBase64(hash)}\n`).join('')}\n${text}\n${by.sign(text)}`;
  };
  const statusOf = async (body: string) => (await witness.addCheckpoint(body)).status;

  beforeEach(async () => {
    signer = await createLogSigner(generateKeyPairSync('ed25519').privateKey, 'copies.test/log');
    witness = (await startWitness('witness.test/a', signer)).service;
  });

  test('cosigns what continues the log, and says where it stands to who does not know', async () => {
    const first = await witness.addCheckpoint(order(0, 3));
    expect(first.status).toBe(200);
    const key = (await parseVerifierKey(await witness.verifierKey()))!;
    const note = order(0, 3).split('\n\n').slice(1).join('\n\n') + first.body;
    const opened = await openCheckpoint(note, { log: signer.key, witnesses: [key] });
    expect(opened?.signatures.map(({ cosignedAt }) => cosignedAt?.getTime() ?? null)).toEqual([
      null,
      now().getTime(),
    ]);
    expect(await statusOf(order(3, 7))).toBe(200);
    expect(await witness.addCheckpoint(order(3, 8))).toMatchObject({
      status: 409,
      body: '7\n',
      type: 'text/x.tlog.size',
    });
    expect(await statusOf(order(7, 7))).toBe(200);
  });

  test('refuses a second history, a shrunken log and another log', async () => {
    const fork = entries.with(2, Uint8Array.of(99));
    expect(await statusOf(order(0, 5))).toBe(200);
    expect(await statusOf(order(5, 7, fork))).toBe(422);
    expect(await statusOf(order(5, 5, fork))).toBe(422);
    expect(await statusOf(order(5, 3))).toBe(400);
    expect(await statusOf(order(0, 3))).toBe(409);
    const impostor = await createLogSigner(generateKeyPairSync('ed25519').privateKey, 'copies.test/log');
    expect(await statusOf(order(5, 7, entries, impostor))).toBe(403);
    const stranger = await createLogSigner(generateKeyPairSync('ed25519').privateKey, 'other.test/log');
    expect(await statusOf(order(0, 7, entries, stranger))).toBe(404);
    for (const malformed of ['', 'old 5', 'old 05\n\nx', 'old 5\nx\n\nx', 'old 5\n\nx\n'])
      expect(await statusOf(malformed)).toBe(400);
    expect(await statusOf(order(5, 9))).toBe(200);
  });

  test('gives of two that come at once only one the next place', async () => {
    expect(await statusOf(order(0, 2))).toBe(200);
    const answers = await Promise.all([statusOf(order(2, 9)), statusOf(order(2, 5))]);
    expect(answers).toEqual([200, 409]);
  });
});

describe('a log with witnesses', () => {
  let service: TestService;
  beforeAll(async () => {
    service = await openTestService();
  });
  afterAll(() => service.close());
  let count = 0;
  const grow = async () => {
    const { context } = service;
    await context.database.db.transaction((tx) =>
      context.transparency.append(tx as never, {
        kind: 'issue',
        subject: `CODE-${++count}`,
        record: { code: `CODE-${count}` },
      }),
    );
    expect((await service.publisher.publish()).ok).toBe(true);
  };
  const parts = () => ({ db: service.context.database.db, signer: service.logSigner, now, log: silentLog });
  const ask = (witness: Witness) => askWitness(parts(), witness, new AbortController().signal);

  test('merges the cosignature of the one that answers, though the other is down', async () => {
    const up = await startWitness('witness.test/up', service.logSigner);
    const down = {
      ...(await startWitness('witness.test/down', service.logSigner)),
      url: 'http://127.0.0.1:9',
    };
    await grow();
    const client = createWitnessClient({ ...parts(), witnesses: [up, down] });
    const { db } = service.context.database;
    await expect
      .poll(async () => (await cosignedNote(db, (await newestCheckpoint(db))!)).includes('witness.test/up'), {
        timeout: 20_000,
      })
      .toBe(true);
    await grow();
    client.wake();
    await expect
      .poll(async () => (await cosignedNote(db, (await newestCheckpoint(db))!)).includes('witness.test/up'), {
        timeout: 20_000,
      })
      .toBe(true);
    await client.stop();
    const proof = await service.context.transparency.proofOf(0);
    const outcome =
      proof.ok &&
      (await verifyLeafProof(proof.value, { log: service.logSigner.key, witnesses: [up.key, down.key] }));
    expect(outcome).toMatchObject({ isProven: true });
    expect(proof.ok && proof.value.checkpoint).toContain('witness.test/up');
    expect(proof.ok && proof.value.checkpoint).not.toContain('witness.test/down');
  });

  test('gets no cosignature from a witness that has seen another history', async () => {
    const witness = await startWitness('witness.test/fork', service.logSigner);
    const other = [Uint8Array.of(1), Uint8Array.of(2)];
    const text = formatCheckpoint({
      origin: service.logSigner.key.name,
      treeSize: 1,
      root: treeHash(other.slice(0, 1)),
    });
    expect(
      (await witness.service.addCheckpoint(`old 0\n\n${text}\n${service.logSigner.sign(text)}`)).status,
    ).toBe(200);
    await grow();
    expect(await ask(witness)).toMatchObject({ isCosigned: false });
    const ahead = await startWitness('witness.test/ahead', service.logSigner);
    const far = formatCheckpoint({
      origin: service.logSigner.key.name,
      treeSize: 99,
      root: new Uint8Array(32),
    });
    expect(
      (await ahead.service.addCheckpoint(`old 0\n\n${far}\n${service.logSigner.sign(far)}`)).status,
    ).toBe(200);
    expect(await ask(ahead)).toMatchObject({ isCosigned: false, reason: expect.stringContaining('99') });
    const { db } = service.context.database;
    const note = await cosignedNote(db, (await newestCheckpoint(db))!);
    expect(note).not.toContain('witness.test/fork');
    expect(note).not.toContain('witness.test/ahead');
  });

  test.each([
    ['another word', 'log x y http://127.0.0.1'],
    ['no key', 'witness a b http://127.0.0.1'],
    ['no address', 'witness a'],
  ])('names the line of its policy with %s', async (_, line) => {
    await expect(parseWitnesses(`\n${line}`)).rejects.toThrow('line 2');
  });
});
