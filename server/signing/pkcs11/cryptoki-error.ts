/** Return values of PKCS#11 v2.40 (CKR_…) that are told apart. */
export const returnValue = {
  OK: 0n,
  DEVICE_ERROR: 0x30n,
  DEVICE_REMOVED: 0x32n,
  ATTRIBUTE_TYPE_INVALID: 0x12n,
  KEY_HANDLE_INVALID: 0x60n,
  OBJECT_HANDLE_INVALID: 0x82n,
  PIN_INCORRECT: 0xa0n,
  PIN_INVALID: 0xa1n,
  PIN_LEN_RANGE: 0xa2n,
  PIN_EXPIRED: 0xa3n,
  PIN_LOCKED: 0xa4n,
  SESSION_CLOSED: 0xb0n,
  SESSION_HANDLE_INVALID: 0xb3n,
  TOKEN_NOT_PRESENT: 0xe0n,
  TOKEN_NOT_RECOGNIZED: 0xe1n,
  SLOT_ID_INVALID: 0x3n,
  USER_ALREADY_LOGGED_IN: 0x100n,
  USER_NOT_LOGGED_IN: 0x101n,
  CRYPTOKI_NOT_INITIALIZED: 0x190n,
} as const;

/** A PKCS#11 function that answered something else than CKR_OK. */
export class CryptokiError extends Error {
  readonly rv: bigint;

  constructor(functionName: string, rv: bigint) {
    super(`${functionName} answered 0x${rv.toString(16)}`);
    this.name = 'CryptokiError';
    this.rv = rv;
  }
}
