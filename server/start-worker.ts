import { type Fault, fault } from '@saoy/contracts/errors';
import { err } from '@saoy/contracts/result';
import type { Logger } from 'pino';
import type { ServerConfig } from './config.ts';
import { decideByPolicy } from './decisions/decide-by-policy.ts';
import { emailCopy } from './delivery/email-copy.ts';
import { createMailer, type Mailer } from './delivery/mail/mailer.ts';
import { readPage } from './intake/read-page.ts';
import { createAuthorisedCopySigner } from './issuance/authorised-copy-signer.ts';
import { AuthorisedKeys } from './issuance/authorised-keys.ts';
import { issueCopy } from './issuance/issue-copy.ts';
import type { BossJobQueue } from './jobs/boss-job-queue.ts';
import { WorkUnderWay } from './jobs/work-under-way.ts';
import { loadTrustAnchors, loadTrustServices } from './load-trust.ts';
import { startCertificateWatch } from './notices/watch-certificates.ts';
import { openKeys } from './open-keys.ts';
import { createRecogniser } from './recognition/recogniser.ts';
import { renewCopy } from './renewal/renew-copy.ts';
import { startPeriodicWork } from './retention/periodic-work.ts';
import type { ServiceContext } from './service-context.ts';
import { createHttpRevocationSource, createHttpTimeStampAuthority } from './signing/index.ts';
import { isEvidenceGenuine } from './staff/is-evidence-genuine.ts';

/** Without a mail server every message fails with its code, and the request says so. */
const noMailer: Mailer = {
  send: async () => err(fault('delivery.mail-failed', 'no mail server is configured')),
  close: () => undefined,
};

export interface RunningWorker {
  /** Lets running jobs finish for `timeoutMs`; only then what they work with is closed. */
  close(timeoutMs: number): Promise<void>;
}

/** Starts reading, deciding, issuing and mailing. */
export async function startWorker(
  config: ServerConfig,
  context: ServiceContext,
  jobs: BossJobQueue,
  log: Logger,
): Promise<RunningWorker> {
  const { keys } = config;
  const trustAnchors = await loadTrustAnchors(keys.trustAnchors, config);
  const { tsaUrls, crlUrls } = await loadTrustServices(config, keys.pkiIndex);
  const stamping = {
    urls: tsaUrls,
    trustAnchors,
    timeoutMs: config.tsaTimeoutMs,
    clockToleranceMs: config.clockToleranceMs,
    onProblem: (url: string, { code, detail }: Fault) =>
      log.warn({ url, code, detail }, 'a time-stamping authority failed'),
  };
  const revocation = createHttpRevocationSource({
    timeoutMs: config.ocspTimeoutMs,
    crlUrls,
    maxConcurrent: config.ocspConcurrency,
    onProblem: (url) => log.warn({ url }, 'a revocation status could not be had'),
  });
  // Apart from the one for signing: nobody who waits for a copy queues behind renewals.
  const archive = {
    tsa: createHttpTimeStampAuthority({ ...stamping, maxConcurrent: 2 }),
    revocation,
    trustAnchors,
    now: context.now,
  };
  const keeper = await openKeys(keys, log);
  const signer = createAuthorisedCopySigner({
    keys: new AuthorisedKeys(context, {
      keeper,
      authorityKey: keys.authorityKey,
      isEvidenceGenuine: (tx, evidence) => isEvidenceGenuine(tx, context.settings.publicUrl, evidence),
      clockToleranceMs: config.clockToleranceMs,
    }),
    tsa: createHttpTimeStampAuthority({ ...stamping, maxConcurrent: config.tsaConcurrency }),
    revocation,
    trustAnchors,
    now: context.now,
  });
  const reader = createRecogniser({
    workers: config.recognitionWorkers,
    deadlineMs: config.recognitionDeadlineMs,
    log,
  });
  // In the background: the first visitor's page should not wait for language data.
  void reader.warmUp().catch((error: unknown) => log.warn({ err: error }, 'the page reader did not warm up'));
  const mailer =
    config.smtpUrl === undefined
      ? noMailer
      : createMailer({ smtpUrl: config.smtpUrl, from: config.mailFrom });
  const issuing = new WorkUnderWay();
  await jobs.work(
    {
      'read-page': (run) => readPage(context, reader, run),
      'decide-request': (run) => decideByPolicy(context, run.data.requestId),
      'issue-copy': (run) => issuing.once(run.data.requestId, () => issueCopy(context, signer, run)),
      'email-copy': (run) => emailCopy(context, mailer, run),
      'renew-copy': (run) => renewCopy(context, archive, run),
    },
    config.recognitionWorkers,
  );
  const periodic = startPeriodicWork(context);
  const watch = startCertificateWatch(context, {
    openCertificate: (name) => keeper.open(name),
    authorityKey: keys.authorityKey,
    authorities: tsaUrls.map((url) => ({
      url,
      tsa: createHttpTimeStampAuthority({ ...stamping, urls: [url], rounds: 1, maxConcurrent: 1 }),
    })),
    serverCertificates: { 'kiosk listener': keys.agentTlsCertificate },
    trustAnchors,
  });
  return {
    async close(timeoutMs) {
      await periodic.stop();
      watch.stop();
      await jobs.stop(timeoutMs);
      await reader.close();
      mailer.close();
      keeper.close();
    },
  };
}
