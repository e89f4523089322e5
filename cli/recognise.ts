import { recogniseFiles } from '@saoy/server/recognition';
import { pino } from 'pino';
import { callerPath } from './caller-path.ts';
import { showProgress } from './show-progress.ts';

interface RecogniseOptions {
  readonly each?: boolean;
  readonly json?: boolean;
  readonly progress?: boolean;
}

interface Readable {
  readonly file?: string;
  readonly error?: { readonly code: string; readonly detail?: string };
  readonly type?: string;
  readonly typeConfidence?: number;
  readonly fields?: Record<string, { value: string; confidence: number; needsConfirmation?: boolean }>;
  readonly flags?: readonly { code: string; reason: string | null; page: number; confidence: number }[];
  readonly pages?: readonly { problems: readonly { code: string }[]; confidence: number }[];
}

const percent = (share: number | undefined): string => `${Math.round((share ?? 0) * 100)} %`;

function textOf({ file, error, type, typeConfidence, fields, flags, pages }: Readable): string {
  if (error !== undefined)
    return `${file}: ${error.code}${error.detail === undefined ? '' : ` (${error.detail})`}`;
  return [
    `${type} (${percent(typeConfidence)})`,
    ...Object.entries(fields ?? {}).map(
      ([name, { value, confidence, needsConfirmation }]) =>
        `  ${name.padEnd(18)} ${value}  (${percent(confidence)}${needsConfirmation === true ? ', to be confirmed' : ''})`,
    ),
    ...(flags ?? []).map(
      ({ code, reason, page, confidence }) =>
        `  flag ${code}${reason === null ? '' : ` (${reason})`} on page ${page} (${percent(confidence)})`,
    ),
    ...(pages ?? []).map(
      ({ problems }, i) =>
        `  page ${i + 1}: ${problems.length === 0 ? 'good' : problems.map(({ code }) => code).join(', ')}`,
    ),
  ].join('\n');
}

const interruptedExit = 130;

export async function recognise(files: readonly string[], options: RecogniseOptions): Promise<void> {
  const log = pino({ level: 'warn' }, pino.destination({ fd: 2, sync: true }));
  const progress = showProgress(process.stderr, files.length, options.progress ?? false);
  // The reading threads end with the process.
  process.once('SIGINT', () => {
    progress.clear();
    process.exit(interruptedExit);
  });
  const { json, exitCode } = await recogniseFiles(files, {
    each: options.each ?? false,
    log,
    today: new Date(),
    locate: callerPath,
    onProgress: progress.update,
  });
  progress.clear();
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    // Whoever reads only the first lines has what they want.
    if (error.code === 'EPIPE') return;
    log.error({ code: error.code }, 'the answer could not be written');
    process.exitCode = 1;
  });
  const answers = (Array.isArray(json) ? json : [json]) as readonly Readable[];
  console.log(options.json ? JSON.stringify(json, null, 2) : answers.map(textOf).join('\n'));
  process.exitCode = exitCode;
}
