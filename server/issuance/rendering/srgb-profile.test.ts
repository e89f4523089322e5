import { describe, expect, it } from 'vitest';
import { srgbProfile } from './srgb-profile.ts';

describe('srgbProfile', () => {
  it('is a version 2 RGB display profile whose tags lie inside the file', () => {
    const bytes = Buffer.from(srgbProfile());
    expect(bytes.readUInt32BE(0)).toBe(bytes.length);
    expect(bytes[8]).toBe(2);
    expect(bytes.toString('latin1', 12, 24)).toBe('mntrRGB XYZ ');
    expect(bytes.toString('latin1', 36, 40)).toBe('acsp');
    const count = bytes.readUInt32BE(128);
    for (let i = 0; i < count; i++) {
      const [offset, size] = [bytes.readUInt32BE(136 + i * 12), bytes.readUInt32BE(140 + i * 12)];
      expect(offset % 4).toBe(0);
      expect(offset + size).toBeLessThanOrEqual(bytes.length);
    }
  });
});
