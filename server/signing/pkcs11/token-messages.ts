// What crosses between the server and the process that holds the token.

/** Why a token cannot be used. `lost` and `absent` may pass; the PIN is never tried again by itself. */
export type TokenProblem =
  | 'no-module'
  | 'absent'
  | 'pin-wrong'
  | 'pin-locked'
  | 'key-missing'
  | 'key-ambiguous'
  | 'lost'
  | 'refused'
  | 'timeout';

/** How the token itself signs; hashing is done before. */
export type TokenMechanism = 'rsa-pkcs1' | 'rsa-pss-sha256' | 'ecdsa';

export interface TokenAddress {
  /** Path of the PKCS#11 module. */
  readonly module: string;
  /** Label or serial number of the token. */
  readonly token: string;
}

export type TokenRequest =
  | {
      readonly type: 'open';
      readonly address: TokenAddress;
      readonly pin: string;
      readonly sessions: number;
      readonly environment: Readonly<Record<string, string>>;
    }
  | { readonly type: 'find'; readonly key: string }
  | {
      readonly type: 'sign';
      readonly key: string;
      readonly mechanism: TokenMechanism;
      readonly input: Uint8Array;
    };

export type TokenAnswer =
  | { readonly type: 'opened'; readonly serialNumber: string }
  | {
      readonly type: 'found';
      /** CKA_MODULUS, or CKA_EC_POINT; null when the token does not tell. */
      readonly modulus: Uint8Array | null;
      readonly point: Uint8Array | null;
    }
  | { readonly type: 'signed'; readonly signature: Uint8Array }
  | { readonly type: 'failed'; readonly problem: TokenProblem; readonly detail: string };

export interface Numbered<T> {
  readonly id: number;
  readonly message: T;
}
