import { createHash } from 'node:crypto';
import { type PDF, PdfArray, PdfBool, PdfDict, PdfName, PdfNumber, PdfStream, PdfString } from '@libpdf/core';
import { compressedStream } from './pdf-objects.ts';
import { srgbProfile } from './srgb-profile.ts';

export interface ArchivalMetadata {
  readonly title: string;
  readonly author: string;
  readonly subject: string;
  /** The id code. */
  readonly identifier: string;
  readonly createdAt: Date;
  /** Whether the file says that it is PDF/UA-1; default false. */
  readonly isAccessible?: boolean;
  /** Anything that sets this file apart; hashed into the file identifier. */
  readonly fingerprint: readonly (string | Uint8Array)[];
}

const PRODUCER = 'Sao Y';

/** PDF/A wants every property described that its own list does not have (ISO 19005-2, 6.6.2.3). */
const ACCESSIBILITY_SCHEMA = `  <rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
   <pdfaExtension:schemas>
    <rdf:Bag>
     <rdf:li rdf:parseType="Resource">
      <pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>
      <pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
      <pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
      <pdfaSchema:property>
       <rdf:Seq>
        <rdf:li rdf:parseType="Resource">
         <pdfaProperty:name>part</pdfaProperty:name>
         <pdfaProperty:valueType>Integer</pdfaProperty:valueType>
         <pdfaProperty:category>internal</pdfaProperty:category>
         <pdfaProperty:description>Part of ISO 14289 to which the file conforms</pdfaProperty:description>
        </rdf:li>
       </rdf:Seq>
      </pdfaSchema:property>
     </rdf:li>
    </rdf:Bag>
   </pdfaExtension:schemas>
  </rdf:Description>
`;

const escapeXml = (text: string): string =>
  text.replace(/[&<>]/g, (c) => (c === '&' ? '&amp;' : c === '<' ? '&lt;' : '&gt;'));

const xmpPacket = (metadata: ArchivalMetadata): string => {
  const date = `${metadata.createdAt.toISOString().slice(0, 19)}Z`;
  const localised = (text: string) =>
    `<rdf:Alt><rdf:li xml:lang="x-default">${escapeXml(text)}</rdf:li></rdf:Alt>`;
  return `<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
   <pdfaid:part>2</pdfaid:part>
   <pdfaid:conformance>U</pdfaid:conformance>
${metadata.isAccessible ? '   <pdfuaid:part>1</pdfuaid:part>\n' : ''}   <dc:format>application/pdf</dc:format>
   <dc:identifier>${escapeXml(metadata.identifier)}</dc:identifier>
   <dc:language><rdf:Bag><rdf:li>vi</rdf:li></rdf:Bag></dc:language>
   <dc:title>${localised(metadata.title)}</dc:title>
   <dc:description>${localised(metadata.subject)}</dc:description>
   <dc:creator><rdf:Seq><rdf:li>${escapeXml(metadata.author)}</rdf:li></rdf:Seq></dc:creator>
   <xmp:CreatorTool>${PRODUCER}</xmp:CreatorTool>
   <xmp:CreateDate>${date}</xmp:CreateDate>
   <xmp:ModifyDate>${date}</xmp:ModifyDate>
   <xmp:MetadataDate>${date}</xmp:MetadataDate>
   <pdf:Producer>${PRODUCER}</pdf:Producer>
  </rdf:Description>
${metadata.isAccessible ? ACCESSIBILITY_SCHEMA : ''} </rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>`;
};

/**
 * Makes a document PDF/A-2u in what concerns the whole file: XMP, output intent, language, document
 * information and file identifier, all from `metadata` and nothing from the clock or chance.
 */
export const addArchivalMetadata = (pdf: PDF, metadata: ArchivalMetadata): void => {
  pdf.setMetadata({
    title: metadata.title,
    author: metadata.author,
    subject: metadata.subject,
    creator: PRODUCER,
    producer: PRODUCER,
    creationDate: metadata.createdAt,
    modificationDate: metadata.createdAt,
    language: 'vi',
  });
  const catalog = pdf.getCatalog();
  catalog.set('ViewerPreferences', PdfDict.of({ DisplayDocTitle: PdfBool.TRUE }));
  // Left uncompressed so that programs which do not parse PDF can still find it.
  const xmp = new PdfStream(
    PdfDict.of({ Type: PdfName.of('Metadata'), Subtype: PdfName.of('XML') }),
    Buffer.from(xmpPacket(metadata), 'utf8'),
  );
  catalog.set('Metadata', pdf.register(xmp));
  const profile = compressedStream(srgbProfile(), { N: PdfNumber.of(3) });
  const intent = PdfDict.of({
    Type: PdfName.of('OutputIntent'),
    S: PdfName.of('GTS_PDFA1'),
    OutputConditionIdentifier: PdfString.fromString('sRGB IEC61966-2.1'),
    RegistryName: PdfString.fromString('http://www.color.org'),
    Info: PdfString.fromString('sRGB IEC61966-2.1'),
    DestOutputProfile: pdf.register(profile),
  });
  catalog.set('OutputIntents', new PdfArray([pdf.register(intent)]));
  const hash = createHash('sha256');
  for (const part of metadata.fingerprint) hash.update(part).update('\0');
  const identifier = new PdfString(hash.digest().subarray(0, 16), 'hex');
  pdf.context.info.trailer.set('ID', new PdfArray([identifier, identifier]));
};
