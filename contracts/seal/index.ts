export { decodeBase32, encodeBase32 } from './base32.ts';
export { type Bytes, type CborMap, type CborValue, decodeCbor, encodeCbor } from './cbor.ts';
export {
  coseKey,
  createSign1,
  decodeSign1,
  type Es256Sign,
  keyIdOfKey,
  keyThumbprint,
  type PublicKey,
  readCoseKey,
  toHex,
} from './cose-sign1.ts';
export {
  createKeyList,
  KEY_LIST_PURPOSE,
  type KeyListProblem,
  openKeyList,
  type SealKey,
  type SealKeyList,
  type SealKeyState,
  sealKeyStates,
} from './key-list.ts';
export { pagesDigest } from './pages-digest.ts';
export {
  decodeSealFacts,
  encodeSealFacts,
  isSealId,
  SEAL_LIMITS,
  type SealFacts,
  shortenHolder,
} from './seal-facts.ts';
export { originOf, readSealUrl, type SealUrl, sealOrigin, writeSealUrl } from './seal-url.ts';
export { sealWords } from './seal-words.ts';
export {
  type SealCheck,
  type SealCheckOptions,
  type SealInclusion,
  type SealOutcome,
  type SealReason,
  sealOutcomes,
  sealReasons,
  verifySeal,
} from './verify-seal.ts';
