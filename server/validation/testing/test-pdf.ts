// Builds small PDFs byte by byte, also such that no honest program writes.

export type Bodies = Readonly<Record<number, string | Uint8Array>>;

const bytesOf = (value: string | Uint8Array): Buffer =>
  typeof value === 'string' ? Buffer.from(value, 'latin1') : Buffer.from(value);

export interface RevisionWish {
  /** Objects by number, each the text between `obj` and `endobj`. */
  readonly objects: Bodies;
  readonly trailer?: string;
  /** Numbers that the table calls free. */
  readonly free?: readonly number[];
  /** Instead of the offset of the former section. */
  readonly previous?: number | 'none';
}

const rootOf = (file: Buffer): string => /\/Root \d+ 0 R/.exec(file.toString('latin1'))?.[0] ?? '/Root 1 0 R';

/** Appends a revision, or makes the first one of an empty file. */
export function appendRevision(former: Uint8Array, wish: RevisionWish): Uint8Array {
  const start =
    former.length === 0 ? Buffer.from('%PDF-2.0\n%\xe2\xe3\xcf\xd3\n', 'latin1') : Buffer.from(former);
  const parts: Buffer[] = [start];
  let size = start.length;
  const push = (part: Buffer): void => {
    parts.push(part);
    size += part.length;
  };
  const rows = new Map<number, string>((wish.free ?? []).map((number) => [number, '0000000000 00001 f ']));
  for (const [number, body] of Object.entries(wish.objects)) {
    rows.set(Number(number), `${String(size).padStart(10, '0')} 00000 n `);
    push(Buffer.concat([Buffer.from(`${number} 0 obj\n`), bytesOf(body), Buffer.from('\nendobj\n')]));
  }
  const text = start.toString('latin1');
  const sizes = [...text.matchAll(/\/Size (\d+)/g)].map(([, count]) => Number(count));
  const count = Math.max(1, ...sizes, ...[...rows.keys()].map((number) => number + 1));
  const former0 = former.length === 0 ? '0 1\n0000000000 65535 f \n' : '';
  const table = [...rows].sort(([a], [b]) => a - b).map(([number, row]) => `${number} 1\n${row}\n`);
  const previous = wish.previous ?? startOfCrossReference(start);
  const link = previous === 'none' || previous === undefined ? '' : ` /Prev ${previous}`;
  const at = size;
  push(
    Buffer.from(
      `xref\n${former0}${table.join('')}trailer\n<</Size ${count} ${rootOf(start)}${link} ${wish.trailer ?? ''}>>\nstartxref\n${at}\n%%EOF\n`,
      'latin1',
    ),
  );
  return new Uint8Array(Buffer.concat(parts));
}

function startOfCrossReference(file: Buffer): number | undefined {
  const found = [...file.toString('latin1').matchAll(/startxref\n(\d+)\n/g)].at(-1);
  return found === undefined ? undefined : Number(found[1]);
}

export const stream = (content: string | Uint8Array, entries = ''): Uint8Array => {
  const bytes = bytesOf(content);
  return Buffer.concat([
    Buffer.from(`<<${entries} /Length ${bytes.length}>>\nstream\n`, 'latin1'),
    bytes,
    Buffer.from('\nendstream'),
  ]);
};

const RESERVED = 8_192;
const BLANK_RANGE = '[0 0000000000 0000000000 0000000000]';
const BLANK_CONTENTS = `<${'0'.repeat(RESERVED * 2)}>`;

export interface SignatureWish {
  /** Number of the signature dictionary. */
  readonly number: number;
  readonly objects: Bodies;
  readonly type?: 'Sig' | 'DocTimeStamp';
  readonly subFilter?: string;
  readonly entries?: string;
  readonly makeCms: (covered: readonly [Uint8Array, Uint8Array]) => Uint8Array;
}

/** Appends a revision with a signature over the whole file, its own revision included. */
export function appendSignature(former: Uint8Array, wish: SignatureWish): Uint8Array {
  const type = wish.type ?? 'Sig';
  const subFilter = wish.subFilter ?? (type === 'Sig' ? 'ETSI.CAdES.detached' : 'ETSI.RFC3161');
  const dictionary = `<</Type /${type} /Filter /Adobe.PPKLite /SubFilter /${subFilter} ${wish.entries ?? ''} /ByteRange ${BLANK_RANGE} /Contents ${BLANK_CONTENTS}>>`;
  const file = Buffer.from(
    appendRevision(former, { objects: { ...wish.objects, [wish.number]: dictionary } }),
  );
  const start = file.lastIndexOf(BLANK_CONTENTS);
  const end = start + BLANK_CONTENTS.length;
  const range = `[0 ${start} ${end} ${file.length - end}]`.padEnd(BLANK_RANGE.length);
  file.write(range, file.lastIndexOf(BLANK_RANGE), 'latin1');
  const cms = wish.makeCms([file.subarray(0, start), file.subarray(end)]);
  if (cms.length > RESERVED) throw new Error('CMS too long');
  file.write(Buffer.from(cms).toString('hex'), start + 1, 'latin1');
  return new Uint8Array(file);
}

export const field = (name: string, value: number | undefined, more = ''): string =>
  `<</Type /Annot /Subtype /Widget /FT /Sig /T (${name}) /F 132 /P 3 0 R ${more}${value === undefined ? '' : ` /V ${value} 0 R`}>>`;

/** Object numbers of the documents that tests sign. */
export const PAGE = 3;
export const CONTENT = 4;
export const FONT = 5;
export const FORM = 6;
export const TEXT_FIELD = 7;
export const SIGNATURE_FIELD = 8;

const INVISIBLE = '/Rect [0 0 0 0]';

export const pageWith = (annotations: string, more = ''): string =>
  `<</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources <</Font <</F1 5 0 R>>>> /Annots [${annotations}] ${more}>>`;

/** A page with a text field and, when asked for, an empty signature field. */
export function unsignedPdf(
  options: { readonly emptyField?: string; readonly fieldEntries?: string } = {},
): Uint8Array {
  const hasField = options.emptyField !== undefined;
  const refs = hasField ? '7 0 R 8 0 R' : '7 0 R';
  return appendRevision(new Uint8Array(0), {
    objects: {
      1: '<</Type /Catalog /Pages 2 0 R /AcroForm 6 0 R>>',
      2: '<</Type /Pages /Kids [3 0 R] /Count 1>>',
      [PAGE]: pageWith(refs),
      [CONTENT]: stream('BT /F1 20 Tf 60 700 Td (Pay 100 to Alice) Tj ET'),
      [FONT]: '<</Type /Font /Subtype /Type1 /BaseFont /Helvetica>>',
      [FORM]: `<</Fields [${refs}] /SigFlags 3 /DR <</Font <</F1 5 0 R>>>>>>`,
      [TEXT_FIELD]:
        '<</Type /Annot /Subtype /Widget /FT /Tx /T (Amount) /V (100) /F 4 /P 3 0 R /Rect [60 600 200 620] /AP <</N 9 0 R>>>>',
      ...(hasField
        ? { [SIGNATURE_FIELD]: field(options.emptyField, undefined, options.fieldEntries ?? INVISIBLE) }
        : {}),
      9: stream('BT /F1 12 Tf (100) Tj ET', '/Type /XObject /Subtype /Form /BBox [0 0 140 20]'),
    },
  });
}
