/**
 * Puts a comment (COM, ITU-T T.81 §B.2.4.5) after the JFIF header. Two sheets that scan to the same bytes, such as two
 * empty backs, stay two pages with a digest each.
 */
export function markJpeg(jpeg: Uint8Array, comment: string): Uint8Array {
  const view = new DataView(jpeg.buffer, jpeg.byteOffset, jpeg.byteLength);
  const hasJfif = view.getUint16(2) === 0xffe0;
  const at = hasJfif ? 4 + view.getUint16(4) : 2;
  const text = new TextEncoder().encode(comment);
  const marked = new Uint8Array(jpeg.length + 4 + text.length);
  marked.set(jpeg.subarray(0, at), 0);
  new DataView(marked.buffer).setUint16(at, 0xfffe);
  new DataView(marked.buffer).setUint16(at + 2, text.length + 2);
  marked.set(text, at + 4);
  marked.set(jpeg.subarray(at), at + 4 + text.length);
  return marked;
}
