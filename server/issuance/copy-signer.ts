import type { Result } from '@saoy/contracts/result';
import type { KeyOrder } from './authorised-keys.ts';

/** A rendered copy to be signed, and the request whose approval allows it. */
export interface SigningOrder extends KeyOrder {
  readonly pdf: Uint8Array;
}

/** Signs a rendered copy, certifier first, then the authority, and checks the finished file. */
export interface CopySigner {
  /**
   * Errors: the `signing.*` codes; with any of them nothing may be released. Keys are asked for only under an approval of
   * this very request, looked up anew at every use; `request.step-not-allowed` when it waits for no signature.
   */
  sign(
    order: SigningOrder,
  ): Promise<Result<{ readonly pdf: Uint8Array; readonly warnings: readonly string[] }>>;
}
