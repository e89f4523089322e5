// Opens private keys. Of the service only `open-keys.ts` may import this, and what it opens goes to the gate of
// `issuance/authorised-keys.ts` alone: the import rules see to it.
export { Pkcs11Keys, type Pkcs11KeysOptions } from './pkcs11/pkcs11-keys.ts';
export { createPkcs12Keys } from './pkcs12-keys.ts';
export { openPkcs12Signer } from './pkcs12-signer.ts';
