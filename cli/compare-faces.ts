import type { Fault } from '@saoy/contracts/errors';
import { compareFiles, comparePairs, createFaceMatcher } from '@saoy/server/faces';
import { callerPath } from './caller-path.ts';

interface CompareOptions {
  readonly pairs?: string;
  readonly engine?: 'onnx' | 'face-api';
  readonly json?: boolean;
}

const unreadableExit = 2;

export async function compareFaces(
  a: string | undefined,
  b: string | undefined,
  options: CompareOptions,
): Promise<void> {
  if (options.pairs === undefined && (a === undefined || b === undefined)) {
    console.error('saoy: two images or --pairs are needed (add --help for the options)');
    process.exitCode = unreadableExit;
    return;
  }
  const matcher = createFaceMatcher(options.engine === undefined ? {} : { engine: options.engine });
  try {
    if (options.pairs !== undefined) await compareMany(matcher, options.pairs, options.json ?? false);
    else await compareTwo(matcher, callerPath(a!), callerPath(b!), options.json ?? false);
  } finally {
    await matcher.close();
  }
}

type Matcher = ReturnType<typeof createFaceMatcher>;

async function compareTwo(matcher: Matcher, a: string, b: string, isJson: boolean): Promise<void> {
  const result = await compareFiles(matcher, a, b);
  if (!result.ok) return fail(result.error, isJson);
  const { similarity, decision, thresholds, model } = result.value;
  if (isJson) console.log(JSON.stringify({ similarity, decision, thresholds, model }, null, 2));
  else
    console.log(
      `${decision} (similarity ${similarity.toFixed(3)}; match from ${thresholds.match}, refer from ${thresholds.refer}; ${model})`,
    );
}

async function compareMany(matcher: Matcher, list: string, isJson: boolean): Promise<void> {
  const result = await comparePairs(matcher, list);
  if (!result.ok) return fail(result.error, isJson);
  const rows = result.value.map(({ first, second, same, comparison, error }) => ({
    first,
    second,
    ...(same === undefined ? {} : { same }),
    ...(comparison === undefined ? { error } : comparison),
  }));
  if (isJson) console.log(JSON.stringify(rows, null, 2));
  else
    for (const { first, second, comparison, error } of result.value)
      console.log(
        [
          first,
          second,
          comparison === undefined
            ? error?.code
            : `${comparison.similarity.toFixed(4)}\t${comparison.decision}`,
        ].join('\t'),
      );
  if (result.value.some(({ error }) => error !== undefined)) process.exitCode = unreadableExit;
}

function fail(error: Fault, isJson: boolean): void {
  if (isJson) console.log(JSON.stringify({ error }, null, 2));
  else console.error(`saoy: ${error.code}${error.detail === undefined ? '' : `: ${error.detail}`}`);
  process.exitCode = unreadableExit;
}
