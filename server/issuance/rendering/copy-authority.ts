import type { Product } from '@saoy/contracts/ids';
import type { Authority } from '../../authorities/authority-at.ts';
import type { CopyAuthority } from './copy-input.ts';

/** What a copy of a product shows of an authority. */
export const copyAuthorityOf = (authority: Authority, product: Product): CopyAuthority => ({
  name: authority.name.vi,
  sealOwner: authority.sealOwner,
  watermark: authority.watermark,
  copyForm: authority.copyForms[product],
  wording: product === 'certified' ? authority.wording : [],
  ...(authority.sealPngBase64 === undefined
    ? {}
    : { sealPng: Buffer.from(authority.sealPngBase64, 'base64') }),
});
