import { parseArgs } from 'node:util';
import { type Benchmark, catalogue, type Setting, type Value } from './catalogue.ts';

export type Command =
  | { readonly kind: 'run'; readonly name: string; readonly rest: readonly string[] }
  | { readonly kind: 'say'; readonly text: string }
  /** What is wrong, and what would be right. */
  | { readonly kind: 'refuse'; readonly text: string };

/** What `pnpm bench …` is asked to do; nothing is run for a word that no benchmark knows. */
export function readCommand(words: readonly string[]): Command {
  const [name, ...rest] = words;
  const isHelp = (word: string | undefined): boolean => word === '--help' || word === '-h';
  if (isHelp(name)) return { kind: 'say', text: list() };
  if (name === undefined) return { kind: 'refuse', text: `Name a benchmark.\n\n${list()}` };
  const benchmark = Object.hasOwn(catalogue, name) ? catalogue[name] : undefined;
  if (benchmark === undefined)
    return { kind: 'refuse', text: `There is no benchmark "${name}".\n\n${list()}` };
  if (rest.some(isHelp)) return { kind: 'say', text: describe(name, benchmark) };
  const mistake = mistakeIn(benchmark, rest);
  return mistake === null
    ? { kind: 'run', name, rest }
    : { kind: 'refuse', text: `${mistake}\n\n${describe(name, benchmark)}` };
}

function mistakeIn({ words = [], options = [] }: Benchmark, rest: readonly string[]): string | null {
  const known = Object.fromEntries(
    options.map(({ name, kind }) => [name, { type: kind === 'none' ? 'boolean' : 'string' } as const]),
  );
  let given: ReturnType<typeof parseArgs>;
  try {
    given = parseArgs({ args: [...rest], options: known, allowPositionals: true });
  } catch (error) {
    // Only the first sentence: the rest is about how Node reads words.
    return `${(error as Error).message.split('. ')[0]}.`;
  }
  const { positionals, values } = given;
  if (positionals.length > words.length) return `"${positionals[words.length]}" is one word too many.`;
  for (const [i, word] of positionals.entries())
    if (isNoCount(words[i], word)) return `${words[i]!.name} must be a positive integer, not "${word}".`;
  for (const option of options) {
    const { name, oneOf } = option;
    const value = values[name];
    if (isNoCount(option, value)) return `--${name} must be a positive integer, not "${value}".`;
    if (value !== undefined && oneOf?.includes(String(value)) === false)
      return `--${name} must be ${oneOf.join(' or ')}, not "${value}".`;
  }
  return null;
}

const isNoCount = (value: Value | undefined, given: unknown): boolean =>
  value?.kind === 'count' && given !== undefined && !/^[1-9]\d*$/u.test(String(given));

const list = (): string =>
  [
    'Usage: pnpm bench NAME …',
    '       pnpm bench NAME --help',
    '',
    ...Object.entries(catalogue).map(([name, { summary }]) => `  ${name.padEnd(12)} ${summary}`),
  ].join('\n');

function describe(name: string, { measures, words = [], options = [], ...benchmark }: Benchmark): string {
  const usage = [
    ...options.map(
      (option) => `[--${option.name}${option.kind === 'none' ? '' : ` ${option.name.toUpperCase()}`}]`,
    ),
    ...words.map((word) => `[${word.name}]`),
  ];
  const rows = (settings: readonly Setting[], prefix = ''): string[] =>
    settings.map((setting) => `  ${`${prefix}${setting.name}`.padEnd(20)} ${setting.means}`);
  const { environment = [], needs, takes } = benchmark;
  return [
    `Usage: ${['pnpm bench', name, ...usage].join(' ')}`,
    '',
    measures,
    ...(words.length + options.length > 0 ? ['', ...rows(words), ...rows(options, '--')] : []),
    ...(environment.length > 0 ? ['', 'Environment:', ...rows(environment)] : []),
    '',
    ...(needs === undefined ? [] : [`Needs: ${needs}.`]),
    `Takes: ${takes}, with the usual sample on two cores without other work.`,
  ].join('\n');
}
