import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { requireProgram } from '../../../tests/programs.ts';
import { renderSlip, type SlipInput } from './render-slip.ts';

const slip: SlipInput = {
  authorityName: 'Ủy ban nhân dân phường Việt Hưng (mẫu thử)',
  contact: null,
  requestCode: 'H4K7-92',
  statusUrl: 'http://localhost:8080/r/H4K792',
  receivedAt: new Date('2026-11-20T09:05:00Z'),
  dueAt: new Date('2026-11-23T10:00:00Z'),
  locale: 'vi',
};

describe('renderSlip', () => {
  it('gives the same bytes for the same input', async () => {
    expect(Buffer.compare(await renderSlip(slip), await renderSlip(slip))).toBe(0);
  });
});

describe.runIf(requireProgram('pdftotext'))('the printed slip', () => {
  const textOf = async (input: SlipInput) =>
    execFileSync('pdftotext', ['-', '-'], { input: await renderSlip(input), encoding: 'utf8' });

  it('names the hour and the date of the appointment and the code of the request', async () => {
    const text = await textOf(slip);
    expect(text).toContain('17:00');
    expect(text.replace(/\s+/g, ' ')).toContain('Thứ Hai, ngày 23 tháng 11 năm 2026');
    expect(text).toContain('H4K7-92');
    expect(text).not.toContain('Appointment');
  });

  it('adds English for who asked in English', async () => {
    expect(await textOf({ ...slip, locale: 'en' })).toContain('Appointment slip');
  });

  it('is 80 mm wide', async () => {
    const info = execFileSync('pdfinfo', ['-'], { input: await renderSlip(slip), encoding: 'utf8' });
    expect(Number(/Page size:\s+([\d.]+)/.exec(info)?.[1])).toBeCloseTo((80 * 72) / 25.4, 0);
  });
});
