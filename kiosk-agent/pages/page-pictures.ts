import sharp from 'sharp';
import type { CaptureStore } from '../captures/capture-store.ts';

const mostPictures = 40;

/** Small pictures of the pages of the present visit, in memory only. */
export class PagePictures {
  readonly #captures: CaptureStore;
  readonly #pictures = new Map<string, Promise<Buffer | undefined>>();

  constructor(captures: CaptureStore) {
    this.#captures = captures;
  }

  /** JPEG of at most `widthPx`; undefined when the page is gone. */
  draw(requestId: string, sha256: string, widthPx: number): Promise<Buffer | undefined> {
    const name = `${sha256}:${widthPx}`;
    let picture = this.#pictures.get(name);
    if (picture === undefined) {
      picture = this.#make(requestId, sha256, widthPx);
      this.#pictures.set(name, picture);
      const [oldest] = this.#pictures.keys();
      if (this.#pictures.size > mostPictures && oldest !== undefined) this.#pictures.delete(oldest);
    }
    return picture;
  }

  clear(): void {
    this.#pictures.clear();
  }

  async #make(requestId: string, sha256: string, widthPx: number): Promise<Buffer | undefined> {
    const jpeg = await this.#captures.read(requestId, sha256);
    if (jpeg === undefined) return undefined;
    return sharp(jpeg, { limitInputPixels: false })
      .resize({ width: widthPx, withoutEnlargement: true })
      .jpeg({ quality: 80 })
      .toBuffer();
  }
}
