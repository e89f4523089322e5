export { addArchiveRevision, addSecurityStore } from './add-archive-revision.ts';
export { isDevelopmentRoot } from './development-root.ts';
export { createHttpRevocationSource, type HttpRevocationSourceOptions } from './http-revocation-source.ts';
export {
  createHttpTimeStampAuthority,
  type HttpTimeStampAuthorityOptions,
} from './http-time-stamp-authority.ts';
export { openPkcs12Signer } from './pkcs12-signer.ts';
export type { RevocationSource } from './revocation-source.ts';
export {
  type CopySignature,
  type SignCopyOptions,
  type SignedCopy,
  type SigningWarning,
  signCopy,
} from './sign-copy.ts';
export { digestOf, type Signer, type SigningAlgorithm } from './signer.ts';
export type { TimeStampAuthority } from './time-stamp-authority.ts';
