import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { type Fault, fault } from '@saoy/contracts/errors';
import { bilingualSchema } from '@saoy/contracts/ids';
import type { SimulatorState } from '@saoy/contracts/kiosk-api';
import { err, ok, type Result } from '@saoy/contracts/result';
import { decodeImage } from '@saoy/imaging';
import sharp from 'sharp';
import { z } from 'zod';

const listSchema = z.array(
  z.object({ id: z.string(), kind: z.string(), label: bilingualSchema, file: z.string() }),
);

type Paper = SimulatorState['papers'][number] & { readonly path: string };

/** The papers that can be laid on the simulated glass: those drawn for demonstrations, and pages of one's own. */
export class PaperShelf {
  readonly #papers = new Map<string, Paper>();
  readonly #ownDir: string;

  private constructor(ownDir: string) {
    this.#ownDir = ownDir;
  }

  /** Reads `originals.json` of `papersDir`; own pages of an earlier run are removed. */
  static async open(papersDir: string | null, ownDir: string): Promise<PaperShelf> {
    const shelf = new PaperShelf(ownDir);
    await rm(ownDir, { recursive: true, force: true });
    if (papersDir === null) return shelf;
    const text = await readFile(join(papersDir, 'originals.json'), 'utf8');
    for (const { id, kind, label, file } of listSchema.parse(JSON.parse(text)))
      shelf.#papers.set(id, { id, kind, label, path: join(papersDir, basename(file)) });
    return shelf;
  }

  list(): SimulatorState['papers'] {
    return [...this.#papers.values()].map(({ id, kind, label }) => ({ id, kind, label }));
  }

  pathOf(id: string): string | undefined {
    return this.#papers.get(id)?.path;
  }

  idOf(path: string | null): string | null {
    return [...this.#papers.values()].find((paper) => paper.path === path)?.id ?? null;
  }

  /** `image.unreadable` when it is no picture; a picture that cannot be a page is the scanner's affair. */
  async add(name: string, bytes: Uint8Array, resolutionDpi: number): Promise<Result<string, Fault>> {
    const decoded = await decodeImage(bytes);
    if (!decoded.ok && decoded.error.code === 'image.unreadable') return err(fault('image.unreadable'));
    const sized = decoded.ok ? await noteResolution(bytes, resolutionDpi) : bytes;
    const id = `own-${randomUUID()}`;
    await mkdir(this.#ownDir, { recursive: true, mode: 0o700 });
    const path = join(this.#ownDir, id);
    await writeFile(path, sized, { mode: 0o600 });
    this.#papers.set(id, { id, kind: 'own', label: { vi: name, en: name }, path });
    return ok(id);
  }

  /** A small JPEG of the paper. */
  async picture(id: string): Promise<Buffer | undefined> {
    const path = this.pathOf(id);
    if (path === undefined) return undefined;
    return sharp(path, { limitInputPixels: false })
      .autoOrient()
      .resize({ width: 240, withoutEnlargement: true })
      .jpeg({ quality: 75 })
      .toBuffer()
      .catch(() => undefined);
  }
}

/** Cameras and encoders write 72 or 96 when they do not know. */
const leastCredibleDpi = 100;
const a4Ratio = 297 / 210;

/**
 * Writes the resolution into a picture that has none of its own, so that the paper has its true size on the glass. At the
 * usual 300 dpi a picture in the shape of A4 is taken for a whole A4 sheet instead.
 */
async function noteResolution(bytes: Uint8Array, resolutionDpi: number): Promise<Uint8Array> {
  try {
    const { width, height, density } = await sharp(bytes).metadata();
    if (density !== undefined && density >= leastCredibleDpi) return bytes;
    const ratio = Math.max(width, height) / Math.min(width, height);
    if (resolutionDpi === 300 && Math.abs(ratio / a4Ratio - 1) < 0.04) return bytes;
    return await sharp(bytes, { limitInputPixels: false })
      .autoOrient()
      .withMetadata({ density: resolutionDpi })
      .png({ compressionLevel: 1 })
      .toBuffer();
  } catch {
    // PNM, which only the page decoder knows, says no resolution and is left as it is.
    return bytes;
  }
}
