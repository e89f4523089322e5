// The six reasons of art. 22 on drawn papers, from the picture to the flag. `pnpm bench flags [--papers tune|held] [--seed S]
// [--again N]`: of every two wordings one belongs to the papers that rules were tuned on, one to those kept for measuring.
import os from 'node:os';
import { parseArgs } from 'node:util';
import { createRecogniser } from '@saoy/server/recognition';
import { pino } from 'pino';
import { assembleDocument } from '../../server/recognition/assemble-document.ts';
import { doubtfulPapers } from '../fixtures/doubtful-papers/doubtful-papers.ts';
import { drawPaper } from '../fixtures/doubtful-papers/draw-paper.ts';
import { goodPapers } from '../fixtures/doubtful-papers/good-papers.ts';
import type { Paper } from '../fixtures/doubtful-papers/paper.ts';
import { drawOriginal, type OriginalKind } from '../fixtures/originals/index.ts';

const { values } = parseArgs({
  options: {
    papers: { type: 'string', default: 'held' },
    seed: { type: 'string' },
    again: { type: 'string', default: '2' },
    only: { type: 'string' },
    keep: { type: 'string' },
  },
});
const isHeld = values.papers !== 'tune';
const seed = values.seed ?? (isHeld ? 'measured' : 'tuned');
/** The day on which the papers are shown. */
const TODAY = new Date('2026-11-22T00:00:00Z');
/** Below it a flag is one line among others, above it the reason is proposed. */
const PROPOSED = 0.3;
const originalKinds: readonly OriginalKind[] = [
  'birth',
  'diploma',
  'marriage',
  'judgment',
  'cccd-front',
  'cccd-back',
];
const GOOD_ORIGINALS = 2;

interface Case {
  readonly group: string;
  readonly name: string;
  readonly wanted: readonly string[] | undefined;
  readonly draw: () => Promise<Uint8Array>;
}

const rounds = Array.from({ length: Number(values.again) }, (_, i) => i);
const drawn = (group: string, paper: Paper): Case[] =>
  rounds.map((round) => ({
    group,
    name: `${paper.name} ${round + 1}`,
    wanted: paper.wanted,
    draw: () => drawPaper(paper, `${seed}-${round}`),
  }));
const cases: Case[] = [
  ...Object.entries(doubtfulPapers).flatMap(([reason, papers]) =>
    papers.filter((_, i) => (i % 2 === 1) === isHeld).flatMap((paper) => drawn(reason, paper)),
  ),
  ...goodPapers.flatMap((paper) => drawn('good', paper)),
  ...originalKinds.flatMap((kind) =>
    Array.from(
      { length: GOOD_ORIGINALS },
      (_, i): Case => ({
        group: 'good',
        name: `${kind} ${i + 1}`,
        wanted: undefined,
        draw: async () => (await drawOriginal({ kind, seed: `${seed}-${i}` })).jpeg,
      }),
    ),
  ),
].filter(({ group }) => values.only === undefined || group === values.only);

interface Tally {
  papers: number;
  found: number;
  proposed: number;
  besides: number;
}
const tallies = new Map<string, Tally>();
const remarks: string[] = [];
const recogniser = createRecogniser({ workers: 2, deadlineMs: 180_000, log: pino({ level: 'silent' }) });
const began = process.cpuUsage();

async function judge({ group, name, wanted, draw }: Case): Promise<void> {
  const jpeg = await draw();
  if (values.keep !== undefined) {
    const { mkdir, writeFile } = await import('node:fs/promises');
    await mkdir(values.keep, { recursive: true });
    await writeFile(`${values.keep}/${group}-${name.replace(/[^\p{L}\d]+/gu, '-')}.jpg`, jpeg);
  }
  const page = await recogniser.readPage(jpeg);
  if (!page.ok) throw new Error(`${name}: ${page.error.code}`);
  const { flags, type } = assembleDocument([page.value], TODAY);
  const reasoned = flags.filter((flag) => flag.reason !== null);
  const hits = reasoned.filter((flag) => wanted?.includes(flag.code));
  const others = reasoned.filter((flag) => !hits.includes(flag));
  const tally = tallies.get(group) ?? { papers: 0, found: 0, proposed: 0, besides: 0 };
  tallies.set(group, tally);
  tally.papers += 1;
  const counted = wanted === undefined ? others : hits;
  if (counted.length > 0) tally.found += 1;
  if (counted.some(({ confidence }) => confidence >= PROPOSED)) tally.proposed += 1;
  if (wanted !== undefined && others.length > 0) tally.besides += 1;
  const told = (list: typeof flags): string =>
    list
      .map(
        (flag) =>
          `${flag.reason} ${flag.code} ${flag.confidence}${flag.evidence === undefined ? '' : ` "${flag.evidence}"`}`,
      )
      .join('; ');
  if (wanted === undefined ? others.length > 0 : hits.length === 0 || others.length > 0)
    remarks.push(
      `${group} ${name} (${type}): ${hits.length === 0 && wanted !== undefined ? 'missed; ' : ''}${told(others)}`,
    );
}

const queue = cases.values();
await Promise.all(
  [0, 1].map(async () => {
    for (const each of queue) await judge(each);
  }),
);
await recogniser.close();

const cpu = process.cpuUsage(began);
const machine = `${os.availableParallelism()} x ${os.cpus()[0]?.model.trim()}, Node ${process.versions.node}`;
console.log(`machine  ${machine}`);
console.log(
  `sample   ${cases.length} drawn papers, one page each; wordings ${isHeld ? 'not used for tuning' : 'used for tuning'}, seed ${seed}; ${Math.round((cpu.user + cpu.system) / 1000 / cases.length)} ms CPU a paper with its drawing\n`,
);
const share = (part: number, all: number): string =>
  `${part}/${all}`.padStart(9) + ` (${Math.round((100 * part) / all)} %)`.padEnd(8);
console.log(`reason   papers   raised             at ${PROPOSED} or more     another reason raised as well`);
for (const [group, tally] of [...tallies].filter(([name]) => name !== 'good'))
  console.log(
    `${group.padEnd(6)}${String(tally.papers).padStart(8)}${share(tally.found, tally.papers)}${share(tally.proposed, tally.papers)}   ${share(tally.besides, tally.papers)}`,
  );
const ofGood = tallies.get('good');
if (ofGood !== undefined)
  console.log(
    `good  ${String(ofGood.papers).padStart(8)}${share(ofGood.found, ofGood.papers)}${share(ofGood.proposed, ofGood.papers)}   false alarms`,
  );
for (const remark of remarks) console.log(`  ${remark}`);
