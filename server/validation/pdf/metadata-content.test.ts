import { describe, expect, it } from 'vitest';
import { appendRevision, stream } from '../testing/test-pdf.ts';
import { saysTheSame } from './metadata-content.ts';
import { PdfDocument } from './pdf-document.ts';

const xmp = (body: string): string =>
  `<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">${body}</rdf:RDF></x:xmpmeta><?xpacket end="w"?>`;
const PDF = 'xmlns:pdf="http://ns.adobe.com/pdf/1.3/"';
const XMP = 'xmlns:xmp="http://ns.adobe.com/xap/1.0/"';
const DC = 'xmlns:dc="http://purl.org/dc/elements/1.1/"';
const titled = (title: string): string =>
  `<dc:title><rdf:Alt><rdf:li xml:lang="x-default">${title}</rdf:li></rdf:Alt></dc:title>`;
const genuine = xmp(
  `<rdf:Description rdf:about="" ${PDF} ${XMP} ${DC} pdf:Producer="A" pdf:Keywords="k"><xmp:ModifyDate>2026-01-01</xmp:ModifyDate>${titled('Copy')}</rdf:Description>`,
);
const isSame = (other: string): boolean => {
  const [before, after] = [genuine, other].map((text) => {
    const objects = { 1: '<</Type /Catalog /Metadata 2 0 R>>', 2: stream(text, '/Type /Metadata') };
    return new PdfDocument(appendRevision(new Uint8Array(0), { objects }));
  });
  const metadataOf = (document: PdfDocument | undefined) =>
    [document!, document!.catalog!.entries.get('Metadata')] as const;
  return saysTheSame(metadataOf(before), metadataOf(after));
};

describe('metadata', () => {
  it.each<[string, string]>([
    ['nothing changed', genuine],
    [
      'another program saved it at another time, as attributes and with prefixes of its own',
      xmp(
        `<rdf:Description rdf:about="" ${PDF} ${XMP} xmlns:n="http://purl.org/dc/elements/1.1/" xmp:ModifyDate="2027" pdf:Producer="B" pdf:Keywords="k">${titled('Copy').replaceAll('dc:', 'n:')}</rdf:Description>`,
      ),
    ],
  ])('say the same when %s', (_, other) => {
    expect(isSame(other)).toBe(true);
  });

  it.each<[string, string]>([
    ['the title is another', genuine.replace('>Copy<', '>Forged<')],
    ['a keyword is another', genuine.replace('"k"', '"l"')],
    ['something is added', genuine.replace('<xmp:ModifyDate>', '<dc:subject>x</dc:subject><xmp:ModifyDate>')],
    ['something is missing', genuine.replace('pdf:Keywords="k"', '')],
    ['a prefix stands for something else', genuine.replace('http://purl.org/dc/elements/1.1/', 'urn:x')],
    ['a prefix stands for two things', genuine.replace('<dc:title>', '<dc:title xmlns:dc="urn:x">')],
    ['an element is not closed', genuine.replace('</dc:title>', '')],
    ['it hides in a declaration', genuine.replace('<x:xmpmeta', '<!DOCTYPE x><x:xmpmeta')],
    ['it is no text', '\0\xff'],
  ])('do not when %s', (_, other) => {
    expect(isSame(other)).toBe(false);
  });
});
