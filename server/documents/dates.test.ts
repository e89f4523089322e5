import { describe, expect, it } from 'vitest';
import { findDates } from './dates.ts';

describe('findDates', () => {
  it.each([
    ['06/12/1998', '06/12/1998', '1998-12-06'],
    ['ngày 25 tháng 06 năm 2005', 'ngày 25 tháng 06 năm 2005', '2005-06-25'],
    ['Hà Nội, ngày 5 thúng 1 năm 2024', 'ngày 5 tháng 1 năm 2024', '2024-01-05'],
    ['O6/l2/1998', '06/12/1998', '1998-12-06'],
    ['28I06I2010', '28/06/2010', '2010-06-28'],
    ['19/04I2000', '19/04/2000', '2000-04-19'],
    ['28l06/2010', '28/06/2010', '2010-06-28'],
    ['13 December 2021', '13 December 2021', '2021-12-13'],
    ['July 2, 1995', 'July 2, 1995', '1995-07-02'],
    ['19.03.2033', '19.03.2033', '2033-03-19'],
  ])('reads %s', (text, value, iso) => {
    expect(findDates(text)).toMatchObject([{ value, iso }]);
  });

  it.each(['31/02/2020', '12/13/2020', '12/11/4342', '326/2016/UBTVQH14', 'Điều 28'])(
    'does not take %s for a date',
    (text) => {
      expect(findDates(text)).toEqual([]);
    },
  );
});
