export { createSealer } from './keeper-sealer.ts';
export { addSealKey, compromiseSealKey, listSealKeys, retireSealKey } from './manage-seal-keys.ts';
export { noSealer } from './no-sealer.ts';
export { openSealKeys } from './open-seal-keys.ts';
export { checkSealSettings, prepareSealKeys } from './prepare-seal-keys.ts';
export { readPageImages } from './read-page-images.ts';
export { SealKeyFolder } from './seal-key-folder.ts';
export type { SealKeyKeeper } from './seal-key-keeper.ts';
export type { Seal, Sealer, SealOrder } from './sealer.ts';
