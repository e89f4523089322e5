import type { PdfDocument } from '../validation/pdf/pdf-document.ts';
import type { PdfValue } from '../validation/pdf/pdf-value.ts';
import { array, dictionary, name, serialize } from './pdf-values.ts';

/** A stretch of the new file, by absolute offsets. */
export interface Placement {
  readonly start: number;
  readonly end: number;
}

/**
 * An incremental update (ISO 32000-2 §7.5.6): the former bytes stay as they are, new and changed objects and a
 * cross-reference section of the same kind as the former one are appended.
 */
export class PdfIncrement {
  readonly #document: PdfDocument;
  readonly #objects = new Map<number, { readonly generation: number; readonly body: Buffer }>();
  #nextNumber: number;

  constructor(document: PdfDocument) {
    this.#document = document;
    this.#nextNumber = document.nextObjectNumber;
  }

  /** Reserves the number of a new object. */
  allocate(): number {
    return this.#nextNumber++;
  }

  add(value: PdfValue): number {
    const number = this.allocate();
    this.set(number, value);
    return number;
  }

  set(number: number, value: PdfValue): void {
    this.setSerialized(number, serialize(value));
  }

  /** For an object whose exact bytes matter, as a signature with its placeholders. */
  setSerialized(number: number, body: Buffer): void {
    this.#objects.set(number, { generation: this.#document.generationOf(number), body });
  }

  /** The updated file, whole. */
  build(): { readonly bytes: Buffer; readonly placements: ReadonlyMap<number, Placement> } {
    const former = this.#document.bytes;
    const { parts, placements } = this.layOut();
    return { bytes: Buffer.concat([former, ...parts]), placements };
  }

  /** What is appended to the former file, and where each object's body lies in the updated one. */
  layOut(): { readonly parts: readonly Uint8Array[]; readonly placements: ReadonlyMap<number, Placement> } {
    const former = this.#document.bytes;
    const parts: Uint8Array[] = [];
    let size = former.length;
    const push = (part: Uint8Array): void => {
      parts.push(part);
      size += part.length;
    };
    if (former[former.length - 1] !== 10) push(Buffer.from('\n'));
    const offsets = new Map<number, { readonly offset: number; readonly generation: number }>();
    const placements = new Map<number, Placement>();
    for (const [number, { generation, body }] of this.#sorted()) {
      offsets.set(number, { offset: size, generation });
      push(Buffer.from(`${number} ${generation} obj\n`));
      placements.set(number, { start: size, end: size + body.length });
      push(body);
      push(Buffer.from('\nendobj\n'));
    }
    const start = size;
    push(this.#document.usesCrossReferenceStreams ? this.#stream(offsets, start) : this.#table(offsets));
    push(Buffer.from(`startxref\n${start}\n%%EOF\n`));
    return { parts, placements };
  }

  #sorted(): [number, { readonly generation: number; readonly body: Buffer }][] {
    return [...this.#objects].sort(([a], [b]) => a - b);
  }

  #trailerEntries(size: number): Record<string, PdfValue | undefined> {
    const { entries } = this.#document.trailer;
    return {
      Size: size,
      Root: entries.get('Root'),
      Info: entries.get('Info'),
      ID: entries.get('ID'),
      Prev: this.#document.startOfCrossReference,
    };
  }

  #table(offsets: ReadonlyMap<number, { readonly offset: number; readonly generation: number }>): Buffer {
    const lines = ['xref\n'];
    for (const run of runsOf([...offsets.keys()])) {
      lines.push(`${run[0]} ${run.length}\n`);
      for (const number of run) {
        const { offset, generation } = offsets.get(number)!;
        lines.push(`${String(offset).padStart(10, '0')} ${String(generation).padStart(5, '0')} n \n`);
      }
    }
    const trailer = serialize(dictionary(this.#trailerEntries(this.#nextNumber))).toString('latin1');
    return Buffer.from(`${lines.join('')}trailer\n${trailer}\n`, 'latin1');
  }

  #stream(
    offsets: ReadonlyMap<number, { readonly offset: number; readonly generation: number }>,
    start: number,
  ): Buffer {
    const own = this.#nextNumber;
    const all = new Map([...offsets, [own, { offset: start, generation: 0 }]]);
    const rows: Buffer[] = [];
    const index: number[] = [];
    for (const run of runsOf([...all.keys()])) {
      index.push(run[0]!, run.length);
      for (const number of run) {
        const row = Buffer.alloc(7);
        const { offset, generation } = all.get(number)!;
        row.writeUInt8(1, 0);
        row.writeUInt32BE(offset, 1);
        row.writeUInt16BE(generation, 5);
        rows.push(row);
      }
    }
    const raw = Buffer.concat(rows);
    const body = serialize({
      kind: 'stream',
      dictionary: dictionary({
        ...this.#trailerEntries(own + 1),
        Type: name('XRef'),
        W: array(1, 4, 2),
        Index: array(...index),
        Length: raw.length,
      }),
      raw,
    });
    return Buffer.concat([Buffer.from(`${own} 0 obj\n`), body, Buffer.from('\nendobj\n')]);
  }
}

/** Consecutive numbers together, as cross-reference subsections want them. */
function runsOf(numbers: readonly number[]): number[][] {
  const runs: number[][] = [];
  for (const number of numbers.toSorted((a, b) => a - b)) {
    const run = runs.at(-1);
    if (run && run.at(-1) === number - 1) run.push(number);
    else runs.push([number]);
  }
  return runs;
}
