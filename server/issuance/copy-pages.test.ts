import { expect, it } from 'vitest';
import type { PageReading } from '../recognition/page-reading.ts';
import type { PageRow } from '../storage/schema.ts';
import { copyPage } from './copy-pages.ts';

const page = { widthPx: 2480, heightPx: 3508, resolutionDpi: 300, orientation: 0 } as PageRow;

/** A reading of a page that lies askew: lines 60 px apart, 40 px high, on the straightened page at 200 dpi. */
function tiltedReading(degrees: number): PageReading {
  const angle = (degrees * Math.PI) / 180;
  const scale = 1.5;
  const [cos, sin] = [Math.cos(angle) * scale, Math.sin(angle) * scale];
  const line = (top: number) => ({
    text: 'Họ, chữ đệm, tên',
    confidence: 0.9,
    box: [100, top, 1200, 40],
    words: [],
  });
  return {
    width: 2480,
    height: 3508,
    rotation: 0,
    upright: { width: 1654, height: 2339, resolutionDpi: 200, toInput: [cos, -sin, 0, sin, cos, 0] },
    lines: [line(300), line(360), line(420)],
  } as unknown as PageReading;
}

it.each([0, 2, 6])('keeps the lines of a page askew by %i degrees apart in the text layer', (degrees) => {
  const { lines } = copyPage(page, new Uint8Array(), tiltedReading(degrees));
  for (const [i, { box }] of lines.entries()) {
    expect(box[3]).toBeCloseTo(60, 0);
    const next = lines[i + 1];
    if (next !== undefined) expect(next.box[1]).toBeGreaterThan(box[1] + box[3]);
  }
});
