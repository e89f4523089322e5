export { addArchiveRevision, addSecurityStore } from './add-archive-revision.ts';
export { createHttpRevocationSource } from './http-revocation-source.ts';
export { createHttpTimeStampAuthority } from './http-time-stamp-authority.ts';
export type { KeyKeeper } from './key-keeper.ts';
export type { RevocationSource } from './revocation-source.ts';
export { type SignCopyOptions, signCopy } from './sign-copy.ts';
export { digestOf, type Signer } from './signer.ts';
export type { TimeStampAuthority } from './time-stamp-authority.ts';
