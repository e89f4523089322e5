import { access } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { Box } from '@saoy/imaging';
import tesseract from 'tesseract.js';
import { encodePgm, type GreyImage } from './grey-image.ts';
import type { ReadingLanguage, TextLine, TextWord } from './page-reading.ts';

/** How the engine looks for text: whole pages with columns, or scattered lines. */
export type Layout = 'page' | 'scattered' | 'block';

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
};

const require = createRequire(import.meta.url);

/** The language data in use, packed with gzip. */
export const languageFile = (language: ReadingLanguage): string =>
  path.join(
    path.dirname(require.resolve(`@tesseract.js-data/${language}/package.json`)),
    '4.0.0_best_int',
    `${language}.traineddata.gz`,
  );

/** Starts the reading engine for one language, offline. Throws when its data or program is missing. */
export async function startOcrEngine(language: ReadingLanguage): Promise<OcrEngine> {
  const file = languageFile(language);
  // With a missing file the engine would wait for a download for ever.
  await access(file);
  const starting = tesseract.createWorker([language], tesseract.OEM.LSTM_ONLY, {
    langPath: path.dirname(file),
    gzip: true,
    cacheMethod: 'none',
    errorHandler: () => {},
  });
  const timeout = Promise.withResolvers<never>();
  const timer = setTimeout(() => timeout.reject(new Error('the engine did not start')), START_TIMEOUT_MS);
  const worker = await Promise.race([starting, timeout.promise]).finally(() => clearTimeout(timer));
  return {
    read: async (image, resolutionDpi, layout) => {
      await worker.setParameters({
        tessedit_pageseg_mode: segmentation[layout],
        user_defined_dpi: String(Math.round(resolutionDpi)),
      });
      const { data } = await worker.recognize(
        Buffer.from(encodePgm(image)),
        {},
        { text: false, blocks: true },
      );
      const lines = (data.blocks ?? []).flatMap((block) =>
        block.paragraphs.flatMap((paragraph) => paragraph.lines.map(toTextLine)),
      );
      return { lines: lines.filter((line) => line.words.length > 0) };
    },
    close: async () => {
      await worker.terminate();
    },
  };
}

const toBox = (box: tesseract.Bbox): Box => [box.x0, box.y0, box.x1 - box.x0, box.y1 - box.y0];

function toTextLine(line: tesseract.Line): TextLine {
  const words: TextWord[] = line.words
    .map((word) => ({
      text: word.text.normalize('NFC').trim(),
      confidence: word.confidence / 100,
      box: toBox(word.bbox),
    }))
    .filter((word) => word.text !== '');
  return {
    text: words.map((word) => word.text).join(' '),
    confidence: line.confidence / 100,
    box: toBox(line.bbox),
    words,
  };
}
