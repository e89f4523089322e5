import type { PageReading, TextLine } from '../recognition/page-reading.ts';

/** A line of a typed page: its text, and where it begins when not at the left margin. */
export type TypedLine = string | { readonly text: string; readonly x: number; readonly y: number };

const LINE_HEIGHT = 32;
const LETTER_WIDTH = 15;

/** A page as the reader would return it for clean print, for trying rules without a scan. */
export function typePage(lines: readonly TypedLine[], overrides: Partial<PageReading> = {}): PageReading {
  const typed = lines.map((line, index): TextLine => {
    const { text, x, y } = typeof line === 'string' ? { text: line, x: 140, y: 140 + index * 48 } : line;
    let at = x;
    const words = text.split(' ').map((word) => {
      const width = word.length * LETTER_WIDTH;
      const box: TextLine['box'] = [at, y, width, LINE_HEIGHT];
      at += width + LETTER_WIDTH;
      return { text: word, confidence: 0.96, box };
    });
    return { text, confidence: 0.96, box: [x, y, at - x - LETTER_WIDTH, LINE_HEIGHT], words };
  });
  return {
    width: 2480,
    height: 3508,
    resolutionDpi: 300,
    rotation: 0,
    skewDegrees: 0,
    problems: [],
    traits: {
      redSeal: true,
      redSealBoxes: [[1200, 2300, 480, 480]],
      signature: true,
      signatureBoxes: [[1500, 2400, 280, 100]],
      blackAndWhite: false,
      erasure: false,
      erasureBoxes: [],
      overwriting: false,
      overwritingBoxes: [],
      stained: false,
      stainBoxes: [],
      torn: false,
      tornBoxes: [],
      faded: false,
      laminationGlare: false,
      laminationGlareBoxes: [],
    },
    upright: { width: 1653, height: 2339, resolutionDpi: 200, toInput: [1.5, 0, 0, 0, 1.5, 0] },
    language: 'vie',
    lines: typed,
    stamps: [],
    text: typed.map((line) => line.text).join('\n'),
    confidence: 0.95,
    ...overrides,
  };
}
