import { constants, createPrivateKey, createPublicKey, type KeyObject, sign } from 'node:crypto';
import { type Fault, FaultError, fault } from '@saoy/contracts/errors';
import { err, ok, type Result } from '@saoy/contracts/result';
import * as pkijs from 'pkijs';
import { type Certificate, isIssuedBy, parseCertificate } from '../validation/x509/certificate.ts';
import { algorithmFor, digestOf, type Signer } from './signer.ts';

const SHROUDED_KEY_BAG = '1.2.840.113549.1.12.10.1.2';
const CERTIFICATE_BAG = '1.2.840.113549.1.12.10.1.3';

/** Opens a PKCS#12 file (PBES2) as a signer. Error: `signing.key-unavailable` for a wrong password or damaged file. */
export async function openPkcs12Signer(
  file: Uint8Array,
  password: string,
  rsaPadding: 'pkcs1' | 'pss' = 'pkcs1',
): Promise<Result<Signer, Fault>> {
  try {
    const { key, certificates } = await readPkcs12(file, password);
    const own = certificates.find((certificate) => certificate.x509.checkPrivateKey(key));
    if (own === undefined) return err(fault('signing.key-unavailable', 'no certificate belongs to the key'));
    const algorithm = algorithmFor(createPublicKey(key), rsaPadding);
    if (algorithm === undefined) return err(fault('signing.key-unavailable', 'unsupported kind of key'));
    const padding =
      algorithm === 'RSA-PSS-SHA256'
        ? { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST }
        : {};
    return ok({
      certificate: own.der,
      chain: chainOf(own, certificates).map(({ der }) => der),
      algorithm,
      async sign(data) {
        try {
          return new Uint8Array(sign(digestOf(algorithm), data, { key, ...padding }));
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
    .map(({ bagValue }) => (bagValue as pkijs.CertBag).parsedValue as pkijs.Certificate)
    .map((certificate) => parseCertificate(new Uint8Array(certificate.toSchema(false).toBER())));
  return { key, certificates };
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
