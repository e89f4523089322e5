import type { Fault } from '@saoy/contracts/errors';
import type { Result } from '@saoy/contracts/result';
import type { Signer } from './signer.ts';

/** Where private keys are kept: files in development, a token or HSM in production. */
export interface KeyKeeper {
  /** The signer of a named key. Errors: `signing.key-unavailable`, `signing.pin-refused`. */
  open(name: string): Promise<Result<Signer, Fault>>;
  /** Signatures that the keeper makes at once. */
  readonly maxConcurrent: number;
  close(): void;
}

/** Names of keys are names of folders and labels of objects: nothing that a path or a template could misread. */
export const isKeyName = (name: string): boolean => /^[a-z0-9][a-z0-9-]{0,60}$/.test(name);
