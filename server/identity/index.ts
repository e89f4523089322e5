export { checkCardNumber } from './check-card-number.ts';
export { cropPortrait, type Portrait } from './crop-portrait.ts';
export type { LiveFrame } from './face-try.ts';
export {
  type BegunIdentity,
  createIdentityService,
  type IdentityService,
  type IdentityServiceParts,
} from './identity-service.ts';
export { parseCardQr } from './parse-card-qr.ts';
export type { ReadCardPrint, ReadQrTexts } from './read-card.ts';
export { createCardPrintReader } from './read-card-print.ts';
