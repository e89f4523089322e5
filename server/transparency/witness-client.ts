// Asks witnesses for cosignatures (C2SP tlog-witness), beside the issuing and never in its way: a witness that is down or
// refuses costs nobody a copy.

import { toBase64 } from '@saoy/contracts/transparency/base64';
import { openCheckpoint } from '@saoy/contracts/transparency/checkpoint';
import { formatSignatureLine, parseSignatureLine } from '@saoy/contracts/transparency/signed-note';
import { desc, eq } from 'drizzle-orm';
import type { Logger } from 'pino';
import type { Executor } from '../storage/database.ts';
import { type CheckpointRow, logCosignatures } from '../storage/schema.ts';
import type { LogSigner } from './log-key.ts';
import { newestCheckpoint } from './published-log.ts';
import { StoredTree } from './stored-tree.ts';
import type { Witness } from './witnesses.ts';

const TIMEOUT_MS = 10_000;
const LONGEST_PAUSE_MS = 5 * 60_000;
const FIRST_PAUSE_MS = 2_000;
const MOST_ANSWER_BYTES = 64 * 1024;

interface WitnessClientContext {
  readonly db: Executor;
  readonly witnesses: readonly Witness[];
  readonly signer: LogSigner;
  readonly now: () => Date;
  readonly log: Logger;
}

export interface WitnessClient {
  /** There is a new checkpoint to be cosigned. */
  wake(): void;
  stop(): Promise<void>;
}

export function createWitnessClient(context: WitnessClientContext): WitnessClient {
  const controller = new AbortController();
  const loops = context.witnesses.map((witness) => followLog(context, witness, controller.signal));
  return {
    wake: () => {
      for (const loop of loops) loop.wake();
    },
    async stop() {
      controller.abort();
      for (const loop of loops) loop.wake();
      await Promise.all(loops.map(({ done }) => done));
    },
  };
}

/** Brings one witness to the newest checkpoint whenever there is one, with growing pauses while it fails. */
function followLog(context: WitnessClientContext, witness: Witness, signal: AbortSignal) {
  let wake: () => void = () => undefined;
  let isWanted = true;
  const pause = (ms: number | null): Promise<void> =>
    new Promise((resolve) => {
      const timer = ms === null ? undefined : setTimeout(resolve, ms);
      wake = () => {
        if (ms !== null && !signal.aborted) return;
        clearTimeout(timer);
        resolve();
      };
    });
  const run = async (): Promise<void> => {
    let failures = 0;
    while (!signal.aborted) {
      isWanted = false;
      const outcome = await askWitness(context, witness, signal).catch((error: unknown) => ({
        isCosigned: false,
        reason: error instanceof Error ? error.message : String(error),
      }));
      if (outcome.isCosigned) failures = 0;
      else if (!signal.aborted) {
        failures += 1;
        if (failures === 1 || failures % 20 === 0)
          context.log.warn(
            { witness: witness.key.name, reason: outcome.reason, failures },
            'a witness did not cosign',
          );
        await pause(Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(failures - 1, 10)));
        continue;
      }
      if (!isWanted && !signal.aborted) await pause(null);
    }
  };
  const done = run();
  return {
    done,
    wake: () => {
      isWanted = true;
      wake();
    },
  };
}

type WitnessAnswer = { readonly isCosigned: boolean; readonly reason: string };
const cosigned: WitnessAnswer = { isCosigned: true, reason: '' };
const refused = (reason: string): WitnessAnswer => ({ isCosigned: false, reason });

/** Asks for a cosignature on the newest checkpoint, if it has none, and stores it. */
export async function askWitness(
  { db, signer, now, log }: Omit<WitnessClientContext, 'witnesses'>,
  witness: Witness,
  signal: AbortSignal,
): Promise<WitnessAnswer> {
  const newest = await newestCheckpoint(db);
  if (newest === null) return cosigned;
  const [last] = await db
    .select({ treeSize: logCosignatures.treeSize })
    .from(logCosignatures)
    .where(eq(logCosignatures.witness, witness.verifierKey))
    .orderBy(desc(logCosignatures.treeSize))
    .limit(1);
  if (last?.treeSize === newest.treeSize) return cosigned;
  const first = await submit(db, witness, newest, last?.treeSize ?? 0, signal);
  const known = first.status === 409 ? Number(first.body.trim()) : null;
  if (known !== null && (!Number.isSafeInteger(known) || known > newest.treeSize))
    return refused(`it has seen ${known} leaves, this log has ${newest.treeSize}`);
  const answer = known === null ? first : await submit(db, witness, newest, known, signal);
  if (answer.status === 422)
    log.fatal({ witness: witness.key.name }, 'a witness says that this log is not what it saw before');
  if (answer.status !== 200) return refused(`HTTP ${answer.status}`);
  const line = await cosignatureIn(answer.body, newest, witness, signer);
  if (line === null) return refused('its answer holds no true cosignature');
  await db
    .insert(logCosignatures)
    .values({ treeSize: newest.treeSize, witness: witness.verifierKey, line, receivedAt: now() })
    .onConflictDoNothing();
  return cosigned;
}

async function submit(
  db: Executor,
  witness: Witness,
  checkpoint: CheckpointRow,
  oldSize: number,
  signal: AbortSignal,
): Promise<{ status: number; body: string }> {
  const proof = await new StoredTree(db).consistencyProof(oldSize, checkpoint.treeSize);
  const response = await fetch(`${witness.url}/add-checkpoint`, {
    method: 'POST',
    redirect: 'error',
    headers: { 'content-type': 'text/plain; charset=utf-8' },
    body: `old ${oldSize}\n${proof.map((hash) => `${toBase64(hash)}\n`).join('')}\n${checkpoint.note}`,
    signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
  });
  const body = await response.text();
  return { status: response.status, body: body.slice(0, MOST_ANSWER_BYTES) };
}

/** The witness's line out of its answer, once it has been verified over our checkpoint. */
async function cosignatureIn(
  body: string,
  checkpoint: CheckpointRow,
  witness: Witness,
  signer: LogSigner,
): Promise<string | null> {
  const note = checkpoint.note + body;
  const opened = await openCheckpoint(note, { log: signer.key, witnesses: [witness.key] });
  const isTrue = opened?.signatures.some(({ key }) => key === witness.key) ?? false;
  if (!isTrue || opened?.treeSize !== checkpoint.treeSize) return null;
  const { name, keyId } = witness.key;
  const signature = body
    .split('\n')
    .map(parseSignatureLine)
    .find((line) => line?.name === name && line.keyId === keyId);
  return signature == null ? null : formatSignatureLine(signature);
}
