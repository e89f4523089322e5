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
import {
  createFileMemory,
  createLogSigner,
  createTransparencyLog,
  LogPublisher,
  type LogSigner,
  loadEd25519Key,
} from '../transparency/index.ts';

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
  /** Publishes the log; its waiting is done by the context too. */
  readonly publisher: LogPublisher;
  readonly logSigner: LogSigner;
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
  const logSigner = await createLogSigner(
    loadEd25519Key(join(dataDir, 'log-key.pem'), { createIfMissing: true }),
    'copies.test/log',
  );
  const memory = createFileMemory(join(dataDir, 'log-checkpoint'));
  const now = () => clock.now;
  const publisher = new LogPublisher(
    { db: database.db, secrets, signer: logSigner, memory, now },
    silentLog,
    {
      batchMs: 0,
    },
  );
  const context = testContext(database, dataDir, secrets, jobs, clock, publisher);
  await prepareSealKeys(context, { createIfMissing: true });
  return {
    context,
    jobs,
    clock,
    publisher,
    logSigner,
    async close() {
      await publisher.stop();
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
  publisher: LogPublisher,
): ServiceContext {
  const clockAndChance = {
    now: () => clock.now,
    random: (bytes: number) => new Uint8Array(randomBytes(bytes)),
  };
  const keeper = new SealKeyFolder({
    folder: join(dataDir, 'seal-keys'),
    readPassphrase: async () => 'only for tests',
  });
  const context: ServiceContext = {
    ...clockAndChance,
    get sealer() {
      return sealer;
    },
    transparency: createTransparencyLog({ database, secrets, ...clockAndChance }, () => publisher),
    database,
    objects: new FileObjectStore(join(dataDir, 'objects'), secrets.objectKey),
    secrets,
    jobs: { send: async (name, data) => void jobs.push({ name, data }) },
    settings: {
      publicUrl: 'http://localhost:8080',
      formerPublicUrls: ['https://old.example.vn'],
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
    log: silentLog,
  };
  const sealer = createSealer(context, keeper);
  return context;
}
