import { describe, expect, it } from 'vitest';
import { assembleDocument } from '../recognition/assemble-document.ts';
import { typePage } from './typed-page.ts';

const today = new Date('2026-06-01T00:00:00Z');
const lines = [
  'IDVNM0952081687066095208168<<1',
  '9509115M3509113VNM<<<<<<<<<<<4',
  'CHU<<TRONG<HOA<<<<<<<<<<<<<<<<',
];
const back = (zone: readonly string[] = lines) =>
  typePage(['Đặc điểm nhận dạng / Personal identification:', 'IDVNM0952081687066095208168<<1'], {
    zone: { text: zone.join('\n'), box: [10, 10, 100, 100] },
  });
const front = (birth: string) =>
  typePage([
    'CĂN CƯỚC CÔNG DÂN',
    'Số / No.: 066095208168',
    'Họ và tên / Full name:',
    'CHU TRỌNG HOÀ',
    `Ngày sinh / Date of birth: ${birth}`,
    'Giới tính / Sex: Nam Quốc tịch / Nationality: Việt Nam',
  ]);

describe('a card compared with its machine-readable zone', () => {
  it('has from the back alone what the check digits guard; the name is for a person to complete', () => {
    const { type, fields, flags } = assembleDocument([back()], today);
    expect(type).toBe('cccd');
    expect(fields).toMatchObject({
      number: { normalised: '066095208168', needsConfirmation: false },
      date_of_birth: { normalised: '1995-09-11', page: 1, box: [10, 10, 100, 100] },
      expiry: { normalised: '2035-09-11' },
      gender: { normalised: 'male' },
      full_name: { value: 'CHU TRONG HOA', needsConfirmation: true },
    });
    expect(flags).toEqual([]);
  });

  it('is sure of what front and back agree on, with the name as printed', () => {
    const { fields, flags } = assembleDocument([front('11/09/1995'), back()], today);
    expect(fields['full_name']?.value).toBe('CHU TRỌNG HOÀ');
    expect(fields['date_of_birth']).toMatchObject({ confidence: 0.99, page: 1 });
    expect(flags.map(({ code }) => code)).not.toContain('data-mismatch');
  });

  it('is flagged where the front says something else than the back', () => {
    const { fields, flags } = assembleDocument([front('11/09/1985'), back()], today);
    expect(fields['date_of_birth']?.normalised).toBe('1985-09-11');
    expect(flags).toContainEqual(expect.objectContaining({ code: 'data-mismatch', reason: '22.1', page: 1 }));
  });

  it('is flagged when every field of the zone is wrong, and nothing is taken from it as sure', () => {
    const wrong = ['IDVNM0952081617066095208161<<2', '9509111M3509112VNM<<<<<<<<<<<7', lines[2]!];
    const { fields, flags } = assembleDocument([front('11/09/1995'), back(wrong)], today);
    expect(fields['date_of_birth']).toMatchObject({ normalised: '1995-09-11', page: 1 });
    expect(flags.map(({ evidence }) => evidence ?? '').join()).toContain('check digits');
  });
});
