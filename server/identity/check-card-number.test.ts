import type { CardHolder } from '@saoy/contracts/identity';
import { describe, expect, it } from 'vitest';
import { checkCardNumber } from './check-card-number.ts';
import { sampleHolder as holder } from './testing/sample-holder.ts';

const today = new Date('2026-01-01T00:00:00Z');

describe('checkCardNumber', () => {
  it.each<[string, Partial<CardHolder>]>([
    ['a woman of the 1900s', {}],
    ['a man of the 1900s', { number: '001099012345', gender: 'Nam' }],
    ['a man of the 2000s', { number: '001204012345', gender: 'Nam', dateOfBirth: '2004-07-09' }],
    ['a woman of the 2000s', { number: '001304012345', dateOfBirth: '2004-07-09' }],
    ['somebody born abroad', { number: '112199012345' }],
  ])('finds nothing wrong with the number of %s', (_who, change) => {
    expect(checkCardNumber({ ...holder, ...change }, today)).toEqual([]);
  });

  it.each<[string, Partial<CardHolder>]>([
    ['number-unknown-province', { number: '003199012345' }],
    ['number-sex-mismatch', { gender: 'Nam' }],
    ['number-birth-year-mismatch', { dateOfBirth: '1998-01-02' }],
    ['birth-date-impossible', { dateOfBirth: null }],
    ['birth-date-impossible', { dateOfBirth: '2030-01-01' }],
    ['issue-date-impossible', { issueDate: null }],
    ['issue-date-impossible', { issueDate: '1990-01-01' }],
    ['issue-date-impossible', { issueDate: '2027-01-01' }],
  ])('flags %s', (flag, change) => {
    expect(checkCardNumber({ ...holder, ...change }, today)).toContain(flag);
  });
});
