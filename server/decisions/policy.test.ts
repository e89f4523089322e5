import type { ReadDocument } from '@saoy/contracts/requests/view';
import { expect, test } from 'vitest';
import { isBeyondDoubt } from './policy.ts';

const document: ReadDocument = {
  type: 'birth',
  title: { vi: 'Giấy khai sinh', en: 'Birth certificate' },
  typeConfidence: 1,
  fields: [],
  flags: [],
};
const identity = {
  method: 'face' as const,
  decision: 'match' as const,
  similarity: 0.8,
  model: 'm',
  isLivenessPassed: true,
  holderName: 'Nguyễn Văn An',
  holderNumber: null,
  flags: [],
  checkedAt: '2026-11-20T02:00:00Z',
};
const clear = { product: 'digital' as const, identity, questionedFields: [], document };
const flag = {
  code: 'no-seal',
  label: { vi: '', en: '' },
  reason: null,
  confidence: 0.6,
  page: 0,
  box: null,
};

test('a digital copy for a live face that matches, of an original without doubt, is approved by policy', () => {
  expect(isBeyondDoubt(clear)).toBe(true);
});

test.each<[string, Parameters<typeof isBeyondDoubt>[0]]>([
  ['a certified e-copy', { ...clear, product: 'certified' }],
  ['an identity that staff are to check', { ...clear, identity: { ...identity, method: 'staff' } }],
  ['a doubtful face', { ...clear, identity: { ...identity, decision: 'refer' } }],
  ['no proof of life', { ...clear, identity: { ...identity, isLivenessPassed: false } }],
  ['liveness not looked at', { ...clear, identity: { ...identity, isLivenessPassed: null } }],
  ['a flag on the card', { ...clear, identity: { ...identity, flags: ['birth-date-impossible'] } }],
  ['a field the requester questioned', { ...clear, questionedFields: ['full_name'] }],
  ['a flag on the original', { ...clear, document: { ...document, flags: [flag] } }],
  ['an original that was not read', { ...clear, document: null }],
])('%s waits for a person', (_, request) => {
  expect(isBeyondDoubt(request)).toBe(false);
});
