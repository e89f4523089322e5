import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { authorityAt, bookLabel } from './authority-at.ts';
import { type AuthorityConfiguration, authorityConfigurationSchema } from './authority-schema.ts';
import { DEVELOPMENT_AUTHORITY } from './development-authority.ts';
import { loadAuthority } from './load-authority.ts';

const [first] = DEVELOPMENT_AUTHORITY.versions;
const renamed: AuthorityConfiguration = {
  ...DEVELOPMENT_AUTHORITY,
  versions: [first!, { ...first!, effectiveFrom: '2026-12-01', watermark: 'SAO Y' }],
  wording: [
    ...DEVELOPMENT_AUTHORITY.wording,
    { effectiveFrom: '2027-01-01', basis: 'mẫu mới', lines: ['Lời chứng mới {number}'] },
  ],
};

describe('authorityAt', () => {
  it('changes at midnight in Vietnam, not in UTC', () => {
    expect(authorityAt(renamed, new Date('2026-11-30T16:59:59Z')).watermark).toBe('TTPVHCC');
    expect(authorityAt(renamed, new Date('2026-11-30T17:00:00Z')).watermark).toBe('SAO Y');
  });

  it('dates the wording apart from the name', () => {
    expect(authorityAt(renamed, new Date('2026-12-15T00:00:00Z')).wording).toHaveLength(4);
    expect(authorityAt(renamed, new Date('2027-01-15T00:00:00Z')).wording).toEqual([
      'Lời chứng mới {number}',
    ]);
  });

  it('refuses a day before anything is in force', () => {
    expect(() => authorityAt(renamed, new Date('2020-01-01T00:00:00Z'))).toThrow(RangeError);
  });

  it('labels a book as its cover does', () => {
    const authority = authorityAt(renamed, new Date('2026-11-21T00:00:00Z'));
    expect(bookLabel(authority, 1, 2026)).toBe('01/2026');
  });
});

describe('authority configuration', () => {
  it('refuses versions out of order', () => {
    const versions = renamed.versions.toReversed();
    expect(authorityConfigurationSchema.safeParse({ ...renamed, versions }).success).toBe(false);
  });

  it('refuses a wording with an unknown placeholder', () => {
    const wording = [{ effectiveFrom: '2025-01-01', basis: 'x', lines: ['Số {nubmer}'] }];
    expect(authorityConfigurationSchema.safeParse({ ...renamed, wording }).success).toBe(false);
  });
});

describe('loadAuthority', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'authority-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('reads back what was written', async () => {
    const file = join(folder, 'authority.json');
    await writeFile(file, JSON.stringify(renamed));
    expect(await loadAuthority(file)).toEqual({ ok: true, value: renamed });
  });

  it.each([
    ['missing', null],
    ['not JSON', '{'],
    ['incomplete', '{"id":"x1"}'],
  ])('answers configuration.invalid for a file that is %s', async (name, content) => {
    const file = join(folder, `${name}.json`);
    if (content !== null) await writeFile(file, content);
    expect(await loadAuthority(file)).toMatchObject({ ok: false, error: { code: 'configuration.invalid' } });
  });
});
