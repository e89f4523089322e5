import type { Fault } from '@saoy/contracts/errors';
import type { Result } from '@saoy/contracts/result';
import type { ValidationReport } from '@saoy/contracts/validation-report';
import type { ServiceContext } from '../service-context.ts';

/** What the public verifier needs: to read the register and page images, never a key. */
export type VerificationContext = Pick<
  ServiceContext,
  'database' | 'objects' | 'settings' | 'authorityAt' | 'now' | 'random' | 'log'
> & {
  /** Checks the signatures of a PDF within bounds of time and memory. */
  validate(pdf: Uint8Array): Promise<Result<ValidationReport, Fault>>;
};
