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
import { AddressHealth } from './address-health.ts';
import { algorithm, integer, nullValue, octetString, sequence, trueValue } from './der.ts';
import { exchangeHttp } from './http-exchange.ts';
import type { TimeStampAuthority } from './time-stamp-authority.ts';

const SHA256 = '2.16.840.1.101.3.4.2.1';
const MAX_TOKEN_BYTES = 64 * 1024;

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
  /** Largest difference between the clock of an authority and ours; default 300,000. */
  readonly clockToleranceMs?: number;
  /** Told of every address that failed or lied, also when another one helped. */
  readonly onProblem?: (url: string, problem: Fault) => void;
  readonly now?: () => Date;
}

/** RFC 3161 over HTTP with time-out, ordered fallback, back-off and bounded concurrency. */
export function createHttpTimeStampAuthority(options: HttpTimeStampAuthorityOptions): TimeStampAuthority {
  const { urls, timeoutMs = 30_000, rounds = 2, backOffMs = 2_000, now = () => new Date() } = options;
  const anchors = options.trustAnchors.map(parseCertificate);
  const { clockToleranceMs = 300_000 } = options;
  const limit = new ConcurrencyLimit(options.maxConcurrent ?? 4);
  const health = new AddressHealth({ now });

  /** Waits for its turn, then asks; undefined when the address has begun to rest meanwhile. */
  const askInTurn = (url: string, digest: Uint8Array): Promise<Result<Uint8Array, Fault> | undefined> =>
    limit.run(async () => {
      if (!health.mayAsk(url)) return undefined;
      const result = await askOne(url, digest);
      if (result.ok) health.noteSuccess(url);
      else {
        health.noteFailure(url);
        options.onProblem?.(url, result.error);
      }
      return result;
    });

  async function askOne(url: string, digest: Uint8Array): Promise<Result<Uint8Array, Fault>> {
    const askedAt = now().getTime();
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
    return checkAnswer({ answer, digest, nonce, askedAt });
  }

  function checkAnswer(exchange: {
    readonly answer: Uint8Array;
    readonly digest: Uint8Array;
    readonly nonce: Uint8Array;
    readonly askedAt: number;
  }): Result<Uint8Array, Fault> {
    const { answer, digest, nonce, askedAt } = exchange;
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
      const path = findCertificatePath(token.signer, token.certificates, anchors, now());
      if (path.problem !== undefined) return wrong(`chain: ${path.problem}`);
      // An authority may be slow: its time lies between question and answer. Which clock is wrong nobody can tell from here.
      const stampedAt = token.genTime.getTime();
      if (stampedAt < askedAt - clockToleranceMs || stampedAt > now().getTime() + clockToleranceMs)
        return err(
          fault('signing.clock-wrong', `${Math.round((stampedAt - askedAt) / 1000)} s from our clock`),
        );
      return ok(der);
    } catch {
      return wrong('malformed');
    }
  }

  return {
    async stamp(digest) {
      let last = fault('signing.tsa-unavailable', 'every address rests after failures');
      for (let round = 0; round < rounds; round++) {
        // Without a place: who waits for the next round keeps nobody else from asking.
        if (round > 0) await delay(backOffMs * 2 ** (round - 1));
        for (const url of urls) {
          const result = await askInTurn(url, digest);
          if (result?.ok === true) return result;
          // A lying authority, or a wrong clock, is the more alarming news.
          if (result !== undefined && last.code === 'signing.tsa-unavailable') last = result.error;
        }
      }
      return err(last);
    },
  };
}

/** RFC 3161 §2.4.1, asking for the certificates. */
function timeStampRequest(digest: Uint8Array, nonce: Uint8Array): Uint8Array {
  const imprint = sequence(algorithm(SHA256, nullValue()), octetString(digest));
  return sequence(integer(1), imprint, integer(nonce), trueValue());
}
