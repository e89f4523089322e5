import type { Fault } from '@saoy/contracts/errors';
import type { Bilingual } from '@saoy/contracts/ids';
import type { Result } from '@saoy/contracts/result';
import type { ValidationReport } from '@saoy/contracts/validation-report';
import type { Logger } from 'pino';
import type { Database } from '../storage/database.ts';
import type { ObjectStore } from '../storage/objects/object-store.ts';

/** What a verifier needs to look a copy up and to check a file: the register to read from, and no key at all. */
export interface LookUpContext {
  readonly database: Pick<Database, 'db'>;
  /** The authority's data in force at a moment. */
  authorityAt(at: Date): { readonly name: Bilingual };
  now(): Date;
  readonly log: Logger;
  /** Checks the signatures of a PDF within bounds of time and memory. */
  validate(pdf: Uint8Array): Promise<Result<ValidationReport, Fault>>;
}

/** What it takes besides to show page images and to hand out files, which are stored encrypted. */
export interface VerificationContext extends LookUpContext {
  readonly objects: ObjectStore;
  random(bytes: number): Uint8Array;
}
