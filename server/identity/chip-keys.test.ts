import type { CardHolder } from '@saoy/contracts/identity';
import { describe, expect, it } from 'vitest';
import { chipKeysOf } from './chip-keys.ts';

const holder = (dateOfBirth: string | null, issueDate: string | null): CardHolder => ({
  number: '001199012345',
  formerNumber: null,
  fullName: 'Nguyễn Thị Mẫu',
  dateOfBirth,
  gender: 'Nữ',
  residence: '',
  issueDate,
  extra: [],
});

describe('the keys of a chip', () => {
  it.each([
    ['at 22 ends at 25', '1999-01-02', '2021-05-10', '240102'],
    ['within two years before 25 ends at 40', '1999-01-02', '2022-05-10', '390102'],
    ['at 58 and a half does not end', '1962-03-04', '2021-05-10', '991231'],
    ['after 60 does not end', '1950-03-04', '2021-05-10', '991231'],
    ['of a child of 8 ends at 14', '2016-03-04', '2024-08-01', '300304'],
  ])('of a card made %s', (_, birth, issue, expiry) => {
    expect(chipKeysOf(holder(birth, issue))[0]).toEqual({
      documentNumber: '199012345',
      dateOfBirth: birth.slice(2).replaceAll('-', ''),
      dateOfExpiry: expiry,
    });
  });

  it('name at most three ends, since every wrong one costs a try', () => {
    expect(chipKeysOf(holder('2016-03-04', null)).length).toBeLessThanOrEqual(3);
  });

  it('are none without a birth', () => {
    expect(chipKeysOf(holder(null, '2021-05-10'))).toEqual([]);
  });
});
