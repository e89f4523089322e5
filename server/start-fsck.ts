// fsck without a running server: reads the database, the objects and the keys that the server's own settings name.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FaultError } from '@saoy/contracts/errors';
import type { FsckReport } from '@saoy/contracts/fsck-report';
import { parseCheckpointText } from '@saoy/contracts/transparency/checkpoint';
import { pino } from 'pino';
import { readConfig, type ServerConfig } from './config.ts';
import { deriveSecrets, loadMasterKey } from './keys/master-key.ts';
import { FileObjectStore } from './storage/objects/file-object-store.ts';
import { openReadOnly } from './storage/open-read-only.ts';
import { type FsckOptions, runFsck } from './transparency/fsck/run-fsck.ts';
import { createLogSigner, loadEd25519Key } from './transparency/index.ts';

/**
 * Checks a PostgreSQL system by the settings of its server, also while it runs. Throws FaultError when a setting, the
 * database or a key cannot be read.
 */
export async function fsckBySettings(
  environment: Record<string, string | undefined>,
  options: FsckOptions,
): Promise<FsckReport> {
  const config = readConfig(environment);
  if (config.databaseUrl === undefined)
    throw new FaultError('configuration.invalid', 'DATABASE_URL is missing: ask the running server instead');
  const secrets = deriveSecrets(loadMasterKey(config.masterKeyFile, { createIfMissing: false }));
  const log = pino({ level: 'silent' });
  const database = openReadOnly(config.databaseUrl, { connections: 2, log, statementMs: 0 });
  try {
    const objects = new FileObjectStore(config.objectsDir, secrets.objectKey);
    const remembered = readMemory(config);
    const key = options.key ?? (await ownKey(config, remembered ?? options.checkpoints[0] ?? null));
    const checkpoints = remembered === null ? options.checkpoints : [remembered, ...options.checkpoints];
    return await runFsck(
      { database, objects, secrets, now: () => new Date() },
      { ...options, key, checkpoints },
    );
  } finally {
    await database.close();
  }
}

/** What the process whose settings these are has signed or seen last. */
function readMemory(config: ServerConfig): string | null {
  try {
    return readFileSync(join(config.dataDir, 'log-checkpoint'), 'utf8');
  } catch {
    return null;
  }
}

/** The verifier key that belongs to the log's private key, where that can be read and the log's name is known. */
async function ownKey(config: ServerConfig, note: string | null): Promise<string | null> {
  const text = note === null ? null : note.slice(0, note.indexOf('\n\n') + 1);
  const origin = config.logOrigin ?? (text === null ? undefined : parseCheckpointText(text)?.origin);
  if (origin === undefined || config.keys.log === undefined) return null;
  try {
    return (await createLogSigner(loadEd25519Key(config.keys.log, { createIfMissing: false }), origin))
      .verifierKey;
  } catch {
    return null;
  }
}
