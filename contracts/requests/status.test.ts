import { expect, test } from 'vitest';
import { requestEventSchema } from './action.ts';
import { isSettled, mayHappen, nextSteps } from './next-steps.ts';
import { requestStatuses, statusOf } from './status.ts';

const eventTypes = requestEventSchema.options.map((option) => option.shape.type.value);
const settled = ['issued', 'refused', 'failed', 'annulled', 'abandoned'];

test('the table of next steps has a row for every status and names only known events', () => {
  expect(Object.keys(nextSteps).sort()).toEqual([...requestStatuses].sort());
  for (const steps of Object.values(nextSteps)) for (const step of steps) expect(eventTypes).toContain(step);
});

test('a number is given only after an approval, a leaf only after a number, and a copy only after a leaf', () => {
  for (const status of requestStatuses) {
    expect(mayHappen(status, 'numbered')).toBe(status === 'approved');
    expect(mayHappen(status, 'logged')).toBe(status === 'numbered');
    expect(mayHappen(status, 'issued')).toBe(status === 'logged');
    if (status === 'logged') expect(mayHappen(status, 'voided')).toBe(false);
  }
});

test('a decision is possible only while one is awaited', () => {
  for (const status of requestStatuses) {
    expect(mayHappen(status, 'approved')).toBe(status === 'awaiting-decision');
    expect(mayHappen(status, 'refused')).toBe(status === 'awaiting-decision');
  }
});

test('only an issued copy can be annulled, and settled requests never change into a copy', () => {
  for (const status of requestStatuses) {
    expect(mayHappen(status, 'annulled')).toBe(status === 'issued');
    expect(isSettled(status)).toBe(settled.includes(status));
    if (isSettled(status)) expect(mayHappen(status, 'numbered') || mayHappen(status, 'issued')).toBe(false);
  }
});

test('pages may be erased only when the request is settled', () => {
  for (const status of requestStatuses) expect(mayHappen(status, 'pages-erased')).toBe(isSettled(status));
});

test('the status is that of the last deciding event; deliveries leave it as it is', () => {
  const at = { event: { type: 'downloaded' } as const };
  expect(statusOf([])).toBe('draft');
  expect(
    statusOf([
      { event: { type: 'refused', reason: '22.1', comment: '' } },
      { event: { type: 'pages-erased' } },
    ]),
  ).toBe('refused');
  expect(statusOf([{ event: { type: 'issued', sha256: 'a'.repeat(64), sizeBytes: 1 } }, at, at])).toBe(
    'issued',
  );
});
