import { mkdir, readdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { countPdfPages } from './count-pdf-pages.ts';
import type { PrintOrder } from './printer.ts';

/** A PDF in the tray. */
export interface TrayEntry {
  /** File name: time, job name, number of the copy. */
  readonly name: string;
  readonly pages: number;
  /** ISO 8601. */
  readonly at: string;
}

/** The folder that the simulated printer's sheets fall into. */
export class PrinterTray {
  readonly #directory: string;
  readonly #now: () => Date;
  readonly #pages = new Map<string, number>();

  constructor(directory: string, now: () => Date) {
    this.#directory = directory;
    this.#now = now;
  }

  /** One complete copy. */
  async drop(order: PrintOrder, copy: number, pages: number): Promise<void> {
    await this.#write(order, `copy-${copy}`, pages);
  }

  /** The sheets of a job that was given up half-way; none leave no trace. */
  async dropPart(order: PrintOrder, sheets: number, ofSheets: number): Promise<void> {
    if (sheets > 0) await this.#write(order, `part-${sheets}-of-${ofSheets}-sheets`, sheets);
  }

  async list(): Promise<TrayEntry[]> {
    const names = await readdir(this.#directory).catch(() => []);
    const entries: TrayEntry[] = [];
    for (const name of names.filter((file) => file.endsWith('.pdf')).sort()) {
      const info = await stat(join(this.#directory, name)).catch(() => undefined);
      if (info === undefined) continue;
      const pages = this.#pages.get(name) ?? countPdfPages(await readFile(join(this.#directory, name))) ?? 0;
      this.#pages.set(name, pages);
      entries.push({ name, pages, at: info.mtime.toISOString() });
    }
    return entries;
  }

  async #write(order: PrintOrder, what: string, pages: number): Promise<void> {
    await mkdir(this.#directory, { recursive: true });
    const time = this.#now().toISOString().replaceAll(/[-:]/g, '').slice(0, 15);
    const job = order.jobName.replaceAll(/[^\p{L}\p{N}._-]+/gu, '-').slice(0, 80);
    const stem = `${time}-${job}-${what}`;
    // Printed twice within a second must show as two papers.
    let name = `${stem}.pdf`;
    for (let again = 2; this.#pages.has(name); again++) name = `${stem}-again-${again}.pdf`;
    this.#pages.set(name, pages);
    const path = join(this.#directory, name);
    await writeFile(`${path}.part`, order.pdf);
    await rename(`${path}.part`, path);
  }
}
