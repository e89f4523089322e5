import type { KeyObject } from 'node:crypto';
import * as asn1js from 'asn1js';
import * as pkijs from 'pkijs';

const encryption = {
  contentEncryptionAlgorithm: { name: 'AES-CBC', length: 256 },
  hmacHashAlgorithm: 'SHA-256',
  iterationCount: 10_000,
} as const;

/** PKCS#12 with key, certificate and chain, protected by PBES2 (AES-256) and an HMAC-SHA-256. */
export async function buildPkcs12(options: {
  readonly key: KeyObject;
  readonly certificates: readonly pkijs.Certificate[];
  readonly password: string;
}): Promise<Uint8Array> {
  const password = new TextEncoder().encode(options.password).buffer as ArrayBuffer;
  const der = Uint8Array.from(options.key.export({ format: 'der', type: 'pkcs8' })).buffer;
  const localKeyId = new pkijs.Attribute({
    type: '1.2.840.113549.1.9.21',
    values: [new asn1js.OctetString({ valueHex: Uint8Array.of(1).buffer })],
  });
  const keyBag = new pkijs.PKCS8ShroudedKeyBag({ parsedValue: pkijs.PrivateKeyInfo.fromBER(der) });
  await keyBag.makeInternalValues({ password, ...encryption });
  const certificateBags = options.certificates.map(
    (certificate, index) =>
      new pkijs.SafeBag({
        bagId: '1.2.840.113549.1.12.10.1.3',
        bagValue: new pkijs.CertBag({ parsedValue: certificate }),
        ...(index === 0 ? { bagAttributes: [localKeyId] } : {}),
      }),
  );
  const keyContents = new pkijs.SafeContents({
    safeBags: [
      new pkijs.SafeBag({
        bagId: '1.2.840.113549.1.12.10.1.2',
        bagValue: keyBag,
        bagAttributes: [localKeyId],
      }),
    ],
  });
  const authenticatedSafe = new pkijs.AuthenticatedSafe({
    parsedValue: {
      safeContents: [
        { privacyMode: 0, value: keyContents },
        { privacyMode: 1, value: new pkijs.SafeContents({ safeBags: certificateBags }) },
      ],
    },
  });
  await authenticatedSafe.makeInternalValues({ safeContents: [{}, { password, ...encryption }] });
  const pfx = new pkijs.PFX({ parsedValue: { integrityMode: 0, authenticatedSafe } });
  await pfx.makeInternalValues({
    password,
    iterations: encryption.iterationCount,
    pbkdf2HashAlgorithm: { name: 'SHA-256' },
    hmacHashAlgorithm: 'SHA-256',
  });
  return new Uint8Array(pfx.toSchema().toBER(false));
}
