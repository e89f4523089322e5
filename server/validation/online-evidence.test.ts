import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { validateOnline } from './index.ts';
import { issue, ocspResponse, revocationList, type TestIdentity } from './testing/test-authority.ts';
import { TestDocument } from './testing/test-document.ts';

const HOUR_MS = 3_600_000;
const hours = (count: number): Date => new Date(Date.now() + count * HOUR_MS);
const life = { from: hours(-1000), to: hours(1000) } as const;
const limits = { timeoutMs: 20_000, maxBytes: 1024 * 1024 };

let server: Server;
let address: string;
const pages = new Map<string, () => Uint8Array | undefined>();
const asked: string[] = [];
beforeAll(async () => {
  server = createServer((request, response) => {
    const path = request.url ?? '';
    asked.push(path);
    request.resume();
    const body = pages.get(path)?.();
    response.writeHead(body === undefined ? 404 : 200).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());

/** A signed file that lacks its issuer and all revocation data, and a network that has them. */
function scene(folder: string): { file: Uint8Array; root: TestIdentity; signer: TestIdentity } {
  const root = issue({ name: 'Root', kind: 'ca', ...life });
  const urls = { issuerUrl: `${address}/${folder}/issuer`, ocspUrl: `${address}/${folder}/ocsp` };
  const ca = issue({ name: 'CA', kind: 'ca', issuer: root, ocspUrl: `${address}/${folder}/root`, ...life });
  const signer = issue({ name: 'Signer', kind: 'signer', issuer: ca, ...urls, ...life });
  pages.set(`/${folder}/issuer`, () => ca.der);
  pages.set(`/${folder}/ocsp`, () => ocspResponse(signer, { at: new Date(), until: hours(1) }));
  pages.set(`/${folder}/root`, () => ocspResponse(ca, { at: new Date(), until: hours(1) }));
  return { file: new TestDocument().sign({ signer, certificates: [signer.der] }).bytes, root, signer };
}
const check = async (file: Uint8Array, root: TestIdentity): Promise<string> => {
  const result = await validateOnline(file, { trustAnchors: [root.der] }, limits, { timeoutMs: 2_000 });
  if (!result.ok) return result.error.code;
  return result.value.subIndication ?? result.value.verdict;
};

describe('asking the network', () => {
  it('finds the missing issuer and the revocation data, and asks each address once', async () => {
    const { file, root } = scene('good');
    asked.length = 0;
    expect(await check(file, root)).toBe('TOTAL-PASSED');
    expect(asked.toSorted()).toEqual(['/good/issuer', '/good/ocsp', '/good/root']);
  });

  it('learns of a revocation', async () => {
    const { file, root, signer } = scene('revoked');
    pages.set('/revoked/ocsp', () =>
      ocspResponse(signer, { at: new Date(), until: hours(1), revokedAt: hours(-5) }),
    );
    expect(await check(file, root)).toBe('REVOKED_NO_POE');
  });

  it.each<[string, () => Uint8Array | undefined]>([
    ['nothing', () => undefined],
    ['nonsense', () => Buffer.from('nonsense')],
    ['more than it should', () => Buffer.alloc(20 * 1024 * 1024)],
  ])('decides nothing where it answers %s', async (name, body) => {
    const { file, root } = scene('bad');
    pages.set('/bad/ocsp', body);
    expect(`${name}: ${await check(file, root)}`).toBe(`${name}: TRY_LATER`);
    pages.set('/bad/issuer', body);
    expect(`${name}: ${await check(file, root)}`).toBe(`${name}: NO_CERTIFICATE_CHAIN_FOUND`);
  });

  it('does not take a list or response that another authority signed', async () => {
    const { file, root, signer } = scene('forged');
    const stranger = issue({ name: 'CA', kind: 'ca', ...life });
    pages.set('/forged/ocsp', () => ocspResponse(signer, { at: new Date(), until: hours(1), by: stranger }));
    expect(await check(file, root)).toBe('TRY_LATER');
    pages.set('/forged/ocsp', () => revocationList(stranger, { at: new Date(), until: hours(1) }));
    expect(await check(file, root)).toBe('TRY_LATER');
  });
});
