import { FaultError } from '@saoy/contracts/errors';
import type { Result } from '@saoy/contracts/result';

/** The value, or the fault as the exception that mount maps to an answer. */
export function orThrow<T>(result: Result<T>): T {
  if (!result.ok) throw new FaultError(result.error.code, result.error.detail);
  return result.value;
}
