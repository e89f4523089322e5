// Readers find an object in different ways. Whoever makes them find different ones after signing, without changing a
// single object, has changed the document.
import { describe, expect, it } from 'vitest';
import { ocspResponse } from './testing/test-authority.ts';
import { detachedCms } from './testing/test-cms.ts';
import { answerOn, day, people, TestDocument } from './testing/test-document.ts';
import {
  appendRevision,
  appendSignature,
  type Bodies,
  CONTENT,
  FORM,
  field,
  PAGE,
  pageWith,
  SIGNATURE_FIELD,
  stream,
} from './testing/test-pdf.ts';

const NOW = day('2021-03-01');
const evidence = {
  ocspResponses: [people.signer, people.tsa, people.ca].map((identity) =>
    ocspResponse(identity, { at: NOW, until: day('2021-04-01') }),
  ),
  crls: [],
};
const answer = (file: TestDocument | Uint8Array): Promise<string> => answerOn(file, NOW, { evidence });
const latin1 = (file: Uint8Array): string => Buffer.from(file).toString('latin1');
const startOf = (file: Uint8Array): number =>
  Number([...latin1(file).matchAll(/startxref\n(\d+)/g)].at(-1)![1]);

const OBJECT_STREAM = 50;
/** Where a cross-reference stream says that the page is. */
interface Place {
  readonly stream: number;
  readonly index: number;
}

/** A revision whose cross-reference stream takes the page out of an object stream. */
function appendStreamRevision(former: Uint8Array, number: number, page: Place, objects: Bodies): Uint8Array {
  const rows: [number, number, number, number][] = [[PAGE, 2, page.stream, page.index]];
  let file = Buffer.from(former);
  for (const [key, body] of Object.entries(objects)) {
    rows.push([Number(key), 1, file.length, 0]);
    const bytes = typeof body === 'string' ? Buffer.from(body, 'latin1') : Buffer.from(body);
    file = Buffer.concat([file, Buffer.from(`${key} 0 obj\n`), bytes, Buffer.from('\nendobj\n')]);
  }
  const start = file.length;
  rows.push([number, 1, start, 0]);
  rows.sort(([a], [b]) => a - b);
  const data = Buffer.alloc(rows.length * 7);
  for (const [i, [, type, second, third]] of rows.entries()) {
    data[i * 7] = type;
    data.writeUInt32BE(second, i * 7 + 1);
    data.writeUInt16BE(third, i * 7 + 5);
  }
  const index = rows.map(([first]) => `${first} 1`).join(' ');
  const link = former.length < 100 ? '' : ` /Prev ${startOf(former)}`;
  const entries = `/Type /XRef /Size 90 /W [1 4 2] /Index [${index}] /Root 1 0 R${link}`;
  const tail = Buffer.from(`\nendobj\nstartxref\n${start}\n%%EOF\n`);
  return Buffer.concat([file, Buffer.from(`${number} 0 obj\n`), stream(data, entries), tail]);
}

/** Signed with its page in an object stream that holds these objects. */
function withObjectStream(held: readonly (readonly [number, string])[]): Uint8Array {
  let at = 0;
  const places = held.map(([number, body]) => {
    const place = `${number} ${at}`;
    at += body.length + 1;
    return place;
  });
  const header = `${places.join(' ')} `;
  const bodies = held.map(([, body]) => body).join(' ');
  const entries = `/Type /ObjStm /N ${held.length} /First ${header.length}`;
  const base = appendStreamRevision(
    Buffer.from('%PDF-2.0\n'),
    60,
    { stream: OBJECT_STREAM, index: 0 },
    {
      1: `<</Type /Catalog /Pages 2 0 R /AcroForm ${FORM} 0 R>>`,
      2: `<</Type /Pages /Kids [${PAGE} 0 R] /Count 1>>`,
      [CONTENT]: stream('BT (Pay 100 to Alice) Tj ET'),
      44: stream('BT (Pay 999 to Mallory) Tj ET'),
      5: '<</Type /Font /Subtype /Type1 /BaseFont /Helvetica>>',
      [FORM]: `<</Fields [${SIGNATURE_FIELD} 0 R] /SigFlags 3>>`,
      [OBJECT_STREAM]: stream(header + bodies, entries),
    },
  );
  return appendSignature(base, {
    number: 30,
    objects: { [SIGNATURE_FIELD]: field('First', 30, '/Rect [0 0 0 0]') },
    makeCms: (content) => detachedCms({ signer: people.signer, content }),
  });
}

const genuine = pageWith(`${SIGNATURE_FIELD} 0 R`);
const forged = genuine.replace('/Contents 4 0 R', '/Contents 44 0 R');

describe('an object in an object stream', () => {
  it('is found by its number at its index', async () => {
    const signed = withObjectStream([[PAGE, genuine]]);
    expect(await answer(signed)).toBe('TOTAL-PASSED');
    const again = appendStreamRevision(signed, 61, { stream: OBJECT_STREAM, index: 0 }, {});
    expect(await answer(again)).toBe('TOTAL-PASSED');
  });

  it('may not stand there twice, so that a later index shows the other one', async () => {
    const signed = withObjectStream([
      [PAGE, genuine],
      [PAGE, forged],
    ]);
    const sprung = appendStreamRevision(signed, 61, { stream: OBJECT_STREAM, index: 1 }, {});
    expect(await answer(sprung)).toBe('DOCUMENT_MODIFIED');
  });

  it('may not be looked for at the index of another one later', async () => {
    const signed = withObjectStream([
      [PAGE, genuine],
      [45, forged],
    ]);
    expect(await answer(signed)).toBe('TOTAL-PASSED');
    const sprung = appendStreamRevision(signed, 61, { stream: OBJECT_STREAM, index: 1 }, {});
    expect(await answer(sprung)).toBe('DOCUMENT_MODIFIED');
  });
});

describe('a later revision without new objects', () => {
  const signed = (): Uint8Array => new TestDocument().sign({ field: 'First' }).bytes;
  const withTable = (former: Uint8Array, table: string, size: number): Uint8Array =>
    Buffer.concat([
      former,
      Buffer.from(
        `xref\n${table}trailer\n<</Size ${size} /Root 1 0 R /Prev ${startOf(former)}>>\nstartxref\n${former.length}\n%%EOF\n`,
      ),
    ]);
  const row = (file: Uint8Array, generation: number): string =>
    `${CONTENT} 1\n${String(latin1(file).indexOf(`\n${CONTENT} 0 obj`) + 1).padStart(10, '0')} ${String(generation).padStart(5, '0')} n \n`;

  it('may say again where an object is', async () => {
    const file = signed();
    expect(await answer(withTable(file, row(file, 0), 40))).toBe('TOTAL-PASSED');
  });

  it('may not give an object another generation, which hides it from what refers to it', async () => {
    const file = signed();
    expect(await answer(withTable(file, row(file, 1), 40))).toBe('DOCUMENT_MODIFIED');
    const copied = stream('BT /F1 20 Tf 60 700 Td (Pay 100 to Alice) Tj ET');
    const renumbered = appendRevision(file, { objects: { [CONTENT]: copied } });
    expect(await answer(renumbered)).toBe('TOTAL-PASSED');
    const text = latin1(renumbered);
    const at = text.lastIndexOf(`\n${CONTENT} 0 obj`);
    const other = `${text.slice(0, at)}\n${CONTENT} 1 obj${text.slice(at + `\n${CONTENT} 0 obj`.length)}`;
    expect(await answer(Buffer.from(other, 'latin1'))).toBe('DOCUMENT_MODIFIED');
  });

  it('may not give a size that leaves objects out', async () => {
    const file = signed();
    expect(await answer(withTable(file, row(file, 0), 4))).toBe('DOCUMENT_MODIFIED');
  });
});

describe('bytes between the revisions', () => {
  const forged = Buffer.concat([
    Buffer.from(`${CONTENT} 0 obj\n`),
    stream('BT /F1 20 Tf 60 700 Td (Pay 999 to Mallory) Tj ET'),
    Buffer.from('\nendobj\n'),
  ]);
  const signed = (): TestDocument => new TestDocument().sign({ field: 'First' });
  /** A genuine, empty revision behind them. */
  const behind = (former: Uint8Array, stray: Uint8Array): Uint8Array => {
    const link = startOf(former);
    const start = former.length + stray.length;
    const table = `xref\n0 0\ntrailer\n<</Size 40 /Root 1 0 R /Prev ${link}>>\nstartxref\n${start}\n%%EOF\n`;
    return Buffer.concat([former, stray, Buffer.from(table)]);
  };

  it('may be comments and white space', async () => {
    const { bytes } = signed();
    expect(await answer(behind(bytes, Buffer.from('% made by hand\n\n')))).toBe('TOTAL-PASSED');
  });

  it.each<[string, Uint8Array]>([
    ['an object that no table lists, which readers that repair take for the newest', forged],
    ['such an object behind a comment', Buffer.concat([Buffer.from('% made by hand\r'), forged])],
    ['words', Buffer.from('trailer')],
    ['an end mark of another file', Buffer.from('startxref\n(5)\n%%EOF\n')],
  ])('may not be %s', async (_, stray) => {
    expect(await answer(behind(signed().bytes, stray))).toBe('DOCUMENT_MODIFIED');
    const covered = signed();
    covered.bytes = behind(covered.bytes, stray);
    const archived = covered.archive(NOW, people.tsa, { field: 'Stamp' });
    expect(await answer(archived)).toBe('DOCUMENT_MODIFIED');
  });

  it('may not belong to two objects', async () => {
    const { bytes } = signed();
    const inner = Buffer.from('91 0 obj\n(x)\nendobj\n');
    const outer = Buffer.concat([Buffer.from('90 0 obj\n'), stream(inner), Buffer.from('\nendobj\n')]);
    const row = (at: number): string => `${String(at).padStart(10, '0')} 00000 n \n`;
    const start = bytes.length + outer.length;
    const table = `xref\n90 2\n${row(bytes.length)}${row(bytes.length + outer.indexOf('91 0 obj'))}`;
    const trailer = `trailer\n<</Size 92 /Root 1 0 R /Prev ${startOf(bytes)}>>\nstartxref\n${start}\n%%EOF\n`;
    const file = Buffer.concat([bytes, outer, Buffer.from(table + trailer)]);
    expect(await answer(file)).toBe('DOCUMENT_MODIFIED');
  });
});

describe('a revision that a later one takes back', () => {
  const forged = stream('BT /F1 20 Tf 60 700 Td (Pay 999 to Mallory) Tj ET');
  const genuine = stream('BT /F1 20 Tf 60 700 Td (Pay 100 to Alice) Tj ET');

  it('counts, whether it is overwritten or passed over', async () => {
    const overwritten = new TestDocument()
      .sign()
      .append({ [CONTENT]: forged })
      .append({ [CONTENT]: genuine });
    expect(await answer(overwritten)).toBe('DOCUMENT_MODIFIED');
    const { bytes } = new TestDocument().sign();
    const at = latin1(bytes).indexOf(`\n${CONTENT} 0 obj`) + 1;
    const changed = appendRevision(bytes, { objects: { [CONTENT]: forged } });
    const row = `${CONTENT} 1\n${String(at).padStart(10, '0')} 00000 n \n`;
    const table = `xref\n${row}trailer\n<</Size 40 /Root 1 0 R /Prev ${startOf(changed)}>>\n`;
    const back = Buffer.concat([changed, Buffer.from(`${table}startxref\n${changed.length}\n%%EOF\n`)]);
    expect(await answer(back)).toBe('DOCUMENT_MODIFIED');
    // Without a link to the revision in between nothing lists its object.
    const skipping = Buffer.from(
      latin1(back).replace(`/Prev ${startOf(changed)}`, `/Prev ${startOf(bytes)}`),
      'latin1',
    );
    expect(await answer(skipping)).toBe('DOCUMENT_MODIFIED');
  });

  it('does not count when it only prepares a signature', async () => {
    const prepared = new TestDocument().sign({ field: 'First' });
    const refs = `${prepared.references} 90 0 R`;
    prepared.append({
      90: field('Second', undefined, '/Rect [0 0 0 0]'),
      [PAGE]: pageWith(refs),
      [FORM]: `<</Fields [${refs}] /SigFlags 3 /DR <</Font <</F1 5 0 R>>>>>>`,
    });
    const signed = appendSignature(prepared.bytes, {
      number: 91,
      objects: { 90: field('Second', 91, '/Rect [0 0 0 0]') },
      makeCms: (content) => detachedCms({ signer: people.signer, content }),
    });
    expect(await answer(signed)).toBe('TOTAL-PASSED');
  });
});

describe('an object stream', () => {
  it('may not have its objects elsewhere than one after the other', async () => {
    const signed = withObjectStream([[PAGE, genuine]]);
    const hidden = `${PAGE} ${forged.length + 1} `;
    const entries = `/Type /ObjStm /N 1 /First ${hidden.length}`;
    const sprung = appendStreamRevision(
      signed,
      61,
      { stream: 51, index: 0 },
      { 51: stream(`${hidden}${forged} ${genuine}`, entries) },
    );
    expect(await answer(sprung)).toBe('DOCUMENT_MODIFIED');
  });
});
