import { recogniseFiles } from '@saoy/server/recognition';
import { pino } from 'pino';
import { callerPath } from './caller-path.ts';

interface RecogniseOptions {
  readonly each?: boolean;
  readonly json?: boolean;
}

/** A failure names the file as the caller did. */
const renameFiles = (value: unknown, names: ReadonlyMap<string, string>): unknown => {
  if (Array.isArray(value)) return value.map((one) => renameFiles(one, names));
  if (typeof value !== 'object' || value === null || !('file' in value)) return value;
  return { ...value, file: names.get(String(value.file)) ?? value.file };
};

interface Readable {
  readonly file?: string;
  readonly error?: { readonly code: string };
  readonly type?: string;
  readonly typeConfidence?: number;
  readonly fields?: Record<string, { value: string; confidence: number }>;
  readonly flags?: readonly { code: string; reason: string | null }[];
  readonly pages?: readonly { problems: readonly { code: string }[]; confidence: number }[];
}

function textOf(document: Readable): string {
  if (document.error !== undefined) return `${document.file}: ${document.error.code}`;
  const percent = (share: number | undefined) => `${Math.round((share ?? 0) * 100)} %`;
  return [
    `${document.type} (${percent(document.typeConfidence)})`,
    ...Object.entries(document.fields ?? {}).map(
      ([name, { value, confidence }]) => `  ${name.padEnd(18)} ${value}  (${percent(confidence)})`,
    ),
    ...(document.flags ?? []).map(
      ({ code, reason }) => `  flag ${code}${reason === null ? '' : ` (${reason})`}`,
    ),
    ...(document.pages ?? []).map(
      ({ problems }, i) =>
        `  page ${i + 1}: ${problems.length === 0 ? 'good' : problems.map(({ code }) => code).join(', ')}`,
    ),
  ].join('\n');
}

export async function recognise(files: readonly string[], options: RecogniseOptions): Promise<void> {
  const log = pino({ level: 'warn' }, pino.destination({ fd: 2, sync: true }));
  const names = new Map(files.map((file) => [callerPath(file), file]));
  const { json, exitCode } = await recogniseFiles(files.map(callerPath), {
    each: options.each ?? false,
    log,
  });
  const answer = renameFiles(json, names);
  if (options.json) console.log(JSON.stringify(answer, null, 2));
  else
    console.log((Array.isArray(answer) ? answer : [answer]).map((one) => textOf(one as Readable)).join('\n'));
  process.exitCode = exitCode;
}
