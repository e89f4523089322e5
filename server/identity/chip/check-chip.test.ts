import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { requireProgram } from '../../../tests/programs.ts';
import { parseCertificate } from '../../validation/x509/certificate.ts';
import { type ChipFiles, checkChip } from './check-chip.ts';
import { ChipIssuer, dg1Of, dg2Of, dg13Of, tlv } from './testing/chip-issuer.ts';

const zone = 'IDVNM1990123456001199012345<<79901029F3901027VNM<<<<<<<<<<<2NGUYEN<<THI<MAU<<<<<<<<<<<<<<<';
const portrait = Buffer.from(`ffd8ffe0${'00'.repeat(900)}ffd9`, 'hex');
const dg1 = dg1Of(zone);
const dg2 = dg2Of(portrait);
const dg13 = dg13Of({ 1: '001199012345', 2: 'Nguyễn Thị Mẫu', 3: '02/01/1999', 4: 'Nữ', 15: '' });

describe.runIf(requireProgram('openssl'))('a chip', () => {
  let state: ChipIssuer;
  let files: ChipFiles;
  // Later than the certificates, which are made a moment after this line.
  const now = new Date(Date.now() + 60_000);
  const check = (changed: Partial<ChipFiles> = {}, signers = [state.countrySigner], at = now) =>
    checkChip({ ...files, ...changed }, signers.map(parseCertificate), at);

  beforeAll(() => {
    state = new ChipIssuer();
    files = { dg1, dg2, dg13, sod: state.sign({ 1: dg1, 2: dg2, 13: dg13 }) };
  });
  afterAll(() => state.close());

  it('signed by a trusted state is authentic, and tells who its holder is', () => {
    const facts = check();
    expect(facts).toMatchObject({
      isAuthentic: true,
      problems: [],
      signer: 'Document signer',
      zone: { personalNumber: '001199012345', dateOfBirth: '1999-01-02', name: 'NGUYEN THI MAU' },
      details: { fullName: 'Nguyễn Thị Mẫu', gender: 'Nữ', formerNumber: null },
      portrait: { format: 'jpeg' },
    });
    expect(Buffer.from(facts.portrait!.bytes).equals(portrait)).toBe(true);
  });

  it('with another portrait than the one that was signed is not', () => {
    const other = dg2Of(Buffer.concat([portrait, Buffer.of(0)]));
    expect(check({ dg2: other })).toMatchObject({ isAuthentic: false, problems: ['chip-file-changed'] });
  });

  it('with a file of which nothing was signed is not', () => {
    expect(check({ dg14: Uint8Array.of(0x6e, 0) }).problems).toContain('chip-file-changed');
  });

  describe('that was opened', () => {
    const info = (hex: string): Buffer => Buffer.from(hex, 'hex');
    const pace = info('3012060a04007f0007020204020202010202010d');
    const weaker = info('3012060a04007f0007020204020102010202010c');
    const chipAuthentication = info('300f060a04007f00070202030202020101');
    const cardAccess = Uint8Array.from(tlv(0x31, pace));
    const openedBy = (
      signed: readonly Buffer[] | null,
      changed: Partial<ChipFiles>,
      without: readonly ('cardAccess' | 'dg14')[] = [],
    ) => {
      const dg14 = signed === null ? undefined : Uint8Array.from(tlv(0x6e, tlv(0x31, ...signed)));
      const sod = state.sign({ 1: dg1, ...(dg14 === undefined ? {} : { 14: dg14 }) });
      const given: ChipFiles = { dg1, sod, access: 'PACE', cardAccess };
      const all = { ...given, ...(dg14 === undefined ? {} : { dg14 }), ...changed };
      for (const name of without) delete (all as { dg14?: Uint8Array; cardAccess?: Uint8Array })[name];
      return checkChip(all, [parseCertificate(state.countrySigner)], now);
    };

    it('as its state signed is authentic, whatever else was signed', () => {
      expect(openedBy([pace, chipAuthentication], {}).problems).toEqual([]);
      expect(openedBy([chipAuthentication], { access: 'BAC' }, ['cardAccess']).problems).toEqual([]);
      expect(openedBy(null, {}).problems).toEqual([]);
    });

    it('by the weaker way although PACE was signed is not authentic', () => {
      expect(openedBy([pace], { access: 'BAC' }, ['cardAccess'])).toMatchObject({
        isAuthentic: false,
        problems: ['chip-access-downgraded'],
      });
    });

    it.each([
      ['a way in that nobody signed', [chipAuthentication], [pace]],
      ['the weaker one of two that were signed', [pace, weaker], [weaker]],
      ['another curve than was signed', [pace], [weaker]],
    ])('showing %s is not authentic', (_, signed, shown) => {
      const changed = { cardAccess: Uint8Array.from(tlv(0x31, ...shown)) };
      expect(openedBy(signed, changed).problems).toEqual(['chip-access-changed']);
    });

    it('without the file in which its ways in are signed, or with garbage for them, is not authentic', () => {
      expect(openedBy([pace], {}, ['dg14']).problems).toEqual(['chip-access-changed']);
      expect(openedBy([pace], { cardAccess: Uint8Array.of(0x31, 0x7f) }).problems).toEqual([
        'chip-access-changed',
      ]);
    });
  });

  it('of a state that is not on the list cannot be decided', () => {
    const stranger = new ChipIssuer();
    expect(check({}, [stranger.countrySigner])).toMatchObject({
      isAuthentic: false,
      problems: ['chip-issuer-unknown'],
    });
    expect(check({}, []).problems).toEqual(['chip-issuer-unknown']);
    stranger.close();
  });

  it('signed with a certificate that has ended is not', () => {
    const later = new Date(now.getTime() + 4000 * 86_400_000);
    expect(check({}, undefined, later).problems).toEqual(['chip-issuer-expired']);
  });

  it('is not authentic wherever a bit of what was signed is changed, and never an exception', () => {
    fc.assert(
      fc.property(fc.constantFrom('sod', 'dg1', 'dg2', 'dg13'), fc.nat(), fc.nat(7), (name, at, bit) => {
        const changed = Uint8Array.from(files[name as 'sod']);
        // What stands after the signed attributes and the certificates in a signature is looked at elsewhere.
        const offset = at % changed.length;
        changed[offset]! ^= 1 << bit;
        const facts = check({ [name]: changed });
        if (name !== 'sod') expect(facts.isAuthentic).toBe(false);
        else if (facts.isAuthentic) expect(facts).toEqual(check());
      }),
      { numRuns: 200 },
    );
  });

  it('that says garbage is unreadable', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (garbage) => {
        expect(check({ sod: garbage }).problems).toEqual(['chip-unreadable']);
        expect(check({ dg1: garbage, dg2: garbage, dg13: garbage }).isAuthentic).toBe(false);
      }),
    );
  });
});
