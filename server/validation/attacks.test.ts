import { deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { issue, ocspResponse } from './testing/test-authority.ts';
import { timeStampToken } from './testing/test-cms.ts';
import { answerOn, day, people, reportOn, TestDocument } from './testing/test-document.ts';
import {
  appendRevision,
  CONTENT,
  FONT,
  FORM,
  field,
  PAGE,
  pageWith,
  SIGNATURE_FIELD,
  stream,
  TEXT_FIELD,
} from './testing/test-pdf.ts';

const NOW = day('2021-03-01');
const { ca, signer, tsa } = people;
const evidence = {
  ocspResponses: [signer, tsa, ca].map((identity) =>
    ocspResponse(identity, { at: NOW, until: day('2021-04-01') }),
  ),
  crls: [],
};
const answer = (file: TestDocument | Uint8Array): Promise<string> => answerOn(file, NOW, { evidence });

const signed = (): TestDocument => new TestDocument().sign({ field: 'First' });
/** Certified with a DocMDP level, which permits filling in (2) or also annotating (3). */
const certified = (level: 1 | 2 | 3, more = ''): TestDocument =>
  new TestDocument({ emptyField: 'Later', fieldEntries: '/Rect [60 100 240 150]' }).sign({
    field: 'First',
    dictionary: {
      entries: `/Reference [<</Type /SigRef /TransformMethod /DocMDP /TransformParams <</Type /TransformParams /P ${level} /V /1.2>>>> ${more}]`,
    },
  });

const FORGED = stream('BT /F1 20 Tf 60 700 Td (Pay 999 to Mallory) Tj ET');
const textField = (more: string): string =>
  `<</Type /Annot /Subtype /Widget /FT /Tx /T (Amount) /F 4 /P 3 0 R /Rect [60 600 200 620] ${more}>>`;
const note = (subtype: string): string =>
  `<</Type /Annot /Subtype /${subtype} /Rect [0 0 595 842] /Contents (x) /AP <</N 91 0 R>>>>`;
const overlay = stream('1 1 1 rg 0 0 595 842 re f', '/Type /XObject /Subtype /Form /BBox [0 0 595 842]');

/** What is appended after the signature, as a function of the references on the page and in the form. */
type Objects = Record<number, string | Uint8Array>;
type Append = (references: string) => Objects;
const formWith = (references: string, more = ''): string =>
  `<</Fields [${references}] /SigFlags 3 /DR <</Font <</F1 5 0 R>>>> ${more}>>`;

describe('a genuine signature', () => {
  it('passes, so that what fails below fails for its forgery', async () => {
    expect(await answer(signed())).toBe('TOTAL-PASSED');
    for (const level of [1, 2, 3] as const) expect(await answer(certified(level))).toBe('TOTAL-PASSED');
  });

  it('stays so with a second signature, in a new field or in the empty one', async () => {
    expect(await answer(signed().sign({ field: 'Second' }))).toBe('TOTAL-PASSED');
    const filled = certified(2).sign({
      field: 'Later',
      intoEmptyField: true,
      fieldEntries: '/Rect [60 100 240 150]',
    });
    expect(await answer(filled)).toBe('TOTAL-PASSED');
  });

  it('stays so with white space after its end, and names it', async () => {
    const padded = Buffer.concat([signed().bytes, Buffer.from('\r\n  \0\0')]);
    const report = await reportOn(padded, NOW, { evidence });
    expect(report.signatures[0]).toMatchObject({
      verdict: 'TOTAL-PASSED',
      coversWholeFile: false,
      laterChanges: [{ kind: 'trailing-data', isPermitted: true }],
    });
  });
});

describe('a shadow attack', () => {
  it.each<[string, Append]>([
    ['replaces the content', () => ({ [CONTENT]: FORGED })],
    [
      'replaces the content by a reference to a staged object',
      (refs) => ({ 90: FORGED, [PAGE]: pageWith(refs).replace('/Contents 4 0 R', '/Contents 90 0 R') }),
    ],
    ['replaces a font', () => ({ [FONT]: '<</Type /Font /Subtype /Type1 /BaseFont /ZapfDingbats>>' })],
    [
      'gives the font another encoding',
      () => ({ [FONT]: '<</Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /MacExpertEncoding>>' }),
    ],
    ['hides a field by its flags', () => ({ [TEXT_FIELD]: textField('/V (100) /AP <</N 9 0 R>> /F 6') })],
    [
      'changes an appearance, not the value',
      () => ({ 9: stream('BT (999) Tj ET', '/Type /XObject /Subtype /Form /BBox [0 0 140 20]') }),
    ],
    ['lets the reader draw all fields anew', (refs) => ({ [FORM]: formWith(refs, '/NeedAppearances true') })],
    [
      'draws an annotation over the page',
      (refs) => ({ 90: note('Square'), 91: overlay, [PAGE]: pageWith(`${refs} 90 0 R`) }),
    ],
    ['replaces the page', () => ({ 2: '<</Type /Pages /Kids [92 0 R] /Count 1>>', 92: pageWith('7 0 R') })],
    ['adds a page', () => ({ 2: '<</Type /Pages /Kids [3 0 R 92 0 R] /Count 2>>', 92: pageWith('') })],
    ['takes the page away', () => ({ 2: '<</Type /Pages /Kids [] /Count 0>>' })],
    ['turns the page', (refs) => ({ [PAGE]: pageWith(refs, '/Rotate 180') })],
    ['crops the page', (refs) => ({ [PAGE]: pageWith(refs, '/CropBox [0 0 9 9]') })],
    [
      'runs a script',
      () => ({ 1: '<</Type /Catalog /Pages 2 0 R /AcroForm 6 0 R /OpenAction <</S /JavaScript /JS (x)>>>>' }),
    ],
    [
      'shows optional content',
      () => ({ 1: '<</Type /Catalog /Pages 2 0 R /AcroForm 6 0 R /OCProperties <</OCGs []>>>>' }),
    ],
    [
      'puts another form in place',
      (refs) => ({ 1: '<</Type /Catalog /Pages 2 0 R /AcroForm 90 0 R>>', 90: formWith(refs) }),
    ],
    [
      'replaces a resource of the form',
      (refs) => ({ [FORM]: `<</Fields [${refs}] /SigFlags 3 /DR <</Font <</F1 90 0 R>>>>>>`, 90: '<<>>' }),
    ],
    [
      'adds a field of text',
      (refs) => ({
        90: textField('/T (X)').replace('/T (Amount)', ''),
        [FORM]: formWith(`${refs} 90 0 R`),
        [PAGE]: pageWith(`${refs} 90 0 R`),
      }),
    ],
    [
      'adds a visible time-stamp',
      (refs) => ({
        90: field('Cover', 93, '/Rect [0 0 595 842] /AP <</N 91 0 R>>'),
        91: overlay,
        93: '<</Type /DocTimeStamp /SubFilter /ETSI.RFC3161>>',
        [FORM]: formWith(`${refs} 90 0 R`),
        [PAGE]: pageWith(`${refs} 90 0 R`),
      }),
    ],
    ['removes the signature from the form', () => ({ [FORM]: formWith('7 0 R') })],
  ])('that %s after signing fails, certified or not', async (_, append) => {
    for (const document of [signed(), certified(2), certified(3)])
      expect(await answer(document.append(append(document.references)))).toMatch(
        /^(DOCUMENT_MODIFIED|NO_SIGNATURE|FORMAT_FAILURE)$/,
      );
  });

  it('that covers the page with a second, visible signature fails', async () => {
    const wide = { field: 'Cover', fieldEntries: '/Rect [0 0 595 842] /AP <</N 9 0 R>>' };
    expect(await answer(signed().sign(wide))).toBe('DOCUMENT_MODIFIED');
    const modest = { field: 'Stamp', fieldEntries: '/Rect [60 60 240 110] /AP <</N 9 0 R>>' };
    expect(await answer(signed().sign(modest))).toBe('TOTAL-PASSED');
    for (const level of [1, 2, 3] as const)
      expect(await answer(certified(level).sign(modest))).toBe('DOCUMENT_MODIFIED');
  });

  it('that fills a field with a signature object staged before fails', async () => {
    const staged = new TestDocument({ emptyField: 'Later' })
      .append({ 95: '<</Type /Sig /SubFilter /ETSI.CAdES.detached>>' })
      .sign({ field: 'First' });
    expect(await answer(staged)).toBe('TOTAL-PASSED');
    const sprung = staged.append({ [SIGNATURE_FIELD]: field('Later', 95, '/Rect [0 0 0 0]') });
    const report = await reportOn(sprung, NOW, { evidence });
    expect(report.signatures.find((each) => each.field === 'First')?.subIndication).toBe('DOCUMENT_MODIFIED');
  });

  it('prepared before signing shows what was signed, and fails once it is sprung', async () => {
    const prepared = new TestDocument().append({ 90: FORGED, 94: '<</Hidden 90 0 R>>' }).sign();
    expect(await answer(prepared)).toBe('TOTAL-PASSED');
    const sprung = prepared.append({
      [PAGE]: pageWith(prepared.references).replace('/Contents 4 0 R', '/Contents 90 0 R'),
    });
    expect(await answer(sprung)).toBe('DOCUMENT_MODIFIED');
  });
});

describe('a certification', () => {
  it('of level 1 permits no further signature but a time-stamp over it', async () => {
    expect(await answer(certified(1).sign({ field: 'Second' }))).toBe('DOCUMENT_MODIFIED');
    expect(await answer(certified(1).archive(NOW))).toBe('TOTAL-PASSED');
  });

  it.each([
    ['all fields', '/Action /All'],
    ['the field by name', '/Action /Include /Fields [(Later)]'],
    ['all but another field', '/Action /Exclude /Fields [(Other)]'],
  ])('that locks %s permits no signature in the locked field', async (_, lock) => {
    const more = `<</Type /SigRef /TransformMethod /FieldMDP /TransformParams <</Type /TransformParams ${lock} /V /1.2>>>>`;
    const later = { field: 'Later', intoEmptyField: true, fieldEntries: '/Rect [60 100 240 150]' };
    expect(await answer(certified(2, more).sign(later))).toBe('DOCUMENT_MODIFIED');
  });
});

describe('a file that readers would see differently', () => {
  const base = (): Uint8Array => signed().bytes;
  const latin1 = (file: Uint8Array): string => Buffer.from(file).toString('latin1');
  const edit = (change: (text: string) => string): Uint8Array =>
    new Uint8Array(Buffer.from(change(latin1(base())), 'latin1'));

  it.each<[string, () => Uint8Array, RegExp]>([
    ['has bytes before its header', () => Buffer.concat([Buffer.from('GIF89a'), base()]), /unreadable/],
    ['has bytes after its end', () => Buffer.concat([base(), Buffer.from('<html>')]), /DOCUMENT_MODIFIED/],
    [
      'has objects after its end, without a cross-reference',
      () => Buffer.concat([base(), Buffer.from(`4 0 obj\n${FORGED}\nendobj\n`)]),
      /DOCUMENT_MODIFIED/,
    ],
    [
      'has a revision without its table',
      () =>
        Buffer.concat([
          base(),
          Buffer.from('4 0 obj\n<<>>\nendobj\ntrailer\n<</Root 1 0 R>>\nstartxref\n99999\n%%EOF\n'),
        ]),
      /DOCUMENT_MODIFIED/,
    ],
    [
      'has a revision whose table is damaged',
      () =>
        Buffer.concat([base(), Buffer.from('xref\n0 1\nnonsense\ntrailer\n<<>>\nstartxref\n10\n%%EOF\n')]),
      /DOCUMENT_MODIFIED/,
    ],
    [
      'has a revision that drops the former ones',
      () =>
        appendRevision(base(), {
          objects: { 1: '<</Type /Catalog /Pages 2 0 R>>', 2: '<</Type /Pages /Kids [] /Count 0>>' },
          previous: 'none',
        }),
      /NO_SIGNATURE|DOCUMENT_MODIFIED/,
    ],
    [
      'has a revision that frees an object',
      () => appendRevision(base(), { objects: {}, free: [9] }),
      /DOCUMENT_MODIFIED/,
    ],
    [
      'has a revision whose trailer shows other things',
      () => appendRevision(base(), { objects: { 90: FORGED }, trailer: '/Shadow 90 0 R' }),
      /DOCUMENT_MODIFIED/,
    ],
    [
      'has a revision that refers to itself',
      () => appendRevision(base(), { objects: {}, previous: base().length }),
      /DOCUMENT_MODIFIED|unreadable/,
    ],
    [
      'names a key twice',
      () => edit((text) => text.replace('/Filter /Adobe.PPKLite', '/Type /Sigg /Filter /A   ')),
      /./,
    ],
    [
      'has its time-stamp type left out',
      () => edit((text) => text.replace('/Type /Sig ', '/Type /Xig ')),
      /HASH_FAILURE/,
    ],
  ])('%s', async (_, make, expected) => {
    const given = await answer(make());
    expect(given).not.toBe('TOTAL-PASSED');
    expect(given).toMatch(expected);
  });

  it('lists an object twice in one table, so that readers choose', async () => {
    const former = base();
    const start = former.length;
    const previous = /startxref\n(\d+)\n%%EOF\n$/.exec(latin1(former))![1];
    const forged = `4 0 obj\n${Buffer.from(FORGED).toString('latin1')}\nendobj\n`;
    const genuine = latin1(former).indexOf('4 0 obj');
    const row = (offset: number): string => `${String(offset).padStart(10, '0')} 00000 n \n`;
    const table = `xref\n4 1\n${row(start)}4 1\n${row(genuine)}`;
    const trailer = `trailer\n<</Size 40 /Root 1 0 R /Prev ${previous}>>\nstartxref\n${start + forged.length}\n%%EOF\n`;
    expect(await answer(Buffer.concat([former, Buffer.from(forged + table + trailer, 'latin1')]))).toBe(
      'DOCUMENT_MODIFIED',
    );
  });

  it('lists objects only for readers of cross-reference streams (hybrid)', async () => {
    const hidden = `90 0 obj\n<</Type /XRef /Size 91 /W [1 4 2] /Index [4 1] /Length 7>>\nstream\n\x01\x00\x00\x00\x0f\x00\x00\nendstream\nendobj\n`;
    const former = base();
    const start = former.length;
    const file = Buffer.concat([
      former,
      Buffer.from(hidden, 'latin1'),
      Buffer.from(
        `xref\n0 1\n0000000000 65535 f \ntrailer\n<</Size 91 /Root 1 0 R /XRefStm ${start} /Prev ${/startxref\n(\d+)\n%%EOF\n$/.exec(latin1(former))![1]}>>\nstartxref\n${start + hidden.length}\n%%EOF\n`,
      ),
    ]);
    expect(await answer(file)).not.toBe('TOTAL-PASSED');
  });
});

describe('a signature dictionary that is forged', () => {
  const changed = (from: RegExp, to: string): Uint8Array => {
    const text = Buffer.from(signed().bytes).toString('latin1');
    const found = from.exec(text);
    expect(found).not.toBeNull();
    const replaced = to.padEnd(found![0].length).slice(0, Math.max(found![0].length, to.length));
    return new Uint8Array(
      Buffer.from(
        text.replace(found![0], () => replaced),
        'latin1',
      ),
    );
  };
  const RANGE = /\/ByteRange \[0 \d+ \d+ \d+\] */;
  const CONTENTS = /\/Contents <[0-9a-f]+>/;

  it.each<[string, RegExp, string]>([
    ['without a byte range', RANGE, ' '],
    ['with an empty byte range', RANGE, '/ByteRange []'],
    ['with a byte range of null', RANGE, '/ByteRange null'],
    ['with a byte range over nothing', RANGE, '/ByteRange [0 0 0 0]'],
    ['with a negative byte range', RANGE, '/ByteRange [0 -1 9 -1]'],
    ['with a byte range past the end', RANGE, '/ByteRange [0 9 99 99999999]'],
    ['with a byte range of two numbers', RANGE, '/ByteRange [0 99]'],
    ['with a byte range of names', RANGE, '/ByteRange [/A /B /C /D]'],
    ['with a byte range that leaves out the start', RANGE, '/ByteRange [9 9 9 9]'],
    ['with a byte range by reference', RANGE, '/ByteRange 9 0 R'],
    ['without contents', CONTENTS, ' '],
    ['with empty contents', CONTENTS, '/Contents <>'],
    ['with contents of null', CONTENTS, '/Contents null'],
    ['with contents of a zero byte', CONTENTS, '/Contents <00>'],
    ['with contents that are no CMS', CONTENTS, '/Contents <3000>'],
    ['with contents that are text', CONTENTS, '/Contents (signature)'],
    ['with contents by reference', CONTENTS, '/Contents 9 0 R'],
    ['of an unknown format', /\/SubFilter \/ETSI.CAdES.detached/, '/SubFilter /ETSI.CAdES.detaches'],
  ])('fails: %s', async (_, from, to) => {
    expect(await answer(changed(from, to))).toMatch(/^(FORMAT_FAILURE|HASH_FAILURE)$/);
  });

  it('fails when the signed bytes are moved and a byte range wrapped around them', async () => {
    const text = Buffer.from(signed().bytes).toString('latin1');
    const [, a = '', b = '', c = ''] = /\/ByteRange \[0 (\d+) (\d+) (\d+)\]/.exec(text)!;
    const [start, end, tail] = [Number(a), Number(b), Number(c)];
    const inserted = '\n4 0 obj\n<</Length 0>>\nstream\n\nendstream\nendobj\n';
    const moved = text.slice(0, end) + inserted + text.slice(end);
    const wrapped = moved.replace(/\/ByteRange \[0 \d+ \d+ \d+\] */, (range) =>
      `/ByteRange [0 ${start} ${end + inserted.length} ${tail}]`.padEnd(range.length),
    );
    expect(await answer(new Uint8Array(Buffer.from(wrapped, 'latin1')))).toMatch(
      /^((FORMAT|HASH)_FAILURE|validation\.unreadable)$/,
    );
  });

  it('fails when a second dictionary borrows the contents of the first', async () => {
    const document = signed();
    const text = Buffer.from(document.bytes).toString('latin1');
    const contents = /<[0-9a-f]{1000,}>/.exec(text)![0];
    const range = /\[0 \d+ \d+ \d+\]/.exec(text)![0];
    const refs = `${document.references} 96 0 R`;
    const twin = document.append({
      95: `<</Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached /ByteRange ${range} /Contents ${contents}>>`,
      96: field('Twin', 95, '/Rect [0 0 0 0]'),
      [FORM]: formWith(refs),
      [PAGE]: pageWith(refs),
    });
    expect(await answer(twin)).toBe('FORMAT_FAILURE');
  });

  it('fails with text among the digits, and with data behind the CMS', async () => {
    const { bytes } = signed();
    const close = Buffer.from(bytes).lastIndexOf('00>');
    for (const [at, value] of [
      [close, ' '],
      [close, '1'],
    ] as const) {
      const copy = Buffer.from(bytes);
      copy.write(value, at, 'latin1');
      expect(await answer(copy)).toBe('FORMAT_FAILURE');
    }
  });
});

describe('forged trust', () => {
  it('by a certificate of the same name with another key is not trusted', async () => {
    const twin = issue({ name: 'CA', kind: 'ca', from: day('2015-01-01'), to: day('2040-01-01') });
    const impostor = issue({
      name: 'Signer',
      kind: 'signer',
      issuer: twin,
      from: day('2020-01-01'),
      to: day('2022-01-01'),
    });
    const document = new TestDocument().sign({ signer: impostor });
    expect(await answer(document)).toBe('NO_CERTIFICATE_CHAIN_FOUND');
    const mixed = new TestDocument().sign({ signer: impostor, certificates: [impostor.der, ca.der] });
    expect(await answer(mixed)).toBe('NO_CERTIFICATE_CHAIN_FOUND');
  });

  it('by a certificate that only claims to be an authority is not trusted', async () => {
    const life = { from: day('2020-01-01'), to: day('2022-01-01') } as const;
    const minion = issue({ name: 'Minion', kind: 'signer', issuer: signer, ...life });
    expect(await answer(new TestDocument().sign({ signer: minion }))).toBe('CHAIN_CONSTRAINTS_FAILURE');
  });

  it('by certificates reordered, repeated or missing in the bag changes nothing or is not trusted', async () => {
    const bags = [[ca.der, signer.der], [signer.der, signer.der, ca.der, ca.der], [signer.der], [ca.der]];
    const answers = await Promise.all(
      bags.map((certificates) => answer(new TestDocument().sign({ certificates }))),
    );
    expect(answers).toEqual([
      'TOTAL-PASSED',
      'TOTAL-PASSED',
      'NO_CERTIFICATE_CHAIN_FOUND',
      'NO_SIGNING_CERTIFICATE_FOUND',
    ]);
  });

  it('by a security store of nonsense neither helps nor harms', async () => {
    const noise = [Buffer.from('nonsense'), new Uint8Array(0), Uint8Array.of(0x30, 0x80)];
    const document = signed().store({ certificates: noise, ocspResponses: noise, crls: noise });
    expect(await answer(document)).toBe('TOTAL-PASSED');
  });

  it('by a security store that points to the page fails', async () => {
    const document = signed().append({
      1: '<</Type /Catalog /Pages 2 0 R /AcroForm 6 0 R /DSS <</Certs [3 0 R]>>>>',
    });
    expect(await answer(document)).toBe('DOCUMENT_MODIFIED');
  });

  it('by a time-stamp over another file fails', async () => {
    const foreign = timeStampToken(tsa, NOW, [Buffer.from('another file')]);
    const document = signed().sign({
      field: 'Stamp',
      dictionary: { type: 'DocTimeStamp', makeCms: () => foreign } as never,
    });
    const report = await reportOn(document, NOW, { evidence });
    expect(report.verdict).toBe('TOTAL-FAILED');
  });
});

describe('a file that is meant to exhaust the reader', () => {
  const bomb = deflateSync(Buffer.alloc(80 * 1024 * 1024));
  const deep = (open: string, close: string): string => `${open.repeat(5_000)}${close.repeat(5_000)}`;

  it.each<[string, () => Uint8Array]>([
    [
      'pages in a circle',
      () => signed().append({ 2: '<</Type /Pages /Kids [2 0 R 3 0 R] /Count 1>>' }).bytes,
    ],
    ['fields in a circle', () => signed().append({ [FORM]: formWith('6 0 R 7 0 R') }).bytes],
    ['a value that is itself', () => signed().append({ [CONTENT]: '4 0 R' }).bytes],
    ['values that are each other', () => signed().append({ [CONTENT]: '90 0 R', 90: '4 0 R' }).bytes],
    ['arrays nested thousandfold', () => signed().append({ [CONTENT]: deep('[', ']') }).bytes],
    ['dictionaries nested thousandfold', () => signed().append({ [CONTENT]: deep('<</A ', '>>') }).bytes],
    [
      'a form of a hundred thousand fields',
      () => signed().append({ [FORM]: formWith('7 0 R '.repeat(100_000)) }).bytes,
    ],
    ['a thousand revisions', () => manyRevisions(700)],
    [
      'an object stream that is a bomb',
      () => signed().append({ 90: stream(bomb, '/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode') }).bytes,
    ],
    [
      'a security store that is a bomb',
      () =>
        signed()
          .store({ crls: [] })
          .append({
            90: stream(bomb, '/Filter /FlateDecode'),
            1: `<</Type /Catalog /Pages 2 0 R /AcroForm 6 0 R /DSS <</CRLs [${'90 0 R '.repeat(50)}]>>>>`,
          }).bytes,
    ],
  ])('gets a short answer: %s', async (_, make) => {
    expect(await answer(make())).toMatch(
      /^(DOCUMENT_MODIFIED|NO_SIGNATURE|TOTAL-PASSED|validation\.(too-complex|unreadable))$/,
    );
  });

  function manyRevisions(count: number): Uint8Array {
    let file = signed().bytes;
    for (let i = 0; i < count; i++) file = appendRevision(file, { objects: {} });
    return file;
  }
});
