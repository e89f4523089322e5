import { describe, expect, it } from 'vitest';
import { maskField } from './mask-field.ts';

describe('maskField', () => {
  it('hides names of persons and personal numbers', () => {
    expect(maskField({ name: 'full_name', value: 'NGUYỄN MINH AN' })).toBe('NGUYỄN M• A••');
    expect(maskField({ name: 'motherName', value: 'TRẦN THỊ LAN' })).toBe('TRẦN T• L••');
    expect(maskField({ name: 'personal_id', value: '001219012345' })).toBe('•••••••••345');
  });
  it('shows dates and plain words', () => {
    for (const value of ['14/03/2019', '2019-03-14', 'Nam', 'Bệnh viện Phụ sản Hà Nội'])
      expect(maskField({ name: 'anything', value })).toBe(value);
  });
});
