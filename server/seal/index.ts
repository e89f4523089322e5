export { createSealer } from './keeper-sealer.ts';
export { addSealKey, compromiseSealKey, listSealKeys, retireSealKey } from './manage-seal-keys.ts';
export { NamedSealKeys } from './named-seal-keys.ts';
export { noSealer } from './no-sealer.ts';
export { checkSealSettings, prepareSealKeys } from './prepare-seal-keys.ts';
export { readPageImages } from './read-page-images.ts';
export { publicKeyOf, SealKeyFolder } from './seal-key-folder.ts';
export type { SealKeyKeeper } from './seal-key-keeper.ts';
export type { Seal, Sealer, SealOrder } from './sealer.ts';
