// Loaded on demand: the reader is eight times as large as the rest of the page.
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import wasmUrl from 'zxing-wasm/reader/zxing_reader.wasm?url';

// Its own default would fetch the program from elsewhere.
prepareZXingModule({ overrides: { locateFile: () => wasmUrl } });

/** Long sides in pixels at which a photo is looked at: a code that fills it, then a small code on a whole page. */
const photoSides = [1200, 2400, 4096] as const;

/** The texts of all QR codes of a picture. */
export async function readQr(picture: ImageData): Promise<string[]> {
  const found = await readBarcodes(picture, { formats: ['QRCode'], tryHarder: true, maxNumberOfSymbols: 4 });
  return found.filter(({ isValid, text }) => isValid && text !== '').map(({ text }) => text);
}

/** The texts of all QR codes of a photo; throws when the file is no picture. */
export async function readPhoto(file: Blob): Promise<string[]> {
  const photo = await createImageBitmap(file);
  try {
    const longSide = Math.max(photo.width, photo.height);
    let lastScale = 0;
    for (const side of photoSides) {
      const scale = Math.min(1, side / longSide);
      if (scale === lastScale) break;
      lastScale = scale;
      const texts = await readQr(pixelsOf(photo, photo.width * scale, photo.height * scale));
      if (texts.length > 0) return texts;
    }
    return [];
  } finally {
    photo.close();
  }
}

/** The pixels of a picture or a camera, scaled. */
export function pixelsOf(source: CanvasImageSource, width: number, height: number): ImageData {
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(width));
  canvas.height = Math.max(1, Math.round(height));
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (context === null) throw new Error('no canvas');
  context.imageSmoothingQuality = 'high';
  context.drawImage(source, 0, 0, canvas.width, canvas.height);
  return context.getImageData(0, 0, canvas.width, canvas.height);
}
