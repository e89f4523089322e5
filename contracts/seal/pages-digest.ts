import { type Bytes, concatBytes } from './cbor.ts';
import { SEAL_LIMITS } from './seal-facts.ts';

/**
 * The digest of a seal: the first 20 bytes of SHA-256 over the SHA-256 of each page's JPEG, in the order of pages. The
 * JPEG is the content of the one `DCTDecode` image of the page, byte for byte.
 */
export async function pagesDigest(jpegs: readonly Uint8Array[]): Promise<Bytes> {
  const digests: Uint8Array[] = [];
  for (const jpeg of jpegs)
    digests.push(new Uint8Array(await crypto.subtle.digest('SHA-256', Uint8Array.from(jpeg))));
  const all = await crypto.subtle.digest('SHA-256', concatBytes(digests));
  return new Uint8Array(all).slice(0, SEAL_LIMITS.digestBytes);
}
