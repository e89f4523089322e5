import { inflateSync } from 'node:zlib';

/**
 * Number of pages of a PDF, read from its page tree (ISO 32000-1 §7.7.3.2); undefined when it is no PDF.
 * Object streams are opened; encrypted files are not.
 */
export function countPdfPages(pdf: Uint8Array): number | undefined {
  const bytes = Buffer.from(pdf.buffer, pdf.byteOffset, pdf.byteLength);
  if (bytes.indexOf('%PDF-') !== 0) return undefined;
  const source = bytes.toString('latin1');
  let text = source;
  for (const match of source.matchAll(/\/Type\s*\/ObjStm[\s\S]{0,300}?stream\r?\n/g)) {
    const start = match.index + match[0].length;
    try {
      text += inflateSync(bytes.subarray(start, source.indexOf('endstream', start))).toString('latin1');
    } catch {
      // Not deflated: its objects stand in the source already.
    }
  }
  const counts = [...text.matchAll(pageTreeNode)].map((match) => Number(match[1] ?? match[2]));
  const pages = counts.length > 0 ? Math.max(...counts) : [...text.matchAll(/\/Type\s*\/Page\b/g)].length;
  return pages > 0 ? pages : undefined;
}

/** The count of a node, on either side of its type, within one dictionary. */
const pageTreeNode = new RegExp(
  [
    String.raw`/Type\s*/Pages\b(?:(?!endobj|<<)[\s\S])*?/Count\s+(\d+)`,
    String.raw`/Count\s+(\d+)(?:(?!endobj|<<)[\s\S])*?/Type\s*/Pages\b`,
  ].join('|'),
  'g',
);
