import { randomBytes } from 'node:crypto';
import { FaultError } from '@saoy/contracts/errors';
import type { Logger } from 'pino';
import { authorityAt } from './authorities/authority-at.ts';
import type { AuthorityConfiguration } from './authorities/authority-schema.ts';
import { DEVELOPMENT_AUTHORITY } from './authorities/development-authority.ts';
import { loadAuthority } from './authorities/load-authority.ts';
import type { ServerConfig } from './config.ts';
import {
  createDevelopmentAccounts,
  type EnrolmentInvitation,
  inviteMembersWithoutPasskey,
} from './development/development-accounts.ts';
import { describeDocument } from './intake/describe-document.ts';
import { ReadingProgress } from './intake/reading-progress.ts';
import { BossJobQueue } from './jobs/boss-job-queue.ts';
import { deriveSecrets, loadMasterKey } from './keys/master-key.ts';
import { openSealKeys } from './open-seal-keys.ts';
import { type OperationsListener, startOperationsListener } from './operations/operations-listener.ts';
import { publishAnnulments } from './register/publish-annulments.ts';
import { ChangeFeed } from './requests/change-feed.ts';
import { resumeWork } from './retention/sweep.ts';
import { checkSealSettings, createSealer, noSealer, prepareSealKeys } from './seal/index.ts';
import type { ServiceContext } from './service-context.ts';
import { startHttp } from './start-http.ts';
import { composeTransparency, type RunningTransparency } from './start-transparency.ts';
import { type RunningWorker, startWorker } from './start-worker.ts';
import { FileObjectStore } from './storage/objects/file-object-store.ts';
import { openDatabase } from './storage/open-database.ts';

const STOP_JOBS_MS = 5000;

export interface RunningServer {
  /** Null for a process that only works. */
  readonly url: string | null;
  readonly agentUrl: string | null;
  readonly operationsFile: string | null;
  readonly enrolment: readonly EnrolmentInvitation[];
  readonly context: ServiceContext;
  close(): Promise<void>;
}

/** Builds the whole service from its settings and starts it; the only place where implementations are named. */
export async function startServer(config: ServerConfig, log: Logger): Promise<RunningServer> {
  const closers: (() => Promise<void> | void)[] = [];
  const close = async () => {
    for (const closer of closers.splice(0).reverse())
      await Promise.resolve(closer()).catch((error: unknown) =>
        log.error({ err: error }, 'a part did not close'),
      );
  };
  try {
    const { databaseUrl, dataDir } = config;
    const database = await openDatabase({ databaseUrl, dataDir, log });
    closers.push(() => database.close());
    let transparency: RunningTransparency | undefined;
    // After the worker: what it issues waits for the log.
    closers.push(() => transparency?.close());
    const jobs = new BossJobQueue(database, log);
    await jobs.start();
    let worker: RunningWorker | undefined;
    closers.push(() => (worker === undefined ? jobs.stop(STOP_JOBS_MS) : worker.close(STOP_JOBS_MS)));
    const secrets = deriveSecrets(
      loadMasterKey(config.masterKeyFile, { createIfMissing: !config.isProduction }),
    );
    const authority = await loadAuthorityOf(config);
    const listening = { publicUrl: config.publicUrl ?? '' };
    const clockAndChance = {
      now: () => new Date(),
      random: (bytes: number) => new Uint8Array(randomBytes(bytes)),
    };
    transparency = composeTransparency(
      config,
      { database, secrets, log, ...clockAndChance },
      () => listening.publicUrl,
    );
    const context: ServiceContext = {
      ...clockAndChance,
      transparency: transparency.log,
      database,
      objects: new FileObjectStore(config.objectsDir, secrets.objectKey),
      secrets,
      jobs,
      get sealer() {
        return sealer;
      },
      settings: {
        get publicUrl() {
          return listening.publicUrl;
        },
        formerPublicUrls: config.formerPublicUrls,
        areFeesCollected: config.areFeesCollected,
        downloadTtlMs: config.downloadTtlMs,
        pageTtlMs: config.pageTtlMs,
        draftTtlMs: config.draftTtlMs,
        issuingGiveUpMs: config.issuingGiveUpMs,
        approvalTtlMs: config.approvalTtlMs,
        renewBeforeMs: config.renewBeforeMs,
        renewalsPerMinute: config.renewalsPerMinute,
      },
      authorityAt: (at) => authorityAt(authority, at),
      assembleDocument: (readings) => describeDocument(readings, new Date(), authority.termLists),
      log,
    };
    const sealKeys = config.role === 'server' ? null : await openSealKeys(config, log);
    closers.push(() => sealKeys?.close());
    const sealer = sealKeys === null ? noSealer : createSealer(context, sealKeys.keeper);
    const feed = new ChangeFeed();
    await feed.start(database);
    closers.push(() => feed.stop());
    const progress = new ReadingProgress();
    if (config.role !== 'worker') await progress.start(database);
    closers.push(() => progress.stop());
    const http = config.role === 'worker' ? null : await startHttp(config, context, feed, progress, log);
    if (http !== null) {
      closers.push(() => http.close());
      listening.publicUrl = config.publicUrl ?? http.url;
    } else if (config.publicUrl === undefined)
      throw new FaultError('configuration.invalid', 'PUBLIC_URL is missing');
    checkSealSettings(
      [listening.publicUrl, ...config.formerPublicUrls],
      context.authorityAt(context.now()).id,
    );
    if (config.hasDevelopmentAccounts) await createDevelopmentAccounts(context);
    const enrolment = config.hasDevelopmentAccounts ? await inviteMembersWithoutPasskey(context) : [];
    if (config.role !== 'server') {
      await prepareSealKeys(context, { createIfMissing: !config.isProduction });
      // Whoever asks a new installation for its list of annulments gets one from the first moment on.
      const listed = await publishAnnulments(context, sealer.signStatement);
      if (!listed.ok) log.warn({ code: listed.error.code }, 'the list of annulments could not be signed');
      // Whatever was under way when the last process ended goes on now.
      await transparency.startPublishing();
      await resumeWork(context, 0);
      worker = await startWorker(config, context, jobs, log);
    }
    // A worker beside a server may share its data folder; one of them answers the operator.
    const operations: OperationsListener | null =
      http === null
        ? null
        : await startOperationsListener(context, { dataDir, log, logKey: transparency.verifierKey });
    closers.push(() => operations?.close());
    return {
      url: http?.url ?? null,
      agentUrl: http?.agentUrl ?? null,
      operationsFile: operations?.accessFile ?? null,
      enrolment,
      context,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

async function loadAuthorityOf(config: ServerConfig): Promise<AuthorityConfiguration> {
  if (config.authorityFile === undefined) return DEVELOPMENT_AUTHORITY;
  const loaded = await loadAuthority(config.authorityFile);
  if (!loaded.ok) throw new FaultError(loaded.error.code, loaded.error.detail);
  return loaded.value;
}
