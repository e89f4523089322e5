import { type Fault, fault } from '@saoy/contracts/errors';
import type { Recognition } from '@saoy/contracts/recognition';
import { err, ok, type Result } from '@saoy/contracts/result';
import { readImageFile, readOrientation } from '@saoy/imaging';
import type { Logger } from 'pino';
import { assembleDocument } from './assemble-document.ts';
import type { PageReading } from './page-reading.ts';
import { createRecogniser } from './recogniser.ts';
import { type StoredPage, toStoredPixels } from './to-stored-pixels.ts';

export interface RecogniseFilesOptions {
  /** Every file a document of its own instead of one document of several pages. */
  readonly each?: boolean;
  readonly log: Logger;
  /** Decides what has expired; without it validity is not judged. */
  readonly today?: Date;
  readonly workers?: number;
  readonly deadlineMs?: number;
  /** Where a file that the caller named lies; failures name it as the caller did. */
  readonly locate?: (file: string) => string;
  /** Called whenever a page moves on. */
  readonly onProgress?: (progress: FilesProgress) => void;
}

export interface FilesProgress {
  readonly filesDone: number;
  /** The files being read now, as the caller named them, with how far each is, 0 to 1. */
  readonly underWay: readonly { readonly file: string; readonly share: number }[];
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

interface ReadFile {
  readonly reading: PageReading;
  readonly stored: StoredPage;
}

/**
 * Reads image files and prints what a kiosk would have understood: the backing of `saoy recognise`. Boxes are in
 * pixels of the pictures as stored. Holds no more files at once than it has workers, and one waiting. One document
 * ends with the first page that cannot be read.
 */
export async function recogniseFiles(
  files: readonly string[],
  options: RecogniseFilesOptions,
): Promise<RecogniseFilesOutcome> {
  const { each = false, log, today, locate = (file) => file, onProgress } = options;
  const workers = Math.max(1, Math.min(options.workers ?? 2, files.length));
  const recogniser = createRecogniser({ workers, deadlineMs: options.deadlineMs ?? 60_000, log });
  const failures = new Map<number, Failure>();
  const readings = new Map<number, ReadFile>();
  const documents = new Map<number, Recognition>();
  let nextIndex = 0;
  let filesDone = 0;
  const shares = new Map<number, number>();
  const tellProgress = (): void => {
    const underWay = [...shares].map(([index, share]) => ({ file: files[index]!, share }));
    onProgress?.({ filesDone, underWay });
  };

  const takeFile = async (index: number): Promise<Result<unknown>> => {
    const file = files[index]!;
    if (file === '') return err(fault('image.unreadable', 'a file without a name'));
    const bytes = await readImageFile(locate(file));
    if (!bytes.ok) return err(bytes.error);
    const orientation = await readOrientation(bytes.value);
    const read = await recogniser.readPage(bytes.value, (share) => {
      shares.set(index, share);
      tellProgress();
    });
    if (!read.ok) return read;
    const { width: viewedWidth, height: viewedHeight } = read.value;
    const page = { reading: read.value, stored: { orientation, viewedWidth, viewedHeight } };
    if (!each) return ok(readings.set(index, page));
    const document = assembleSafely([page], today, log);
    if (!document.ok) return document;
    return ok(documents.set(index, document.value));
  };

  const takeFiles = async (): Promise<void> => {
    while (nextIndex < files.length && (each || failures.size === 0)) {
      const index = nextIndex++;
      const taken = await takeFile(index);
      if (!taken.ok) failures.set(index, { file: files[index]!, error: taken.error });
      filesDone += 1;
      shares.delete(index);
      tellProgress();
    }
  };

  try {
    await Promise.all(Array.from({ length: workers + 1 }, takeFiles));
  } finally {
    await recogniser.close();
  }
  const exitCode = failures.size === 0 ? 0 : 1;
  if (each) return { json: files.map((_, index) => failures.get(index) ?? documents.get(index)), exitCode };
  const first = Math.min(...failures.keys());
  // Without one of its pages the document would be another document.
  if (failures.size > 0) return { json: failures.get(first), exitCode };
  const document = assembleSafely(
    files.map((_, index) => readings.get(index)!),
    today,
    log,
  );
  return document.ok
    ? { json: document.value, exitCode }
    : { json: { file: files[0]!, error: document.error } satisfies Failure, exitCode: 1 };
}

/** A defect met on one paper must not take the others with it. */
function assembleSafely(
  pages: readonly ReadFile[],
  today: Date | undefined,
  log: Logger,
): Result<Recognition> {
  try {
    const recognition = assembleDocument(
      pages.map(({ reading }) => reading),
      today,
    );
    return ok(
      toStoredPixels(
        recognition,
        pages.map(({ stored }) => stored),
      ),
    );
  } catch (error) {
    log.error({ err: error }, 'a document could not be put together');
    return err(fault('recognition.engine-failed', 'the document could not be put together'));
  }
}
