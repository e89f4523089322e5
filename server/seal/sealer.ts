import type { Product } from '@saoy/contracts/ids';
import type { Result } from '@saoy/contracts/result';
import type { PublicKey } from '@saoy/contracts/seal';

/** What a seal is to say of a copy. */
export interface SealOrder {
  /** `7K3M-9QPX-2RTA`. */
  readonly code: string;
  readonly product: Product;
  readonly documentType: string;
  /** As the register shows it; it is shortened to what a seal holds. */
  readonly holderMasked: string | null;
  readonly issuedAt: Date;
  readonly authority: string;
  /** The pages' JPEG files, in order, byte for byte as they are embedded in the copy. */
  readonly jpegs: readonly Uint8Array[];
}

export interface Seal {
  /** The whole content of the QR code, upper case. */
  readonly url: string;
  /** SHA-256 of the signed message, in hexadecimal: what the log commits to. */
  readonly sha256: string;
}

/**
 * Everything that is signed with seal keys. Faults: `sealing.key-unavailable`, `sealing.content-refused`. A process without
 * keys has `noSealer`.
 */
export interface Sealer {
  /** Whether an active key can be used here. */
  isReady(): Promise<boolean>;
  seal(order: SealOrder): Promise<Result<Seal>>;
  /**
   * Signs a statement as COSE_Sign1 with the newest key in use. The payload is a CBOR map whose key 2 is `purpose`, so that
   * no statement passes for one of another kind; anything else is a RangeError.
   */
  signStatement(purpose: string, payload: Uint8Array): Promise<Result<Uint8Array>>;
  /** Signs the list of seal keys anew when it has changed or grows old. */
  publishKeyList(): Promise<Result<'published' | 'unchanged'>>;
  /** Makes the private half of a new key, where keys are made here; `addSealKey` puts it in use. */
  makeKey(): Promise<Result<PublicKey>>;
}
