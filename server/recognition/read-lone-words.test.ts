import { pino } from 'pino';
import { afterAll, expect, it } from 'vitest';
import { doubtfulPapers } from '../../tests/fixtures/doubtful-papers/doubtful-papers.ts';
import { drawPaper } from '../../tests/fixtures/doubtful-papers/draw-paper.ts';
import { assembleDocument } from './assemble-document.ts';
import { createRecogniser } from './recogniser.ts';

const recogniser = createRecogniser({ workers: 1, deadlineMs: 120_000, log: pino({ level: 'silent' }) });
afterAll(() => recogniser.close());

it('reads a mark that stands alone at the foot of a page', async () => {
  const paper = doubtfulPapers['22.3']!.find(({ name }) => name === 'notice MẬT')!;
  const reading = await recogniser.readPage(await drawPaper(paper, 'spring-1'));
  if (!reading.ok) throw new Error(reading.error.code);
  expect(reading.value.lines.at(-1)?.text).toBe('MẬT');
  const { flags } = assembleDocument([reading.value]);
  expect(flags.map(({ reason, code }) => [reason, code])).toEqual([['22.3', 'secrecy-mark']]);
  expect(flags[0]!.box![1]).toBeGreaterThan(reading.value.height * 0.9);
}, 60_000);
