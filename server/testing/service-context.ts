import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { authorityAt } from '../authorities/authority-at.ts';
import { DEVELOPMENT_AUTHORITY } from '../authorities/development-authority.ts';
import type { JobData, JobName } from '../jobs/job-queues.ts';
import { deriveSecrets, type ServiceSecrets } from '../keys/master-key.ts';
import { createSealer, prepareSealKeys, SealKeyFolder } from '../seal/index.ts';
import type { ServiceContext } from '../service-context.ts';
import type { Database } from '../storage/database.ts';
import { FileObjectStore } from '../storage/objects/file-object-store.ts';
import { openDatabase } from '../storage/open-database.ts';

const DAY_MS = 24 * 60 * 60_000;

export interface OrderedJob {
  readonly name: JobName;
  readonly data: JobData[JobName];
}

export interface TestService {
  readonly context: ServiceContext;
  /** Work ordered so far, oldest first; a test does it by hand. */
  readonly jobs: OrderedJob[];
  /** The clock of the context; a test moves it. */
  readonly clock: { now: Date };
  close(): Promise<void>;
}

export const silentLog = pino({ level: 'silent' });

export interface TestServiceOptions {
  readonly databaseUrl?: string;
  /** A folder to keep; without it a new one that close() removes. */
  readonly dataDir?: string;
  readonly masterKey?: Uint8Array;
}

/** A context on a real database and object store, with jobs collected instead of run. */
export async function openTestService(options: TestServiceOptions = {}): Promise<TestService> {
  const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), 'saoy-service-'));
  const { databaseUrl } = options;
  const database = await openDatabase({ databaseUrl, dataDir, log: silentLog });
  const jobs: OrderedJob[] = [];
  const clock = { now: new Date('2026-11-20T02:00:00Z') };
  const secrets = deriveSecrets(options.masterKey ?? new Uint8Array(randomBytes(32)));
  const context = testContext(database, dataDir, secrets, jobs, clock);
  await prepareSealKeys(context, { createIfMissing: true });
  return {
    context,
    jobs,
    clock,
    async close() {
      await database.close();
      if (options.dataDir === undefined) rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

function testContext(
  database: Database,
  dataDir: string,
  secrets: ServiceSecrets,
  jobs: OrderedJob[],
  clock: { now: Date },
): ServiceContext {
  const keeper = new SealKeyFolder({
    folder: join(dataDir, 'seal-keys'),
    readPassphrase: async () => 'only for tests',
  });
  const context: ServiceContext = {
    get sealer() {
      return sealer;
    },
    database,
    objects: new FileObjectStore(join(dataDir, 'objects'), secrets.objectKey),
    secrets,
    jobs: { send: async (name, data) => void jobs.push({ name, data }) },
    settings: {
      publicUrl: 'http://localhost:8080',
      areFeesCollected: false,
      downloadTtlMs: 7 * DAY_MS,
      pageTtlMs: DAY_MS,
      draftTtlMs: DAY_MS / 24,
      issuingGiveUpMs: 3 * DAY_MS,
      approvalTtlMs: 5 * 60_000,
      renewBeforeMs: 90 * DAY_MS,
      renewalsPerMinute: 60,
    },
    authorityAt: (at) => authorityAt(DEVELOPMENT_AUTHORITY, at),
    assembleDocument: () => ({
      type: 'birth',
      title: { vi: 'Giấy khai sinh', en: 'Birth certificate' },
      typeConfidence: 1,
      fields: [],
      flags: [],
    }),
    now: () => clock.now,
    random: (bytes) => new Uint8Array(randomBytes(bytes)),
    log: silentLog,
  };
  const sealer = createSealer(context, keeper);
  return context;
}
