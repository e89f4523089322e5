import type { Es256Sign, PublicKey } from '@saoy/contracts/seal';

/** Holds the private halves of seal keys and of the list key. All keys are of P-256; nothing else of them comes out. */
export interface SealKeyKeeper {
  /** Null when the key is not held here. Throws `sealing.key-unavailable` when it is but cannot be used. */
  signerOf(keyId: string): Promise<Es256Sign | null>;
  /** The key that signs the list of seal keys; null when it is not held here. */
  listKey(): Promise<{ readonly publicKey: PublicKey; readonly sign: Es256Sign } | null>;
  /** Makes a seal key, and the list key when it is missing. Throws `sealing.key-unavailable` where keys are made elsewhere. */
  makeKey(): Promise<PublicKey>;
}
