import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { FaultError } from '@saoy/contracts/errors';
import { z } from 'zod';
import { isDevelopmentRoot } from './signing/development-root.ts';

const PEM = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

/**
 * Reads trust anchors as DER. Throws `configuration.invalid` when there is none, and `configuration.development-trust`
 * when production is given one of the development PKI.
 */
export async function loadTrustAnchors(
  file: string,
  options: { readonly isProduction: boolean },
): Promise<Uint8Array[]> {
  const blocks = (await readText(file, 'trust anchors')).match(PEM) ?? [];
  if (blocks.length === 0)
    throw new FaultError('configuration.invalid', 'the trust anchors hold no certificate');
  const anchors = blocks.map((pem) => new Uint8Array(new X509Certificate(pem).raw));
  if (options.isProduction && anchors.some(isDevelopmentRoot))
    throw new FaultError('configuration.development-trust', 'a trust anchor is a development root');
  return anchors;
}

const indexSchema = z.object({ tsaUrl: z.url(), crlUrls: z.array(z.url()) });

/** Where time-stamps and revocation lists come from: as configured, else what the PKI folder names. */
export async function loadTrustServices(
  configured: {
    readonly tsaUrls: readonly string[] | undefined;
    readonly crlUrls: readonly string[] | undefined;
  },
  pkiIndex: string | undefined,
): Promise<{ readonly tsaUrls: readonly string[]; readonly crlUrls: readonly string[] }> {
  const { tsaUrls, crlUrls } = configured;
  if (pkiIndex === undefined) {
    if (tsaUrls === undefined) throw new FaultError('configuration.invalid', 'TSA_URLS is missing');
    return { tsaUrls, crlUrls: crlUrls ?? [] };
  }
  const index = indexSchema.safeParse(JSON.parse(await readText(pkiIndex, 'PKI index')));
  if (!index.success)
    throw new FaultError(
      'configuration.invalid',
      'the PKI index names no time-stamping authority or revocation lists',
    );
  return { tsaUrls: tsaUrls ?? [index.data.tsaUrl], crlUrls: crlUrls ?? index.data.crlUrls };
}

/** A text file of the operator; throws `configuration.invalid` with what it was for. */
export async function readText(file: string, what: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new FaultError('configuration.invalid', `the file of the ${what} cannot be read`, { cause: error });
  }
}
