import { readFile } from 'node:fs/promises';
import { type Fault, fault } from '@saoy/contracts/errors';
import type { Recognition } from '@saoy/contracts/recognition';
import { err, type Result } from '@saoy/contracts/result';
import type { Logger } from 'pino';
import { assembleDocument } from './assemble-document.ts';
import type { PageReading } from './page-reading.ts';
import { createRecogniser } from './recogniser.ts';

export interface RecogniseFilesOptions {
  /** Every file a document of its own instead of one document of several pages. */
  readonly each?: boolean;
  readonly log: Logger;
  readonly today?: Date;
  readonly workers?: number;
  readonly deadlineMs?: number;
}

export interface RecogniseFilesOutcome {
  /** A recognition, or with `each` an array in argument order; a failure is `{file, error: {code, detail?}}`. */
  readonly json: unknown;
  /** 0, or 1 when any file failed. */
  readonly exitCode: 0 | 1;
}

interface Failure {
  readonly file: string;
  readonly error: Fault;
}

/** Reads image files and prints what a kiosk would have understood: the backing of `saoy recognise`. */
export async function recogniseFiles(
  paths: readonly string[],
  options: RecogniseFilesOptions,
): Promise<RecogniseFilesOutcome> {
  const recogniser = createRecogniser({
    workers: Math.min(options.workers ?? 2, Math.max(1, paths.length)),
    deadlineMs: options.deadlineMs ?? 60_000,
    log: options.log,
  });
  try {
    const readings = await Promise.all(
      paths.map(async (path): Promise<Result<PageReading>> => {
        const bytes = await readFile(path).catch(() => undefined);
        if (bytes === undefined) return err(fault('image.unreadable', 'the file cannot be opened'));
        return recogniser.readPage(bytes);
      }),
    );
    return options.each === true
      ? assembleEach(paths, readings, options.today)
      : assembleOne(paths, readings, options.today);
  } finally {
    await recogniser.close();
  }
}

const toFailure = (file: string, error: Fault): Failure => ({ file, error });

function assembleEach(
  paths: readonly string[],
  readings: readonly Result<PageReading>[],
  today: Date | undefined,
): RecogniseFilesOutcome {
  const json = readings.map((reading, index): Recognition | Failure =>
    reading.ok ? assembleDocument([reading.value], today) : toFailure(paths[index]!, reading.error),
  );
  return { json, exitCode: readings.every((reading) => reading.ok) ? 0 : 1 };
}

function assembleOne(
  paths: readonly string[],
  readings: readonly Result<PageReading>[],
  today: Date | undefined,
): RecogniseFilesOutcome {
  const pages: PageReading[] = [];
  for (const [index, reading] of readings.entries()) {
    // Without one of its pages the document would be another document.
    if (!reading.ok) return { json: toFailure(paths[index]!, reading.error), exitCode: 1 };
    pages.push(reading.value);
  }
  return { json: assembleDocument(pages, today), exitCode: 0 };
}
