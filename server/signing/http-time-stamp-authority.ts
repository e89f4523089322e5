import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { type Fault, fault } from '@saoy/contracts/errors';
import { err, ok, type Result } from '@saoy/contracts/result';
import { Asn1Node } from '../validation/asn1/asn1-node.ts';
import { numberOf } from '../validation/asn1/asn1-values.ts';
import { readTimeStampToken } from '../validation/cms/time-stamp-token.ts';
import { ConcurrencyLimit } from '../validation/concurrency-limit.ts';
import { parseCertificate } from '../validation/x509/certificate.ts';
import { findCertificatePath } from '../validation/x509/certificate-path.ts';
import { algorithm, integer, nullValue, octetString, sequence, trueValue } from './der.ts';
import { exchangeHttp } from './http-exchange.ts';
import type { TimeStampAuthority } from './time-stamp-authority.ts';

const SHA256 = '2.16.840.1.101.3.4.2.1';
const MAX_TOKEN_BYTES = 64 * 1024;
/** Largest difference between the clock of an authority and ours. */
const CLOCK_TOLERANCE_MS = 5 * 60_000;

export interface HttpTimeStampAuthorityOptions {
  /** In the order in which they are tried. */
  readonly urls: readonly string[];
  /** DER certificates that the chain of an authority must lead to. */
  readonly trustAnchors: readonly Uint8Array[];
  /** For one exchange; the government's authority was seen to take up to 131 s. Default 30,000. */
  readonly timeoutMs?: number;
  /** Rounds over all addresses before giving up; default 2. */
  readonly rounds?: number;
  /** Pause before the second round, doubled for each further one; default 2,000. */
  readonly backOffMs?: number;
  /** Exchanges at once; default 4. */
  readonly maxConcurrent?: number;
  readonly now?: () => Date;
}

/** RFC 3161 over HTTP with time-out, ordered fallback, back-off and bounded concurrency. */
export function createHttpTimeStampAuthority(options: HttpTimeStampAuthorityOptions): TimeStampAuthority {
  const { urls, timeoutMs = 30_000, rounds = 2, backOffMs = 2_000, now = () => new Date() } = options;
  const anchors = options.trustAnchors.map(parseCertificate);
  const limit = new ConcurrencyLimit(options.maxConcurrent ?? 4);

  async function askOne(url: string, digest: Uint8Array): Promise<Result<Uint8Array, Fault>> {
    const nonce = randomBytes(16);
    nonce[0] = (nonce[0]! & 0x3f) | 0x40;
    let answer: Uint8Array;
    try {
      answer = await exchangeHttp({
        url,
        method: 'POST',
        contentType: 'application/timestamp-query',
        body: timeStampRequest(digest, nonce),
        timeoutMs,
        maxBytes: MAX_TOKEN_BYTES,
      });
    } catch {
      return err(fault('signing.tsa-unavailable', 'no answer in time'));
    }
    return checkAnswer(answer, digest, nonce);
  }

  function checkAnswer(answer: Uint8Array, digest: Uint8Array, nonce: Uint8Array): Result<Uint8Array, Fault> {
    const wrong = (detail: string) => err(fault('signing.tsa-wrong', detail));
    try {
      const [statusInfo, answered] = Asn1Node.readWhole(answer).children();
      const status = numberOf(statusInfo?.first());
      if (status === undefined) return wrong('malformed');
      if (status > 1 || answered === undefined)
        return err(fault('signing.tsa-unavailable', `refused with status ${status}`));
      const der = Uint8Array.from(answered.encoded);
      const token = readTimeStampToken(der);
      if (token.imprintDigest !== 'sha256' || Buffer.compare(token.imprint, digest) !== 0)
        return wrong('imprint');
      if (token.nonce === undefined || Buffer.compare(token.nonce, nonce) !== 0) return wrong('nonce');
      if (!token.isTokenRight || token.weaknesses.length > 0 || token.signer === undefined)
        return wrong('signature');
      if (Math.abs(token.genTime.getTime() - now().getTime()) > CLOCK_TOLERANCE_MS) return wrong('time');
      const path = findCertificatePath(token.signer, token.certificates, anchors, now());
      if (path.problem !== undefined) return wrong(`chain: ${path.problem}`);
      return ok(der);
    } catch {
      return wrong('malformed');
    }
  }

  return {
    stamp: (digest) =>
      limit.run(async () => {
        let last = fault('signing.tsa-unavailable', 'no address configured');
        for (let round = 0; round < rounds; round++) {
          if (round > 0) await delay(backOffMs * 2 ** (round - 1));
          for (const url of urls) {
            const result = await askOne(url, digest);
            if (result.ok) return result;
            // A lying authority is the more alarming news.
            if (last.code !== 'signing.tsa-wrong') last = result.error;
          }
        }
        return err(last);
      }),
  };
}

/** RFC 3161 §2.4.1, asking for the certificates. */
function timeStampRequest(digest: Uint8Array, nonce: Uint8Array): Uint8Array {
  const imprint = sequence(algorithm(SHA256, nullValue()), octetString(digest));
  return sequence(integer(1), imprint, integer(nonce), trueValue());
}
