// From how dark every module looked to the code that was meant (ISO/IEC 18004 §12).
import { blocksOf, formats, isMasked, layoutOf, type QrFormat, type QrLayout } from './qr-layout.ts';
import { correctBlock } from './reed-solomon.ts';

/** The likeliest formats that are tried. */
const FORMATS_TRIED = 2;
/** Correction kept in every block, so that nothing else is taken for a code. */
const SPARE = 4;
const SPARE_OF_ONE_BLOCK = 6;
/** Of what could be seen, weighed by how clearly, so much must agree with the code found. */
const LEAST_AGREEMENT = 0.7;
const ERASURE_STEP = 3;

/**
 * The modules (1 dark, 0 light) of the code of which every module looked so dark (positive) or light (negative);
 * 0 for one that could not be seen. Undefined when too little of it is right.
 */
export function decodeModules(darkness: Float32Array, version: number): Uint8Array | undefined {
  const layout = layoutOf(version);
  for (const format of likeliestFormats(darkness, layout)) {
    const codewords = readCodewords(darkness, layout, format);
    if (codewords === undefined) continue;
    const modules = drawCode(codewords, layout, format);
    if (agreementOf(darkness, modules) >= LEAST_AGREEMENT) return modules;
  }
  return undefined;
}

function likeliestFormats(darkness: Float32Array, layout: QrLayout): QrFormat[] {
  const scored = formats.map((format) => {
    let score = 0;
    for (const copy of layout.format)
      for (const [i, at] of copy.entries())
        score += Math.max(-1, Math.min(1, darkness[at]!)) * ((format.bits >>> i) & 1 ? 1 : -1);
    return { format, score };
  });
  return scored
    .sort((a, b) => b.score - a.score)
    .slice(0, FORMATS_TRIED)
    .map(({ format }) => format);
}

function readCodewords(
  darkness: Float32Array,
  { size, path, version }: QrLayout,
  { mask, level }: QrFormat,
): Uint8Array | undefined {
  const count = path.length >> 3;
  const codewords = new Uint8Array(count);
  const certainty = new Float32Array(count);
  for (let i = 0; i < count; i++) {
    let [word, least] = [0, Number.POSITIVE_INFINITY];
    for (let bit = 0; bit < 8; bit++) {
      const at = path[i * 8 + bit]!;
      const isDark = darkness[at]! > 0;
      word = (word << 1) | (isDark !== isMasked(mask, at % size, Math.floor(at / size)) ? 1 : 0);
      least = Math.min(least, Math.abs(darkness[at]!));
    }
    codewords[i] = word;
    certainty[i] = least;
  }
  const { correction } = blocksOf(version, level);
  const places = blockPlaces(version, level, count);
  const spare = places.length === 1 ? SPARE_OF_ONE_BLOCK : SPARE;
  for (const place of places) {
    const corrected = correctSurely(place, codewords, certainty, correction, spare);
    if (corrected === undefined) return undefined;
    for (const [i, at] of place.entries()) codewords[at] = corrected[i]!;
  }
  return codewords;
}

/** Erases what was not seen, then ever more of what was seen least surely. */
function correctSurely(
  place: readonly number[],
  codewords: Uint8Array,
  certainty: Float32Array,
  correction: number,
  spare: number,
): Uint8Array | undefined {
  const block = Uint8Array.from(place, (at) => codewords[at]!);
  const doubtful = place.map((_, i) => i).sort((a, b) => certainty[place[a]!]! - certainty[place[b]!]!);
  const unseen = place.filter((at) => certainty[at] === 0).length;
  for (let erased = unseen; erased <= correction - spare; erased += ERASURE_STEP) {
    const corrected = correctBlock(block, correction, doubtful.slice(0, erased), spare);
    if (corrected !== undefined) return corrected.codewords;
  }
  return undefined;
}

/** §7.6: which codewords of the sequence make up each block, its correction last. */
function blockPlaces(version: number, level: QrFormat['level'], count: number): number[][] {
  const { blocks, correction } = blocksOf(version, level);
  const short = Math.floor(count / blocks) - correction;
  const longer = count % blocks;
  const places = Array.from({ length: blocks }, (): number[] => []);
  let at = 0;
  for (let i = 0; i <= short; i++)
    for (let block = 0; block < blocks; block++)
      if (i < short || block >= blocks - longer) places[block]!.push(at++);
  for (let i = 0; i < correction; i++) for (const place of places) place.push(at++);
  return places;
}

function drawCode(codewords: Uint8Array, { size, fixed, path, format: places }: QrLayout, format: QrFormat) {
  const modules = new Uint8Array(size * size);
  for (let at = 0; at < modules.length; at++) modules[at] = fixed[at] === 1 ? 1 : 0;
  for (const copy of places) for (const [i, at] of copy.entries()) modules[at] = (format.bits >>> i) & 1;
  for (const [i, at] of path.entries()) {
    const bit = i >> 3 < codewords.length ? (codewords[i >> 3]! >>> (7 - (i & 7))) & 1 : 0;
    modules[at] = bit ^ (isMasked(format.mask, at % size, Math.floor(at / size)) ? 1 : 0);
  }
  return modules;
}

function agreementOf(darkness: Float32Array, modules: Uint8Array): number {
  let [agreeing, all] = [0, 0];
  for (let at = 0; at < modules.length; at++) {
    all += Math.abs(darkness[at]!);
    agreeing += modules[at] === 1 ? darkness[at]! : -darkness[at]!;
  }
  return all === 0 ? 0 : agreeing / all;
}
