import type { ReadDocument } from '@saoy/contracts/requests/view';
import type { Logger } from 'pino';
import type { Authority } from './authorities/authority-at.ts';
import type { JobSender } from './jobs/job-queues.ts';
import type { ServiceSecrets } from './keys/master-key.ts';
import type { PageReading } from './recognition/page-reading.ts';
import type { Sealer } from './seal/index.ts';
import type { Database } from './storage/database.ts';
import type { ObjectStore } from './storage/objects/object-store.ts';
import type { TransparencyLog } from './transparency/index.ts';

export interface ServiceSettings {
  /** Without a slash at the end; the host of every QR. */
  readonly publicUrl: string;
  /** Former addresses whose seals are still ours. */
  readonly formerPublicUrls: readonly string[];
  readonly areFeesCollected: boolean;
  readonly downloadTtlMs: number;
  /** How long pages outlive the end of a request. */
  readonly pageTtlMs: number;
  /** An unconfirmed request nobody touches for so long is dropped. */
  readonly draftTtlMs: number;
  /** Issuing that still fails after this is given up: the number is voided. */
  readonly issuingGiveUpMs: number;
  readonly approvalTtlMs: number;
  /** An archive time-stamp is renewed so long before its certificate lapses. */
  readonly renewBeforeMs: number;
  readonly renewalsPerMinute: number;
}

/** What every use case may need; built once in the composition root. */
export interface ServiceContext {
  readonly database: Database;
  readonly objects: ObjectStore;
  readonly secrets: ServiceSecrets;
  readonly jobs: JobSender;
  /** Signs seals and public lists; `noSealer` in a process that only answers HTTP. */
  readonly sealer: Sealer;
  readonly transparency: TransparencyLog;
  readonly settings: ServiceSettings;
  /** The authority's data in force at a moment: name, wording, fees, calendar. */
  authorityAt(at: Date): Authority;
  /** What the pages of one original say together; null stands for a page that could not be read. */
  assembleDocument(readings: readonly (PageReading | null)[]): ReadDocument;
  now(): Date;
  random(bytes: number): Uint8Array;
  readonly log: Logger;
}
