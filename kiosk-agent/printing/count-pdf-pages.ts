/**
 * Number of pages of a PDF, from the largest `/Count` of its page trees (ISO 32000-2 §7.7.3.2), for the progress shown
 * while it prints; 1 where the tree is inside a compressed object stream.
 */
export function countPdfPages(pdf: Uint8Array): number {
  const text = Buffer.from(pdf.buffer, pdf.byteOffset, pdf.byteLength).toString('latin1');
  const counts = [
    ...text.matchAll(/\/Type\s*\/Pages\b[^>]*?\/Count\s+(\d+)|\/Count\s+(\d+)[^>]*?\/Type\s*\/Pages\b/g),
  ];
  return Math.max(1, ...counts.map((match) => Number(match[1] ?? match[2])));
}
