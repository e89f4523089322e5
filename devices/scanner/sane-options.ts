import type { ScanOrder, ScanSource } from './scanner.ts';

/** What `scanimage -A` says about one device: the choices of each active option. */
export type SaneOptions = ReadonlyMap<string, readonly string[]>;

/** Parses the option list of a device; options marked inactive are left out. */
export function parseSaneOptions(listing: string): SaneOptions {
  const options = new Map<string, readonly string[]>();
  for (const line of listing.split('\n')) {
    // "    --mode Gray|Color [Gray]", "    -x 0..200mm (in steps of 1) [80]", "    --dropout[=(yes|no)] [no]"
    const match =
      /^ {4}--?([\w-]+)(?:\[=\(([^)]*)\)\]|[ ]([^[(]*?))?\s*(?:\(in [^)]*\)\s*)?(?:\[([^\]]*)\])?(?:\s*\[.*\])?$/.exec(
        line,
      );
    const [, name, flag, choices, state] = match ?? [];
    if (name === undefined || state === 'inactive') continue;
    options.set(
      name,
      (flag ?? choices ?? '')
        .split('|')
        .map((choice) => choice.trim())
        .filter(Boolean),
    );
  }
  return options;
}

// The words that makers use, in order of preference; every driver calls its sources differently.
const sourceWords: Record<ScanSource | 'duplex', readonly RegExp[]> = {
  glass: [/flat\s*bed/i, /glass/i, /platen/i, /^normal$/i],
  feeder: [/adf.*front/i, /^adf$/i, /document feeder$/i, /feeder(?!.*duplex)/i, /adf(?!.*duplex)/i],
  duplex: [/duplex/i, /both sides/i],
};
const colourWords: readonly RegExp[] = [/^color$/i, /^24.?bit color/i, /colou?r(?!.*lineart)/i];

const choose = (choices: readonly string[], words: readonly RegExp[]): string | undefined => {
  for (const word of words) {
    const found = choices.find((choice) => word.test(choice));
    if (found !== undefined) return found;
  }
  return undefined;
};

/** Which sources a device has; one without the option has its glass only. */
export function readSources(options: SaneOptions): { sources: ScanSource[]; canDuplex: boolean } {
  const choices = options.get('source');
  if (choices === undefined) return { sources: ['glass'], canDuplex: false };
  const sources = (['glass', 'feeder'] as const).filter(
    (name) => choose(choices, sourceWords[name]) !== undefined,
  );
  return {
    sources: sources.length > 0 ? sources : ['glass'],
    canDuplex:
      choose(choices, sourceWords.duplex) !== undefined ||
      choose(options.get('adf-mode') ?? [], sourceWords.duplex) !== undefined,
  };
}

/** The highest resolution of a range ("1..1200dpi") or list ("75|150|300dpi"). */
export function readMaxResolution(options: SaneOptions): number {
  const numbers = (options.get('resolution') ?? [])
    .flatMap((choice) => choice.match(/\d+/g) ?? [])
    .map(Number);
  return numbers.length === 0 ? 300 : Math.max(...numbers);
}

/** The resolution a device will really scan at: the ordered one, or of a list the next higher, or its highest. */
export function chooseResolution(options: SaneOptions, orderedDpi: number): number {
  const choices = options.get('resolution') ?? [];
  // A device without the option has one resolution, which its settings must make the ordered one.
  if (choices.length === 0) return orderedDpi;
  if (choices.some((choice) => choice.includes('..')))
    return Math.min(orderedDpi, readMaxResolution(options));
  const listed = choices.map((choice) => Number.parseInt(choice, 10)).filter((dpi) => dpi >= orderedDpi);
  return listed.length > 0 ? Math.min(...listed) : readMaxResolution(options);
}

/** A4, in the names of `scanimage`. */
const area = { l: 0, t: 0, x: 210, y: 297 } as const;

/** The arguments that order colour, 8 bits, resolution, source and A4 from a device with these options. */
export function composeSaneArguments(options: SaneOptions, order: ScanOrder): string[] {
  const chosen: string[] = [];
  const sources = options.get('source') ?? [];
  const source =
    choose(sources, sourceWords[order.duplex ? 'duplex' : order.source]) ??
    choose(sources, sourceWords[order.source]);
  if (source !== undefined) chosen.push(`--source=${source}`);
  const adfMode = order.duplex ? choose(options.get('adf-mode') ?? [], sourceWords.duplex) : undefined;
  if (adfMode !== undefined) chosen.push(`--adf-mode=${adfMode}`);
  const mode = choose(options.get('mode') ?? [], colourWords);
  if (mode !== undefined) chosen.push(`--mode=${mode}`);
  if ((options.get('depth') ?? []).includes('8')) chosen.push('--depth=8');
  if (options.has('resolution'))
    chosen.push(`--resolution=${chooseResolution(options, order.resolutionDpi)}`);
  for (const [name, millimetres] of Object.entries(area)) {
    const reach = (options.get(name) ?? [])
      .flatMap((choice) => choice.match(/\d+(?:\.\d+)?/g) ?? [])
      .map(Number);
    if (reach.length > 0) chosen.push(`-${name}`, String(Math.min(millimetres, Math.max(...reach))));
  }
  return chosen;
}
