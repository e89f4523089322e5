// What a signature of ours is made of (EN 319 142-1 §6), read from the finished file without the help of the signing code.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Asn1Node, TAG } from '../validation/asn1/asn1-node.ts';
import { oidOf } from '../validation/asn1/asn1-values.ts';
import { readTimeStampToken } from '../validation/cms/time-stamp-token.ts';
import { PdfDocument } from '../validation/pdf/pdf-document.ts';
import { as, nameOf, type PdfDictionary } from '../validation/pdf/pdf-value.ts';
import { readSecurityStore } from '../validation/pdf/security-store.ts';
import { listSignatureFields, type SignatureField } from '../validation/pdf/signature-fields.ts';
import { parseCertificate } from '../validation/x509/certificate.ts';
import { statementsAbout } from '../validation/x509/revocation-evidence.ts';
import {
  createHttpRevocationSource,
  createHttpTimeStampAuthority,
  type SignCopyOptions,
  signCopy,
} from './index.ts';
import { type SigningFixture, startSigningFixture } from './testing/signing-fixture.ts';

const CONTENT_TYPE = '1.2.840.113549.1.9.3';
const MESSAGE_DIGEST = '1.2.840.113549.1.9.4';
const SIGNING_CERTIFICATE_V2 = '1.2.840.113549.1.9.16.2.47';
const SIGNATURE_TIME_STAMP = '1.2.840.113549.1.9.16.2.14';

let fixture: SigningFixture;
beforeAll(async () => {
  fixture = await startSigningFixture({ hasKeyTypes: true });
});
afterAll(() => fixture.close());

/** Asked of a time-stamping authority or about a certificate, in the order in which it happened. */
type Step = 'time-stamp' | { readonly status: string };

interface Signed {
  readonly document: PdfDocument;
  readonly authored: Uint8Array;
  readonly fields: readonly SignatureField[];
  readonly steps: readonly Step[];
}

async function sign(product: 'certified' | 'digital', keyType = ''): Promise<Signed> {
  const options = await fixture.options(product);
  const steps: Step[] = [];
  // Sixteen at once in one process with their authorities take their time on a busy machine.
  const { index, trustAnchors } = fixture;
  const tsa = createHttpTimeStampAuthority({ urls: [index.tsaUrl], trustAnchors, timeoutMs: 50_000 });
  const revocation = createHttpRevocationSource({ timeoutMs: 50_000, crlUrls: index.crlUrls });
  const observed: SignCopyOptions = {
    ...options,
    signatures: await Promise.all(
      options.signatures.map(async (signature) => ({
        ...signature,
        ...(keyType === ''
          ? {}
          : { signer: await fixture.signer(`${signature.fieldName.toLowerCase()}-${keyType}`) }),
      })),
    ),
    tsa: {
      stamp(digest) {
        steps.push('time-stamp');
        return tsa.stamp(digest);
      },
    },
    revocation: {
      fetchStatus(certificate, issuer) {
        steps.push({ status: certificate.commonName });
        return revocation.fetchStatus(certificate, issuer);
      },
    },
  };
  const signed = await signCopy(observed);
  if (!signed.ok) throw new Error(`${signed.error.code}: ${signed.error.detail}`);
  const document = new PdfDocument(signed.value.pdf);
  return { document, authored: options.pdf, fields: listSignatureFields(document), steps };
}

const contentsOf = (field: SignatureField): Uint8Array => {
  const { bytes } = as('string', field.signature!.entries.get('Contents'))!;
  return Asn1Node.read(bytes).encoded;
};

/** SignerInfo of the one signer (RFC 5652 §5.3). */
const signerInfoOf = (cms: Uint8Array): Asn1Node[] => {
  const signedData = Asn1Node.readWhole(cms).children()[1]!.first()!;
  return signedData
    .children()
    .findLast((each) => each.is(TAG.set))!
    .first()!
    .children();
};
const attributesOf = (cms: Uint8Array, tag: 0 | 1): Asn1Node[] =>
  signerInfoOf(cms)
    .find((each) => each.isTagged(tag))!
    .children();
const typesOf = (attributes: readonly Asn1Node[]): string[] => attributes.map((each) => oidOf(each.first()));

const tokenIn = (cms: Uint8Array): Uint8Array => attributesOf(cms, 1)[0]!.children()[1]!.first()!.encoded;

/** Lengths in their shortest definite form, everywhere but inside `except`. */
function isDer(node: Asn1Node, except: Uint8Array): boolean {
  if (Buffer.compare(node.encoded, except) === 0) return true;
  const header = node.bytes.subarray(node.start, node.contentStart);
  const length = node.contentEnd - node.contentStart;
  const octets = length < 0x80 ? 0 : Math.ceil(Math.log2(length + 1) / 8);
  return header.length === 2 + octets && node.children().every((child) => isDer(child, except));
}

const isSorted = (nodes: readonly Asn1Node[]): boolean =>
  nodes.every((node, i) => i === 0 || Buffer.compare(nodes[i - 1]!.encoded, node.encoded) <= 0);

const signaturesOf = ({ fields }: Signed): SignatureField[] =>
  fields.filter(({ signature }) => nameOf(signature?.entries.get('Type')) === 'Sig');

/** Parameters of the transform of one method among the references of a signature. */
function transformOf({ document }: Signed, field: SignatureField, method: string): PdfDictionary | undefined {
  const references = as('array', document.entry(field.signature, 'Reference'))?.items ?? [];
  const found = references
    .map((item) => as('dictionary', document.resolve(item)))
    .find((item) => nameOf(item?.entries.get('TransformMethod')) === method);
  return as('dictionary', document.entry(found, 'TransformParams'));
}

describe.each(['p-256', 'p-384', 'rsa-3072'])('a certified copy signed with %s keys', (keyType) => {
  let copy: Signed;
  beforeAll(async () => {
    copy = await sign('certified', keyType);
  });

  it('has CMS signatures with content type, digest and certificate reference, and no signing time', () => {
    for (const field of signaturesOf(copy)) {
      expect(nameOf(field.signature!.entries.get('SubFilter'))).toBe('ETSI.CAdES.detached');
      expect(typesOf(attributesOf(contentsOf(field), 0)).toSorted()).toEqual(
        [CONTENT_TYPE, MESSAGE_DIGEST, SIGNING_CERTIFICATE_V2].toSorted(),
      );
      expect(typesOf(attributesOf(contentsOf(field), 1))).toEqual([SIGNATURE_TIME_STAMP]);
    }
  });

  it('has them in DER with sorted attributes', () => {
    for (const field of signaturesOf(copy)) {
      const cms = contentsOf(field);
      expect(isDer(Asn1Node.readWhole(cms), tokenIn(cms))).toBe(true);
      expect(isSorted(attributesOf(cms, 0))).toBe(true);
    }
  });

  it('has revocation data of every certificate, newer than the time-stamps of its signatures', () => {
    const { certificates, ocspResponses, crls } = readSecurityStore(copy.document)!;
    const known = [...certificates, ...fixture.trustAnchors].map(parseCertificate);
    const stamps = signaturesOf(copy).map((field) => readTimeStampToken(tokenIn(contentsOf(field))));
    const lastStamp = Math.max(...stamps.map(({ genTime }) => genTime.getTime()));
    const needed = known.filter((each) => each.issuer !== each.subject && !each.hasOcspNoCheck);
    expect(needed.length).toBeGreaterThanOrEqual(4);
    for (const certificate of needed) {
      const issuer = known.find(({ subject }) => subject === certificate.issuer)!;
      const statements = statementsAbout(certificate, issuer, { ocspResponses, crls });
      expect(statements.map(({ status }) => status)).toContain('good');
      for (const { source, thisUpdate } of statements)
        if (source === 'ocsp') expect(thisUpdate.getTime()).toBeGreaterThanOrEqual(lastStamp);
    }
  });
});

describe('the order of signing', () => {
  it('asks about every certificate before the first signature, and again after the last time-stamp of a signature', async () => {
    const { steps, fields } = await sign('certified');
    const stamps = steps.flatMap((step, i) => (step === 'time-stamp' ? [i] : []));
    expect(stamps).toHaveLength(3);
    const asked = (from: number, to: number): string[] =>
      steps
        .slice(from, to)
        .flatMap((step) => (step === 'time-stamp' ? [] : [step.status]))
        .toSorted();
    const signers = [
      'Nguyễn Thị Minh Hà',
      'Sao Y Development Signing CA',
      'Ủy ban nhân dân phường Việt Hưng',
    ];
    expect(asked(0, stamps[0]!)).toEqual(signers.toSorted());
    expect(asked(stamps[0]!, stamps[1]!)).toEqual([]);
    expect(asked(stamps[1]!, stamps[2]!)).toEqual([...signers, 'Sao Y Development Time-Stamping'].toSorted());
    expect(fields.map(({ name }) => name)).toEqual(['Certifier', 'Authority', 'ArchiveTimeStamp1']);
  });
});

describe('sixteen copies signed at once', () => {
  it('are sixteen complete copies, none with a signature of another', async () => {
    const all = await Promise.all(
      Array.from({ length: 16 }, (_, i) => sign(i % 2 === 0 ? 'certified' : 'digital')),
    );
    const contents = all.flatMap(({ fields }) => fields.map(contentsOf));
    expect(contents).toHaveLength(8 * 3 + 8 * 2);
    expect(new Set(contents.map((cms) => Buffer.from(cms).toString('hex'))).size).toBe(contents.length);
  });
});

describe('what may follow a signature', () => {
  it('is the second signature on a certified copy, which then locks everything', async () => {
    const copy = await sign('certified');
    const [certifier, authority] = signaturesOf(copy);
    expect(transformOf(copy, certifier!, 'DocMDP')?.entries.get('P')).toBe(2);
    expect(transformOf(copy, authority!, 'DocMDP')).toBeUndefined();
    expect(nameOf(transformOf(copy, authority!, 'FieldMDP')?.entries.get('Action'))).toBe('All');
    const lock = as('dictionary', copy.document.entry(authority!.dictionary, 'Lock'));
    expect([nameOf(lock?.entries.get('Action')), lock?.entries.get('P')]).toEqual(['All', 1]);
    // The lock stands in the file before the first signature covers it.
    const first = copy.document.prefix(endOfRange(certifier!));
    const field = listSignatureFields(first).find(({ name }) => name === 'Authority')!;
    expect(as('dictionary', first.entry(field.dictionary, 'Lock'))?.entries.get('P')).toBe(1);
    expect(permissionsPointTo(copy, certifier!)).toBe(true);
  });

  it('is nothing on a digital copy', async () => {
    const copy = await sign('digital');
    const [authority] = signaturesOf(copy);
    expect(transformOf(copy, authority!, 'DocMDP')?.entries.get('P')).toBe(1);
    expect(permissionsPointTo(copy, authority!)).toBe(true);
  });

  it('is appended: each revision begins with all of the one before', async () => {
    const copy = await sign('certified');
    expect(Buffer.compare(copy.document.bytes.subarray(0, copy.authored.length), copy.authored)).toBe(0);
    const ends = copy.fields.map(endOfRange);
    expect(ends).toEqual(ends.toSorted((a, b) => a - b));
    expect(ends.at(-1)).toBe(copy.document.bytes.length);
    for (const end of ends) expect(copy.document.prefix(end).end).toBe(end);
    const markers = Buffer.from(copy.document.bytes)
      .toString('latin1')
      .match(/%%EOF\n/g);
    expect(markers).toHaveLength(1 + ends.length);
  });
});

const endOfRange = (field: SignatureField): number => {
  const [, , start = 0, length = 0] = as('array', field.signature!.entries.get('ByteRange'))!
    .items as number[];
  return start + length;
};

function permissionsPointTo({ document }: Signed, field: SignatureField): boolean {
  const permissions = as('dictionary', document.entry(document.catalog, 'Perms'));
  const number = as('reference', permissions?.entries.get('DocMDP'))?.number;
  return number !== undefined && number === as('reference', field.dictionary.entries.get('V'))?.number;
}
