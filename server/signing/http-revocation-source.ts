import { createHash, randomBytes } from 'node:crypto';
import { fault } from '@saoy/contracts/errors';
import { err, ok } from '@saoy/contracts/result';
import { ConcurrencyLimit } from '../validation/concurrency-limit.ts';
import type { Certificate } from '../validation/x509/certificate.ts';
import {
  ocspStatement,
  type RevocationStatement,
  statementsAbout,
} from '../validation/x509/revocation-evidence.ts';
import { AddressHealth } from './address-health.ts';
import { algorithm, explicit, nullValue, objectIdentifier, octetString, sequence } from './der.ts';
import { exchangeHttp } from './http-exchange.ts';
import type { RevocationSource } from './revocation-source.ts';

const CLOCK_TOLERANCE_MS = 5 * 60_000;
const MAX_OCSP_BYTES = 64 * 1024;
const MAX_LIST_BYTES = 8 * 1024 * 1024;
const NONCE = '1.3.6.1.5.5.7.48.1.2';

export interface HttpRevocationSourceOptions {
  /** For one exchange; default 10,000. */
  readonly timeoutMs?: number;
  /** Revocation lists to look into besides those that a certificate names. */
  readonly crlUrls?: readonly string[];
  /** Tries for each address; default 2. */
  readonly attempts?: number;
  /** Exchanges at once; default 8. */
  readonly maxConcurrent?: number;
  /** Told of every address that gave no usable answer. */
  readonly onProblem?: (url: string) => void;
  readonly now?: () => Date;
}

/** Asks the OCSP responders, then the revocation lists, that a certificate names; then the configured lists. */
export function createHttpRevocationSource(options: HttpRevocationSourceOptions = {}): RevocationSource {
  const { timeoutMs = 10_000, attempts = 2, now = () => new Date() } = options;
  const limit = new ConcurrencyLimit(options.maxConcurrent ?? 8);
  const health = new AddressHealth({ now });

  async function askResponder(
    url: string,
    certificate: Certificate,
    issuer: Certificate,
  ): Promise<RevocationStatement | undefined> {
    const nonce = randomBytes(16);
    const der = await exchangeHttp({
      url,
      method: 'POST',
      contentType: 'application/ocsp-request',
      body: ocspRequest(certificate, issuer, nonce),
      timeoutMs,
      maxBytes: MAX_OCSP_BYTES,
    });
    const statement = ocspStatement(certificate, issuer, der);
    if (statement === undefined) return undefined;
    // RFC 9654: a responder may leave the nonce out, but must not answer with another one.
    const echoed = statement.nonce && Buffer.from(statement.nonce);
    const isEchoRight =
      echoed === undefined ||
      echoed.equals(nonce) ||
      echoed.equals(Buffer.concat([Buffer.from([4, 16]), nonce]));
    return isEchoRight && isCurrent(statement) ? statement : undefined;
  }

  async function readList(
    url: string,
    certificate: Certificate,
    issuer: Certificate,
  ): Promise<RevocationStatement | null> {
    const der = await exchangeHttp({ url, method: 'GET', timeoutMs, maxBytes: MAX_LIST_BYTES });
    return statementsAbout(certificate, issuer, { ocspResponses: [], crls: [der] }).find(isCurrent) ?? null;
  }

  function isCurrent({ thisUpdate, nextUpdate }: RevocationStatement): boolean {
    const time = now().getTime();
    return (
      thisUpdate.getTime() <= time + CLOCK_TOLERANCE_MS &&
      (nextUpdate === undefined || nextUpdate.getTime() >= time - CLOCK_TOLERANCE_MS)
    );
  }

  /**
   * Waits for its turn, then asks; undefined when there is no usable answer, or the address rests after failures. Null is
   * an answer too: a configured list of another authority says nothing about this certificate.
   */
  const askInTurn = (
    url: string,
    ask: () => Promise<RevocationStatement | null | undefined>,
  ): Promise<RevocationStatement | null | undefined> =>
    limit.run(async () => {
      if (!health.mayAsk(url)) return undefined;
      const statement = await ask().catch(() => undefined);
      if (statement === undefined) {
        health.noteFailure(url);
        options.onProblem?.(url);
      } else health.noteSuccess(url);
      return statement;
    });

  return {
    async fetchStatus(certificate, issuer) {
      const sources = [
        ...certificate.ocspUrls.map((url) => ({ url, ask: () => askResponder(url, certificate, issuer) })),
        ...[...certificate.crlUrls, ...(options.crlUrls ?? [])].map((url) => ({
          url,
          ask: () => readList(url, certificate, issuer),
        })),
      ];
      for (const { url, ask } of sources) {
        for (let attempt = 0; attempt < attempts; attempt++) {
          const statement = await askInTurn(url, ask);
          if (statement === null) break;
          if (statement?.status === 'good') return ok(statement);
          if (statement?.status === 'revoked') return err(fault('signing.certificate-invalid', 'revoked'));
          // Who is named by the certificate and does not know it speaks against it: no list is asked to say otherwise.
          if (statement?.status === 'unknown')
            return err(fault('signing.revocation-unknown', 'the responder does not know the certificate'));
        }
      }
      return err(fault('signing.revocation-unknown', 'no OCSP response or CRL says good'));
    },
  };
}

/** RFC 6960 §4.1.1 with a nonce. */
function ocspRequest(certificate: Certificate, issuer: Certificate, nonce: Uint8Array): Uint8Array {
  const sha1 = (data: Uint8Array): Uint8Array => octetString(createHash('sha1').update(data).digest());
  // RFC 5019: responders are only sure to know SHA-1 here; it identifies the issuer and protects nothing.
  const certId = sequence(
    algorithm('1.3.14.3.2.26', nullValue()),
    sha1(issuer.subjectDer),
    sha1(issuer.subjectPublicKey),
    certificate.serialNumberDer,
  );
  const extension = sequence(objectIdentifier(NONCE), octetString(octetString(nonce)));
  return sequence(sequence(sequence(sequence(certId)), explicit(2, sequence(extension))));
}
