import { createHash } from 'node:crypto';
import { Asn1Node, TAG } from './asn1/asn1-node.ts';
import type { OpenQuestion } from './open-questions.ts';
import { type Certificate, parseCertificate } from './x509/certificate.ts';
import { statementsAbout } from './x509/revocation-evidence.ts';

export interface NetworkLimits {
  /** For one exchange; default 10,000. */
  readonly timeoutMs?: number;
  /** Exchanges for one file; default 40. */
  readonly maxExchanges?: number;
}

export interface OnlineEvidence {
  readonly ocspResponses: Uint8Array[];
  readonly crls: Uint8Array[];
  readonly certificates: Uint8Array[];
}

const MAX_BYTES = { ocsp: 64 * 1024, crl: 8 * 1024 * 1024, issuers: 256 * 1024 } as const;

/**
 * Asks the addresses that certificates name: OCSP first, then revocation lists, and for missing issuers where they are
 * published. What comes back is only handed on here; the validator checks every signature in it. An address that does
 * not answer is passed over. Certificates of strangers decide which addresses are called, so a server must not do this.
 */
export class OnlineSources {
  readonly #timeoutMs: number;
  #exchangesLeft: number;
  readonly #asked = new Map<string, Promise<Uint8Array | undefined>>();

  constructor(limits: NetworkLimits = {}) {
    this.#timeoutMs = limits.timeoutMs ?? 10_000;
    this.#exchangesLeft = limits.maxExchanges ?? 40;
  }

  async answer(question: OpenQuestion, into: OnlineEvidence): Promise<void> {
    const certificate = parseCertificate(question.certificate);
    if (question.issuer === undefined) {
      for (const url of certificate.issuerUrls) {
        const bytes = await this.#exchange(url, MAX_BYTES.issuers);
        if (bytes !== undefined) into.certificates.push(...certificatesIn(bytes));
      }
      return;
    }
    if (certificate.hasOcspNoCheck) return;
    const issuer = parseCertificate(question.issuer);
    const speaks = (evidence: Pick<OnlineEvidence, 'ocspResponses' | 'crls'>): boolean =>
      statementsAbout(certificate, issuer, evidence).some(({ status }) => status !== 'unknown');
    for (const url of certificate.ocspUrls) {
      const der = await this.#exchange(url, MAX_BYTES.ocsp, ocspRequest(certificate, issuer));
      if (der === undefined || !speaks({ ocspResponses: [der], crls: [] })) continue;
      into.ocspResponses.push(der);
      return;
    }
    for (const url of certificate.crlUrls) {
      const der = await this.#exchange(url, MAX_BYTES.crl);
      if (der === undefined || !speaks({ ocspResponses: [], crls: [der] })) continue;
      into.crls.push(der);
      return;
    }
  }

  #exchange(url: string, maxBytes: number, body?: Uint8Array): Promise<Uint8Array | undefined> {
    const key = `${url} ${body === undefined ? '' : Buffer.from(body).toString('base64')}`;
    const known = this.#asked.get(key);
    if (known !== undefined) return known;
    if (!/^https?:\/\//i.test(url) || this.#exchangesLeft-- <= 0) return Promise.resolve(undefined);
    const answer = this.#send(url, maxBytes, body).catch(() => undefined);
    this.#asked.set(key, answer);
    return answer;
  }

  async #send(url: string, maxBytes: number, body?: Uint8Array): Promise<Uint8Array | undefined> {
    const response = await fetch(url, {
      signal: AbortSignal.timeout(this.#timeoutMs),
      ...(body === undefined
        ? {}
        : {
            method: 'POST',
            body: Buffer.from(body),
            headers: { 'content-type': 'application/ocsp-request' },
          }),
    });
    if (!response.ok || response.body === null) return undefined;
    const chunks: Uint8Array[] = [];
    let sizeBytes = 0;
    for await (const chunk of response.body) {
      sizeBytes += chunk.length;
      if (sizeBytes > maxBytes) return undefined;
      chunks.push(chunk);
    }
    return new Uint8Array(Buffer.concat(chunks));
  }
}

/** One certificate in DER or PEM, or the bundle of RFC 5280 §4.2.2.1 (a SignedData that holds only certificates). */
function certificatesIn(bytes: Uint8Array): Uint8Array[] {
  try {
    const text = Buffer.from(bytes).toString('latin1');
    const pem = [...text.matchAll(/-----BEGIN CERTIFICATE-----([\s\S]+?)-----END CERTIFICATE-----/g)];
    if (pem.length > 0) return pem.map(([, base64 = '']) => new Uint8Array(Buffer.from(base64, 'base64')));
    const [first, wrapped] = Asn1Node.readWhole(bytes).children();
    if (!first?.is(TAG.oid)) return [bytes];
    const fields = wrapped?.first()?.children() ?? [];
    const bundle = fields.find((field) => field.isTagged(0));
    return (bundle?.children() ?? []).map(({ encoded }) => encoded);
  } catch {
    return [];
  }
}

function der(tag: number, ...parts: readonly Uint8Array[]): Uint8Array {
  const content = Buffer.concat(parts);
  const length = content.length < 128 ? [content.length] : [0x82, content.length >> 8, content.length & 255];
  return new Uint8Array(Buffer.concat([Uint8Array.of(tag, ...length), content]));
}

/** RFC 6960 §4.1.1; SHA-1 names the issuer and protects nothing, and is what every responder knows (RFC 5019). */
function ocspRequest(certificate: Certificate, issuer: Certificate): Uint8Array {
  const sha1 = (bytes: Uint8Array): Uint8Array => der(0x04, createHash('sha1').update(bytes).digest());
  const algorithm = der(0x30, Uint8Array.of(0x06, 5, 0x2b, 0x0e, 0x03, 0x02, 0x1a), der(0x05));
  const certificateId = der(
    0x30,
    algorithm,
    sha1(issuer.subjectDer),
    sha1(issuer.subjectPublicKey),
    certificate.serialNumberDer,
  );
  return der(0x30, der(0x30, der(0x30, der(0x30, certificateId))));
}
