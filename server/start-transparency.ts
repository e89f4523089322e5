import { join } from 'node:path';
import { FaultError } from '@saoy/contracts/errors';
import { parseCheckpointText } from '@saoy/contracts/transparency/checkpoint';
import type { ServerConfig } from './config.ts';
import type { ServiceContext } from './service-context.ts';
import type { Executor } from './storage/database.ts';
import { logKeys } from './storage/schema.ts';
import { logChannel } from './transparency/append-leaf.ts';
import {
  createFileMemory,
  createLogSigner,
  createTransparencyLog,
  LogPublisher,
  type LogSigner,
  loadEd25519Key,
  type TransparencyLog,
} from './transparency/index.ts';
import { newestCheckpoint } from './transparency/published-log.ts';
import { createWitnessClient } from './transparency/witness-client.ts';
import { loadWitnesses, type Witness } from './transparency/witnesses.ts';

/** A notification lost with its connection delays the proof of an annulment by no more than this. */
const PUBLISH_EVERY_MS = 5_000;

export interface RunningTransparency {
  readonly log: TransparencyLog;
  /** C2SP verifier key of the log; null in a process that does not hold the private one. */
  verifierKey(): string | null;
  /** Begins to publish; for a process that holds the log's key. */
  startPublishing(): Promise<void>;
  close(): Promise<void>;
}

type Parts = Pick<ServiceContext, 'database' | 'secrets' | 'now' | 'random' | 'log'>;

/** Composes the log of this process. Its name is settled only when the public address is known. */
export function composeTransparency(
  config: ServerConfig,
  parts: Parts,
  publicUrl: () => string,
): RunningTransparency {
  let publisher: LogPublisher | null = null;
  let verifierKey: string | null = null;
  const closers: (() => Promise<void> | void)[] = [];
  return {
    log: createTransparencyLog(parts, () => publisher),
    verifierKey: () => verifierKey,
    async startPublishing() {
      const { database, secrets, now, log } = parts;
      if (config.keys.log === undefined)
        throw new FaultError('configuration.invalid', 'LOG_KEY_FILE is missing');
      const key = loadEd25519Key(config.keys.log, { createIfMissing: !config.isProduction });
      const signer = await createLogSigner(key, await originOf(config, parts, publicUrl()));
      const memory = createFileMemory(join(config.dataDir, 'log-checkpoint'));
      const witnesses =
        config.logWitnessesFile === undefined ? [] : await loadWitnesses(config.logWitnessesFile);
      await recordKeys(database.db, signer, witnesses, now());
      const client = createWitnessClient({ db: database.db, witnesses, signer, now, log });
      closers.push(() => client.stop());
      const started = new LogPublisher({ db: database.db, secrets, signer, memory, now }, log, {
        onPublished: () => client.wake(),
      });
      publisher = started;
      verifierKey = signer.verifierKey;
      closers.push(() => started.stop());
      const publish = () => void started.publish();
      closers.push(
        await database.listen(logChannel, (payload) => {
          if (payload === 'leaf') publish();
        }),
      );
      const timer = setInterval(publish, PUBLISH_EVERY_MS);
      closers.push(() => clearInterval(timer));
      publish();
      log.info({ verifierKey: signer.verifierKey, witnesses: witnesses.length }, 'the log is published');
    },
    async close() {
      publisher = null;
      for (const closer of closers.splice(0).reverse()) await closer();
    },
  };
}

/** What is configured; else what the log was called so far; else the public address without its scheme. */
async function originOf(config: ServerConfig, { database }: Parts, publicUrl: string): Promise<string> {
  const newest = await newestCheckpoint(database.db);
  const former =
    newest === null ? null : parseCheckpointText(newest.note.slice(0, newest.note.indexOf('\n\n') + 1));
  if (former !== null && config.logOrigin !== undefined && former.origin !== config.logOrigin)
    throw new FaultError('configuration.invalid', `LOG_ORIGIN: the log is called ${former.origin}`);
  return config.logOrigin ?? former?.origin ?? `${publicUrl.replace(/^https?:\/\//, '')}/log`;
}

/** Processes without the key tell strangers whose signatures to expect. */
async function recordKeys(
  db: Executor,
  signer: LogSigner,
  witnesses: readonly Witness[],
  since: Date,
): Promise<void> {
  const rows = [
    { verifierKey: signer.verifierKey, role: 'log' as const, name: signer.key.name, since },
    ...witnesses.map(({ verifierKey, key }) => ({
      verifierKey,
      role: 'witness' as const,
      name: key.name,
      since,
    })),
  ];
  await db.insert(logKeys).values(rows).onConflictDoNothing();
}
