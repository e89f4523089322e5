import type { Product } from '@saoy/contracts/ids';
import type { Result } from '@saoy/contracts/result';

/** Signs a rendered copy: certifier first, then the authority. */
export interface CopySigner {
  sign(order: {
    readonly pdf: Uint8Array;
    readonly product: Product;
    /** Name of the certifier's key; null for a digital copy. */
    readonly certifierKey: string | null;
  }): Promise<Result<{ readonly pdf: Uint8Array; readonly warnings: readonly string[] }>>;
}

/** Our own verifier, asked before anything is released. */
export interface CopyChecker {
  /** `signing.self-check-failed` unless every expected signature passes and covers the file. */
  check(pdf: Uint8Array, product: Product): Promise<Result<void>>;
}

export interface IssuingParts {
  readonly signer: CopySigner;
  readonly checker: CopyChecker;
}
