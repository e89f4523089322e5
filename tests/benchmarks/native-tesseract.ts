import { execFile } from 'node:child_process';
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { gunzipSync } from 'node:zlib';
import type { ReadingLanguage } from '../../server/recognition/index.ts';

const execute = promisify(execFile);

export interface NativeReading {
  readonly text: string;
  /** User and system time of the program; NaN where the system does not tell (no `/proc`). */
  readonly cpuMs: number;
}

export interface NativeTesseract {
  readonly version: string;
  read(file: string, language: ReadingLanguage, resolutionDpi: number): Promise<NativeReading>;
  close(): Promise<void>;
}

/**
 * The `tesseract` program of the system with the language data given (files by language, plain or gzip), one
 * thread, whole pages; undefined when it is not installed.
 */
export async function openNativeTesseract(
  languageFiles: Readonly<Record<ReadingLanguage, string>>,
): Promise<NativeTesseract | undefined> {
  const version = await execute('tesseract', ['--version']).then(
    ({ stdout }) => stdout.split('\n', 1)[0] ?? '',
    () => undefined,
  );
  if (version === undefined) return undefined;
  const folder = await mkdtemp(path.join(tmpdir(), 'tessdata-'));
  for (const [language, file] of Object.entries(languageFiles)) {
    const target = path.join(folder, `${language}.traineddata`);
    if (file.endsWith('.gz')) await writeFile(target, gunzipSync(await readFile(file)));
    else await copyFile(file, target);
  }
  const env = { ...process.env, TESSDATA_PREFIX: folder, OMP_THREAD_LIMIT: '1' };
  return {
    version,
    read: async (file, language, resolutionDpi) => {
      const before = await childrenCpuMs();
      const { stdout } = await execute(
        'tesseract',
        [file, 'stdout', '-l', language, '--psm', '3', '--dpi', String(resolutionDpi)],
        { env, maxBuffer: 16 * 2 ** 20 },
      );
      return { text: stdout, cpuMs: (await childrenCpuMs()) - before };
    },
    close: () => rm(folder, { recursive: true, force: true }),
  };
}

/** Processor time of all ended children of this process, to a hundredth of a second. */
async function childrenCpuMs(): Promise<number> {
  const stat = await readFile('/proc/self/stat', 'utf8').catch(() => '');
  const fields = stat.replace(/^.*\) /, '').split(' ');
  return (Number(fields[13]) + Number(fields[14])) * 10;
}
