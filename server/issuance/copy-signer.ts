import type { Product } from '@saoy/contracts/ids';
import type { Result } from '@saoy/contracts/result';

/** Signs a rendered copy, certifier first, then the authority, and checks the finished file. */
export interface CopySigner {
  /**
   * Errors: the `signing.*` codes; with any of them nothing may be released. The certifier's key may be asked for only
   * under an approval of this very request.
   */
  sign(order: {
    readonly pdf: Uint8Array;
    readonly product: Product;
    /** Name of the certifier's key; null for a digital copy. */
    readonly certifierKey: string | null;
  }): Promise<Result<{ readonly pdf: Uint8Array; readonly warnings: readonly string[] }>>;
}
