import { createPrivateKey, createPublicKey, type KeyObject, sign } from 'node:crypto';
import { type Fault, FaultError, fault } from '@saoy/contracts/errors';
import { err, ok, type Result } from '@saoy/contracts/result';
import * as pkijs from 'pkijs';
import { type Certificate, fromPkijs, isIssuedBy } from '../validation/x509/certificate.ts';
import { digestOf, type Signer, type SigningAlgorithm } from './signer.ts';

const SHROUDED_KEY_BAG = '1.2.840.113549.1.12.10.1.2';
const CERTIFICATE_BAG = '1.2.840.113549.1.12.10.1.3';

/** Opens a PKCS#12 file (PBES2) as a signer. Error: `signing.key-unavailable` for a wrong password or damaged file. */
export async function openPkcs12Signer(file: Uint8Array, password: string): Promise<Result<Signer, Fault>> {
  try {
    const { key, certificates } = await readPkcs12(file, password);
    const own = certificates.find((certificate) => certificate.x509.checkPrivateKey(key));
    if (own === undefined) return err(fault('signing.key-unavailable', 'no certificate belongs to the key'));
    const algorithm = algorithmFor(key);
    if (algorithm === undefined) return err(fault('signing.key-unavailable', 'unsupported kind of key'));
    return ok({
      certificate: own.der,
      chain: chainOf(own, certificates).map(({ der }) => der),
      algorithm,
      async sign(data) {
        try {
          return new Uint8Array(sign(digestOf(algorithm), data, key));
        } catch (error) {
          throw new FaultError('signing.key-unavailable', undefined, { cause: error });
        }
      },
    });
  } catch {
    return err(fault('signing.key-unavailable', 'the PKCS#12 file cannot be opened'));
  }
}

async function readPkcs12(
  file: Uint8Array,
  password: string,
): Promise<{ readonly key: KeyObject; readonly certificates: readonly Certificate[] }> {
  const secret = new TextEncoder().encode(password).buffer as ArrayBuffer;
  const pfx = pkijs.PFX.fromBER(Uint8Array.from(file).buffer);
  await pfx.parseInternalValues({ password: secret, checkIntegrity: true });
  const safe = pfx.parsedValue?.authenticatedSafe;
  if (safe === undefined) throw new Error('no contents');
  await safe.parseInternalValues({ safeContents: safe.safeContents.map(() => ({ password: secret })) });
  const contents = safe.parsedValue.safeContents as { readonly value: pkijs.SafeContents }[];
  const bags = contents.flatMap(({ value }) => value.safeBags);
  const keyBag = bags.find(({ bagId }) => bagId === SHROUDED_KEY_BAG)?.bagValue as pkijs.PKCS8ShroudedKeyBag;
  const shrouded = keyBag as unknown as { parseInternalValues(p: { password: ArrayBuffer }): Promise<void> };
  await shrouded.parseInternalValues({ password: secret });
  if (keyBag.parsedValue === undefined) throw new Error('no key');
  const key = createPrivateKey({
    key: Buffer.from(keyBag.parsedValue.toSchema().toBER()),
    format: 'der',
    type: 'pkcs8',
  });
  const certificates = bags
    .filter(({ bagId }) => bagId === CERTIFICATE_BAG)
    .map(({ bagValue }) => fromPkijs((bagValue as pkijs.CertBag).parsedValue as pkijs.Certificate));
  return { key, certificates };
}

function algorithmFor(key: KeyObject): SigningAlgorithm | undefined {
  const { asymmetricKeyType, asymmetricKeyDetails } = createPublicKey(key);
  if (asymmetricKeyType === 'rsa') return 'RSA-SHA256';
  if (asymmetricKeyType !== 'ec') return undefined;
  if (asymmetricKeyDetails?.namedCurve === 'prime256v1') return 'ECDSA-SHA256';
  return asymmetricKeyDetails?.namedCurve === 'secp384r1' ? 'ECDSA-SHA384' : undefined;
}

function chainOf(own: Certificate, certificates: readonly Certificate[]): Certificate[] {
  const chain: Certificate[] = [];
  let current = own;
  for (;;) {
    const issuer = certificates.find((candidate) => candidate !== current && isIssuedBy(current, candidate));
    if (issuer === undefined || issuer.subject === issuer.issuer || chain.includes(issuer)) return chain;
    chain.push(issuer);
    current = issuer;
  }
}
