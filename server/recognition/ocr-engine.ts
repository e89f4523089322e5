import { access } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import tesseract from 'tesseract.js';
import { encodeTiff } from './encode-tiff.ts';
import type { GreyImage } from './grey-image.ts';
import type { ReadingLanguage, TextLine } from './page-reading.ts';
import { parseTsv } from './parse-tsv.ts';

/** How the engine looks for text: whole pages with columns, scattered lines, one line, or a machine-readable zone. */
export type Layout = 'page' | 'scattered' | 'block' | 'line' | 'zone';

export interface OcrResult {
  /** Boxes in pixels of the image given. */
  readonly lines: TextLine[];
}

export interface OcrEngine {
  read(image: GreyImage, resolutionDpi: number, layout: Layout): Promise<OcrResult>;
  close(): Promise<void>;
}

const START_TIMEOUT_MS = 30_000;
const segmentation: Record<Layout, tesseract.PSM> = {
  page: '3' as tesseract.PSM,
  scattered: '11' as tesseract.PSM,
  block: '6' as tesseract.PSM,
  line: '7' as tesseract.PSM,
  zone: '6' as tesseract.PSM,
};
/** ICAO 9303-3 §4.3. */
const ZONE_ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789<';

const require = createRequire(import.meta.url);

/**
 * The language data in use. Vietnamese: the small network (`tessdata_fast`), taught the letters ỵ and Ỵ and trained
 * further on drawn lines of administrative Vietnamese by what lies in `training`; it costs what it cost before.
 */
export const languageFile = (language: ReadingLanguage): string =>
  language === 'vie'
    ? path.join(import.meta.dirname, 'data/vie.traineddata')
    : path.join(
        path.dirname(require.resolve('@tesseract.js-data/eng/package.json')),
        '4.0.0_best_int/eng.traineddata.gz',
      );

/**
 * Starts the reading engine for one language, offline. Throws when its data or program is missing. `onProgress` is
 * told how far the image being read is, 0 to 1.
 */
export async function startOcrEngine(
  language: ReadingLanguage,
  onProgress: (share: number) => void = () => {},
): Promise<OcrEngine> {
  const file = languageFile(language);
  // With a missing file the engine would wait for a download for ever.
  await access(file);
  const starting = tesseract.createWorker([language], tesseract.OEM.LSTM_ONLY, {
    langPath: path.dirname(file),
    gzip: file.endsWith('.gz'),
    cacheMethod: 'none',
    errorHandler: () => {},
    logger: ({ status, progress }) => {
      if (status === 'recognizing text') onProgress(progress);
    },
  });
  const timeout = Promise.withResolvers<never>();
  const timer = setTimeout(() => timeout.reject(new Error('the engine did not start')), START_TIMEOUT_MS);
  const worker = await Promise.race([starting, timeout.promise]).finally(() => clearTimeout(timer));
  return {
    read: async (image, resolutionDpi, layout) => {
      await worker.setParameters({
        tessedit_pageseg_mode: segmentation[layout],
        tessedit_char_whitelist: layout === 'zone' ? ZONE_ALPHABET : '',
        user_defined_dpi: String(Math.round(resolutionDpi)),
        // It would tell the error output how many accents it saw.
        debug_file: '/dev/null',
      });
      // The table is much cheaper to make and to pass on than the tree of blocks with its symbols.
      const { data } = await worker.recognize(
        encodeTiff(image),
        {},
        { text: false, blocks: false, tsv: true },
      );
      return { lines: parseTsv(data.tsv ?? '') };
    },
    close: async () => {
      await worker.terminate();
    },
  };
}
