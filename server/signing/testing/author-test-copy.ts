/** Writes a one-page PDF by hand with empty signature fields, so that signing is tested without the renderer. */
export function authorTestCopy(fieldNames: readonly string[]): Uint8Array {
  const content = 'BT /F1 14 Tf 60 780 Td (Certified copy for tests) Tj ET\n';
  const appearance = '0.7 0 0 RG 1 1 178 48 re S\n';
  const firstField = 7;
  const refs = fieldNames.map((_, i) => `${firstField + i} 0 R`).join(' ');
  const bodies = [
    `<</Type /Catalog /Pages 2 0 R /Lang (vi) /AcroForm <</Fields [${refs}] /SigFlags 3>>>>`,
    '<</Type /Pages /Kids [3 0 R] /Count 1>>',
    `<</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Annots [${refs}] /Resources <</Font <</F1 5 0 R>>>>>>`,
    `<</Length ${content.length}>>\nstream\n${content}\nendstream`,
    '<</Type /Font /Subtype /Type1 /BaseFont /Helvetica>>',
    `<</Type /XObject /Subtype /Form /BBox [0 0 180 50] /Length ${appearance.length}>>\nstream\n${appearance}\nendstream`,
    ...fieldNames.map(
      (name, i) =>
        `<</Type /Annot /Subtype /Widget /FT /Sig /T (${name}) /F 132 /P 3 0 R ` +
        `/Rect [60 ${100 + i * 60} 240 ${150 + i * 60}] /AP <</N 6 0 R>>>>`,
    ),
  ];
  let file = '%PDF-1.7\n%\xe2\xe3\xcf\xd3\n';
  const offsets = bodies.map((body, i) => {
    const offset = file.length;
    file += `${i + 1} 0 obj\n${body}\nendobj\n`;
    return offset;
  });
  const start = file.length;
  file += `xref\n0 ${bodies.length + 1}\n0000000000 65535 f \n`;
  for (const offset of offsets) file += `${String(offset).padStart(10, '0')} 00000 n \n`;
  const id = '<00112233445566778899aabbccddeeff>';
  file += `trailer\n<</Size ${bodies.length + 1} /Root 1 0 R /ID [${id} ${id}]>>\nstartxref\n${start}\n%%EOF\n`;
  return new Uint8Array(Buffer.from(file, 'latin1'));
}
