import { expect, it } from 'vitest';
import { parseTsv } from './parse-tsv.ts';

it('groups the words of the table into lines and leaves empty ones out', () => {
  const tsv = [
    '1\t1\t0\t0\t0\t0\t0\t0\t1654\t2339\t-1\t',
    '4\t1\t1\t1\t1\t0\t100\t50\t300\t30\t-1\t',
    '5\t1\t1\t1\t1\t1\t100\t52\t80\t28\t96.4\tGIẤY',
    '5\t1\t1\t1\t1\t2\t190\t50\t90\t30\t91.2\tKHAI',
    '5\t1\t1\t1\t2\t1\t100\t90\t60\t30\t0\t ',
    '5\t1\t2\t1\t1\t1\t100\t130\t60\t30\t101\tSINH',
  ].join('\n');
  const lines = parseTsv(tsv);
  expect(lines.map((line) => line.text)).toEqual(['GIẤY KHAI', 'SINH']);
  expect(lines[0]).toMatchObject({
    box: [100, 50, 180, 30],
    words: [{ confidence: 0.9640000000000001 }, {}],
  });
  expect(lines[1]?.confidence).toBe(1);
});
