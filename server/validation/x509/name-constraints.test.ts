import { describe, expect, it } from 'vitest';
import { objectIdentifier, octetString, retagged, sequence, setOf } from '../../signing/der.ts';
import { issue } from '../testing/test-authority.ts';
import { findCertificatePath } from './certificate-path.ts';

const [from, to, at] = ['2020-01-01', '2030-01-01', '2025-01-01'].map((day) => new Date(day)) as [
  Date,
  Date,
  Date,
];
const tagged = (tag: number, content: Uint8Array): Uint8Array => {
  const bytes = Uint8Array.from(octetString(content));
  bytes[0] = tag;
  return bytes;
};
const text = (tag: number, words: string): Uint8Array =>
  tagged(tag, new Uint8Array(Buffer.from(words, 'latin1')));
const part = (oid: string, words: string, tag = 0x0c): Uint8Array =>
  setOf(sequence(objectIdentifier(oid), text(tag, words)));
const [COUNTRY, ORGANISATION, NAME, EMAIL] = [
  '2.5.4.6',
  '2.5.4.10',
  '2.5.4.3',
  '1.2.840.113549.1.9.1',
] as const;
const ward = sequence(part(COUNTRY, 'VN'), part(ORGANISATION, 'Ward'));
const inWard = sequence(part(COUNTRY, 'vn', 0x13), part(ORGANISATION, 'WARD '), part(NAME, 'An'));
const elsewhere = sequence(part(COUNTRY, 'VN'), part(ORGANISATION, 'Other'), part(NAME, 'An'));

const directory = (name: Uint8Array): Uint8Array => tagged(0xa4, name);
const dns = (name: string): Uint8Array => text(0x82, name);
const email = (name: string): Uint8Array => text(0x81, name);
const subtrees = (tag: 0 | 1, ...bases: Uint8Array[]): Uint8Array =>
  retagged(tag, sequence(...bases.map((base) => sequence(base))));
const limits = (isCritical: boolean, ...lists: Uint8Array[]) => ({
  extensions: [{ oid: '2.5.29.30', value: sequence(...lists), isCritical }],
});
const alternative = (...names: Uint8Array[]) => ({
  extensions: [{ oid: '2.5.29.17', value: sequence(...names) }],
});

const root = issue({ name: 'Root', kind: 'ca', from, to });
const problemOf = (
  authority: ReturnType<typeof limits>,
  signer: { subject?: Uint8Array; extensions?: ReturnType<typeof alternative>['extensions'] },
): string | undefined => {
  const ca = issue({ name: 'CA', kind: 'ca', issuer: root, from, to, ...authority });
  const end = issue({ name: 'An', kind: 'signer', issuer: ca, from, to, ...signer });
  return findCertificatePath(end.certificate, [ca.certificate], [root.certificate], at).problem;
};

describe('name constraints of an authority', () => {
  it.each([true, false])('permit names below those they name, marked critical or not (%s)', (isCritical) => {
    const permitted = limits(isCritical, subtrees(0, directory(ward)));
    expect(problemOf(permitted, { subject: inWard })).toBeUndefined();
    expect(problemOf(permitted, { subject: elsewhere })).toBe('constraints');
    expect(problemOf(permitted, {})).toBe('constraints');
  });

  it('exclude names', () => {
    const excluded = limits(true, subtrees(1, directory(ward)));
    expect(problemOf(excluded, { subject: inWard })).toBe('constraints');
    expect(problemOf(excluded, { subject: elsewhere })).toBeUndefined();
  });

  it.each([
    [dns('ward.vn'), dns('ward.vn'), true],
    [dns('ward.vn'), dns('www.WARD.vn'), true],
    [dns('ward.vn'), dns('forward.vn'), false],
    [email('ward.vn'), email('an@ward.vn'), true],
    [email('ward.vn'), email('an@www.ward.vn'), false],
    [email('.ward.vn'), email('an@www.ward.vn'), true],
    [email('an@ward.vn'), email('binh@ward.vn'), false],
    // Kinds that nobody here compares.
    [text(0x86, 'ward.vn'), text(0x86, 'https://ward.vn'), false],
    // A constraint of one kind says nothing about another.
    [dns('ward.vn'), email('an@other.vn'), true],
  ])('hold for alternative names as well', (base, name, isKept) => {
    const signer = alternative(name);
    expect(problemOf(limits(true, subtrees(0, base)), signer)).toBe(isKept ? undefined : 'constraints');
  });

  it('hold for an address in the subject', () => {
    const subject = sequence(part(NAME, 'An'), part(EMAIL, 'an@ward.vn', 0x16));
    expect(problemOf(limits(true, subtrees(0, email('ward.vn'))), { subject })).toBeUndefined();
    expect(problemOf(limits(true, subtrees(0, email('other.vn'))), { subject })).toBe('constraints');
  });

  it('permit nothing when they are malformed', () => {
    expect(problemOf(limits(false, text(0x04, 'x'), octetString(new Uint8Array(1))), {})).toBe('constraints');
    const broken = { extensions: [{ oid: '2.5.29.30', value: Uint8Array.of(0x30, 9), isCritical: true }] };
    expect(problemOf(broken, {})).toBe('constraints');
  });
});
