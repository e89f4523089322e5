// How often the code of an ID card is read from hard camera frames: single ones, and within a second of video.
import {
  BinaryBitmap,
  DecodeHintType,
  HybridBinarizer,
  QRCodeReader,
  RGBLuminanceSource,
} from '@zxing/library';
import sharp from 'sharp';
import { FRAME_ATTEMPTS, readQrCodes, watchForCodes } from '../../imaging/index.ts';
import { drawScene, hardships, moveScene } from '../fixtures/card-frames/card-hardships.ts';
import { type DrawnCard, drawCard } from '../fixtures/card-frames/draw-card.ts';
import { FRAME_HEIGHT, FRAME_WIDTH, photographCard } from '../fixtures/card-frames/photograph-card.ts';
import { seededRandom } from '../fixtures/originals/seeded-random.ts';
import { countArgument, machineLine, measure, spreadHeader, spreadLine } from './measurements.ts';

const FRAMES_A_SECOND = 15;
const BLANK_LOOKS = 10;
const GOALS = { frame: 0.88, second: 0.95 } as const;

type ReadTexts = (jpeg: Uint8Array) => Promise<readonly string[]>;

interface Reader {
  readonly name: string;
  readonly read: ReadTexts;
  /** A reader of one video, where that is another than of single frames. */
  readonly begin?: () => ReadTexts;
}

const texts = (codes: readonly { readonly text: string }[]): string[] => codes.map(({ text }) => text);
const ours: Reader = {
  name: 'Sao Y, with the ladder for frames',
  read: async (jpeg) => texts(await readQrCodes(jpeg, FRAME_ATTEMPTS)),
  begin: () => {
    const watcher = watchForCodes();
    return async (jpeg) => texts((await watcher.look(jpeg)).codes);
  },
};
const plain: Reader = {
  name: 'zxing-wasm alone',
  read: async (jpeg) => texts(await readQrCodes(jpeg, 1)),
};
const port: Reader = { name: '@zxing/library', read: readWithPort };
const whole: Reader = {
  name: 'Sao Y, the whole ladder (scans)',
  read: async (jpeg) => texts(await readQrCodes(jpeg)),
};

const cards = countArgument(process.argv[2], 12);
const seed = process.argv[3] ?? 'bench';
const kinds = Object.keys(hardships);
console.log(machineLine());
console.log(
  `Sample: ${cards} drawn cards × ${kinds.length} hardships, frames of 1280×720, seed "${seed}"; half the cards of each generation.`,
);
const drawn: DrawnCard[] = [];
for (let i = 0; i < cards; i++) drawn.push(await drawBySeed(i));
const bytes = drawn.map((card) => Buffer.byteLength(card.qr));
console.log(`The codes hold ${Math.min(...bytes)} to ${Math.max(...bytes)} bytes.\n`);
await measureFrames();
await measureVideo();
await measureNothing();

function drawBySeed(index: number): Promise<DrawnCard> {
  const isNew = index % 2 === 1;
  return drawCard(`${seed}-${index}`, {
    generation: isNew ? '2024' : 'chip-2021',
    side: isNew ? 'back' : 'front',
  });
}

async function measureFrames(): Promise<void> {
  const readers = [port, plain, ours, whole];
  const read = new Map(readers.map(({ name }) => [name, new Map<string, number>()]));
  const cpuMs = new Map(readers.map(({ name }) => [name, [] as number[]]));
  let wrong = 0;
  for (const [index, card] of drawn.entries())
    for (const kind of kinds) {
      const name = `${seed}/${kind}/${index}`;
      const { pose, conditions } = drawScene(kind, seededRandom(name));
      const jpeg = await photographCard(card.picture, pose, conditions, `${name}/frame`);
      for (const reader of readers) {
        const { value, cpuMs: cost } = await measure(() => reader.read(jpeg));
        cpuMs.get(reader.name)!.push(cost);
        if (value.includes(card.qr)) count(read.get(reader.name)!, kind);
        else if (value.length > 0) wrong++;
      }
    }
  const frames = cards * kinds.length;
  console.log(`Single frames (${frames}), read of each kind of ${cards}; a wrong text: ${wrong}`);
  console.log(`${''.padEnd(20)}${readers.map(({ name }) => name.padStart(36)).join('')}`);
  for (const kind of kinds) {
    const numbers = readers.map(({ name }) => String(read.get(name)!.get(kind) ?? 0).padStart(36));
    console.log(`${kind.padEnd(20)}${numbers.join('')}`);
  }
  const shares = readers.map(({ name }) => sum(read.get(name)!) / frames);
  console.log(`${'all'.padEnd(20)}${shares.map((share) => percent(share).padStart(36)).join('')}`);
  console.log(`Goal: ${percent(GOALS.frame)}, ${verdict(shares[readers.indexOf(ours)]!, GOALS.frame)}\n`);
  console.log(spreadHeader('CPU ms a frame'));
  for (const { name } of readers) console.log(spreadLine(name, cpuMs.get(name)!));
  console.log('');
}

/**
 * The camera goes on while a frame is looked at: the next one looked at is the newest there then. Time is that of the
 * processor, so that other work on the machine does not count as slowness of the reader.
 */
async function measureVideo(): Promise<void> {
  const readers = [plain, ours];
  const within = new Map(readers.map(({ name }) => [name, [] as number[]]));
  for (const [index, card] of drawn.entries())
    for (const kind of kinds) {
      const name = `${seed}/${kind}/${index}/video`;
      const jpegs = new Map<number, Promise<Uint8Array>>();
      const frameAt = (at: number): Promise<Uint8Array> => {
        const random = seededRandom(`${name}/${at}`);
        const { pose, conditions } = moveScene(drawScene(kind, seededRandom(name)), random);
        const frame = jpegs.get(at) ?? photographCard(card.picture, pose, conditions, `${name}/${at}/frame`);
        jpegs.set(at, frame);
        return frame;
      };
      for (const reader of readers) {
        const tookMs = await watch(reader, card.qr, frameAt);
        if (tookMs !== undefined) within.get(reader.name)!.push(tookMs);
      }
    }
  const videos = cards * kinds.length;
  console.log(
    `A second of video at ${FRAMES_A_SECOND} frames a second (${videos} hard cards, one hardship each)`,
  );
  console.log(spreadHeader('ms from the first frame to the text'));
  for (const { name } of readers) {
    const times = within.get(name)!;
    console.log(spreadLine(`${percent(times.length / videos)}  ${name}`, times));
  }
  const share = within.get(ours.name)!.length / videos;
  console.log(`Goal: ${percent(GOALS.second)}, ${verdict(share, GOALS.second)}`);
}

/** What a view without any code costs: nobody holds a card there yet. */
async function measureNothing(): Promise<void> {
  const views: readonly (readonly [string, Uint8Array])[] = [
    ['an empty wall', await blankView(0)],
    ['grain and nothing else', await blankView(60)],
  ];
  console.log(`\n${spreadHeader('CPU ms a look without a code')}`);
  for (const [name, jpeg] of views)
    for (const reader of [ours, whole]) {
      const sample: number[] = [];
      for (let i = 0; i < BLANK_LOOKS; i++) sample.push((await measure(() => reader.read(jpeg))).cpuMs);
      console.log(spreadLine(`${name}: ${reader.name}`, sample));
    }
}

async function blankView(sigma: number): Promise<Uint8Array> {
  const wall = { width: FRAME_WIDTH, height: FRAME_HEIGHT, channels: 3 as const, background: '#8a8f94' };
  const noise = sigma === 0 ? {} : { noise: { type: 'gaussian' as const, mean: 138, sigma } };
  return sharp({ create: { ...wall, ...noise } })
    .jpeg()
    .toBuffer();
}

/** When the text was there, counted from the first frame; undefined when not within a second. */
async function watch(
  { read: readSingle, begin }: Reader,
  wanted: string,
  frameAt: (at: number) => Promise<Uint8Array>,
): Promise<number | undefined> {
  const read = begin?.() ?? readSingle;
  let nowMs = 0;
  let last = -1;
  while (nowMs < 1000) {
    const newest = Math.max(last + 1, Math.floor((nowMs * FRAMES_A_SECOND) / 1000));
    nowMs = Math.max(nowMs, (newest * 1000) / FRAMES_A_SECOND);
    if (nowMs >= 1000) return undefined;
    last = newest;
    const jpeg = await frameAt(newest);
    const { value, cpuMs } = await measure(() => read(jpeg));
    nowMs += cpuMs;
    if (value.includes(wanted)) return nowMs <= 1000 ? nowMs : undefined;
  }
  return undefined;
}

/** The usual JavaScript port of ZXing as its users call it, with all its effort. */
async function readWithPort(jpeg: Uint8Array): Promise<string[]> {
  const { data, info } = await sharp(jpeg).greyscale().raw().toBuffer({ resolveWithObject: true });
  const source = new RGBLuminanceSource(new Uint8ClampedArray(data), info.width, info.height);
  try {
    const hints = new Map([[DecodeHintType.TRY_HARDER, true]]);
    return [new QRCodeReader().decode(new BinaryBitmap(new HybridBinarizer(source)), hints).getText()];
  } catch {
    return [];
  }
}

function count(map: Map<string, number>, key: string): void {
  map.set(key, (map.get(key) ?? 0) + 1);
}

function sum(map: Map<string, number>): number {
  return [...map.values()].reduce((a, b) => a + b, 0);
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

function verdict(share: number, goal: number): string {
  return share >= goal ? 'reached' : 'NOT reached';
}
