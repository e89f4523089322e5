import sharp, { type OverlayOptions, type Sharp } from 'sharp';

/**
 * How a card that is held up is seen: `clear`; too `far` away; out of focus (`blurred`); a lamp mirrored in it where the
 * code is (`glare`); hardly any light (`dark`).
 */
export const paperViews = ['clear', 'far', 'blurred', 'glare', 'dark'] as const;
export type PaperView = (typeof paperViews)[number];

const frameWidthPx = 1280;
const frameHeightPx = 720;
const frame720p = { width: frameWidthPx, height: frameHeightPx } as const;
/** How much of the frame the paper fills when it is held as asked. */
const paperWidthPx = 980;
const paperHeightPx = 640;
/** A hand trembles: the pictures are shown in turn. Degrees, and pixels to the right and down. */
const tremble = [
  [-1.5, 0, 0],
  [-1.1, 5, 3],
  [-0.6, 9, 1],
  [-0.9, 6, -4],
  [-1.4, 1, -3],
] as const;
/** The scan is searched for the paper at this width. */
const searchWidthPx = 620;
const edgePx = 4;
/** Of how different the ground of a scan may be from its corner. */
const groundTolerance = 40;

/** JPEG pictures of a paper held before a camera; what lies around it on the scan is left out. */
export async function drawHeldPaper(scan: Uint8Array, view: PaperView): Promise<Uint8Array[]> {
  const scale = view === 'far' ? 0.2 : 1;
  const size = { width: Math.round(paperWidthPx * scale), height: Math.round(paperHeightPx * scale) };
  const { data, info } = await (await cutOut(scan))
    .resize({ ...size, fit: 'inside' })
    .removeAlpha()
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true });
  const { width, height } = info;
  const paper = sharp(data, { raw: { width, height, channels: 3 } });
  const shown = await (view === 'glare' ? paper.composite([lampOn(width, height)]) : paper)
    .png({ compressionLevel: 1 })
    .toBuffer();
  const room = await drawRoom();
  const pictures: Uint8Array[] = [];
  for (const [degrees, right, down] of tremble) {
    const turned = await sharp(shown)
      .ensureAlpha()
      .rotate(degrees, { background: '#00000000' })
      .png({ compressionLevel: 1 })
      .toBuffer({ resolveWithObject: true });
    const left = Math.max(0, Math.round((frameWidthPx - turned.info.width) / 2 + right));
    const top = Math.max(0, Math.round((frameHeightPx - turned.info.height) / 2 + down));
    const frame = await sharp(room, { raw: { ...frame720p, channels: 3 } })
      .composite([{ input: turned.data, left, top }])
      .removeAlpha()
      .raw()
      .toBuffer();
    const seen = sharp(frame, { raw: { ...frame720p, channels: 3 } });
    if (view === 'blurred') seen.blur(7);
    if (view === 'dark') seen.linear(0.05, 0);
    pictures.push(await seen.jpeg({ quality: 85 }).toBuffer());
  }
  return pictures;
}

/** A card is scanned on an empty glass: the glass goes. A page that fills the scan stays whole. */
async function cutOut(scan: Uint8Array): Promise<Sharp> {
  const upright = sharp(scan).autoOrient();
  // Found on a small picture: the edge need not be exact, and the scan is large.
  const small = await sharp(scan)
    .autoOrient()
    .resize({ width: searchWidthPx })
    .removeAlpha()
    .png({ compressionLevel: 1 })
    .toBuffer({ resolveWithObject: true });
  const { autoOrient } = await sharp(scan).metadata();
  const found = await sharp(small.data)
    .trim({ threshold: groundTolerance })
    .toBuffer({ resolveWithObject: true })
    .catch(() => null);
  if (found === null) return upright;
  const factor = autoOrient.width / small.info.width;
  const { width, height, trimOffsetLeft = 0, trimOffsetTop = 0 } = found.info;
  // A pale edge is taken for ground.
  const left = Math.max(0, -trimOffsetLeft - edgePx);
  const top = Math.max(0, -trimOffsetTop - edgePx);
  const right = Math.min(small.info.width, -trimOffsetLeft + width + edgePx);
  const bottom = Math.min(small.info.height, -trimOffsetTop + height + edgePx);
  return upright.extract({
    left: Math.floor(left * factor),
    top: Math.floor(top * factor),
    width: Math.floor((right - left) * factor),
    height: Math.floor((bottom - top) * factor),
  });
}

/** The code stands in the upper right of either side. */
const lampOn = (width: number, height: number): OverlayOptions => ({
  input: Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><defs><radialGradient id="lamp">
    <stop offset=".72" stop-color="#fff"/><stop offset="1" stop-color="#fff" stop-opacity="0"/></radialGradient></defs>
    <circle cx="${width * 0.87}" cy="${height * 0.2}" r="${width * 0.2}" fill="url(#lamp)"/></svg>`,
  ),
});

/** Somebody's clothes, out of focus. */
const drawRoom = (): Promise<Buffer> =>
  sharp(
    Buffer.from(
      `<svg xmlns="http://www.w3.org/2000/svg" width="${frameWidthPx}" height="${frameHeightPx}"><defs>
      <linearGradient id="wall" x2="1" y2="1"><stop stop-color="#6d7780"/><stop offset="1" stop-color="#4a525b"/></linearGradient>
      <radialGradient id="coat" cy="1" r="1"><stop stop-color="#39465a"/><stop offset="1" stop-color="#4d596c"/></radialGradient></defs>
      <rect width="100%" height="100%" fill="url(#wall)"/><ellipse cx="640" cy="760" rx="620" ry="600" fill="url(#coat)"/></svg>`,
    ),
  )
    .blur(12)
    .removeAlpha()
    .raw()
    .toBuffer();
